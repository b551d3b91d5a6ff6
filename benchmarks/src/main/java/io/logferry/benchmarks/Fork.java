package io.logferry.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A JVM of its own, on this one's class path. It is ended when its owner closes it. One thread. */
final class Fork implements AutoCloseable {
    /** A fixed heap, so that no process pays for growing it. */
    private static final List<String> HEAP = List.of("-Xms512m", "-Xmx512m");

    private static final String MEASURED = "measured ";
    private static final String BUCKET = "bucket ";

    private final Process process;
    private final BufferedReader output;
    private final Map<Long, Long> buckets = new LinkedHashMap<>();

    private Fork(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static Fork start(Class<?> main, Object... arguments) throws IOException {
        return start(List.of(), main, arguments);
    }

    /**
     * Starts a main class.
     *
     * @param jvmOptions behind the standard ones, so that they win
     * @param arguments as their toString()
     */
    static Fork start(List<String> jvmOptions, Class<?> main, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(HEAP);
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new Fork(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Called in the forked process: reports a number to its parent. */
    static void report(String metric, double value) {
        System.out.println(MEASURED + metric + "=" + value);
    }

    /** Called in the forked process: reports how often it measured this. */
    static void reportBucket(long nanos, long count) {
        System.out.println(BUCKET + nanos + "=" + count);
    }

    /** Waits for the line that begins with this name and {@code =}; gives its value. */
    String awaitValue(String name) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(name + "=")) {
                return line.substring(name.length() + 1);
            }
        }
        throw new IOException("the process ended without saying " + name);
    }

    /** Waits for the end of the process; gives the numbers that it reported. */
    Map<String, Double> results() throws IOException, InterruptedException {
        Map<String, Double> results = new LinkedHashMap<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            int equals = line.indexOf('=');
            if (line.startsWith(MEASURED) && equals > 0) {
                results.put(line.substring(MEASURED.length(), equals), Double.valueOf(line.substring(equals + 1)));
            } else if (line.startsWith(BUCKET) && equals > 0) {
                buckets.put(
                        Long.valueOf(line.substring(BUCKET.length(), equals)),
                        Long.valueOf(line.substring(equals + 1)));
            }
        }
        int exit = process.waitFor();
        if (exit != 0) {
            throw new IOException("a measured process failed: exit=" + exit + ", its error is above");
        }
        return results;
    }

    /** The counts by nanoseconds that it reported before its end. */
    Map<Long, Long> buckets() {
        return buckets;
    }

    /** Ends the process as {@code kill -9} does; returns when it has ended. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
