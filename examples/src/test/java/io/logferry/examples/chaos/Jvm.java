package io.logferry.examples.chaos;

import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A JVM of its own with the class path of the tests. One thread at a time. */
final class Jvm implements AutoCloseable {
    private static final Set<Process> ALIVE = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ALIVE.forEach(Process::destroyForcibly)));
    }

    private final String name;
    private final Process process;
    private final BufferedWriter in;
    private final BlockingQueue<String> out = new LinkedBlockingQueue<>();

    /**
     * Starts it.
     *
     * @param options of the JVM, behind those that make it start fast
     */
    Jvm(List<String> options, Class<?> main, String... args) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(args));
        name = main.getSimpleName();
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        ALIVE.add(process);
        in = process.outputWriter(StandardCharsets.UTF_8);
        Thread pump = new Thread(this::pump, "out-of-" + name);
        pump.setDaemon(true);
        pump.start();
    }

    private void pump() {
        try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                out.add(line);
            }
        } catch (IOException | UncheckedIOException killed) {
            // its last words are of no interest
        }
    }

    void tell(String line) throws IOException {
        in.write(line + "\n");
        in.flush();
    }

    /** The rest of the first line that begins so; those before it are passed over. */
    String await(String beginning) throws InterruptedException {
        List<String> passed = new ArrayList<>();
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(Await.DEADLINE_SECONDS);
        while (true) {
            String line = out.poll(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new AssertionError(
                        name + " did not say \"" + beginning + "\" but " + passed + "; its threads:\n" + threads());
            }
            if (line.startsWith(beginning)) {
                return line.substring(beginning.length());
            }
            passed.add(line);
        }
    }

    /** What a JVM prints when it is sent SIGQUIT: with luck, why it hangs. */
    private String threads() throws InterruptedException {
        try {
            new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException notUnix) {
            return notUnix.toString();
        }
        StringBuilder lines = new StringBuilder();
        for (String line = out.poll(5, TimeUnit.SECONDS); line != null; line = out.poll(1, TimeUnit.SECONDS)) {
            lines.append(line).append('\n');
        }
        return lines.toString();
    }

    /** SIGKILL; returns when it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        ALIVE.remove(process);
    }

    int awaitExit() throws InterruptedException {
        if (!process.waitFor(Await.DEADLINE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError(name + " did not exit; it said " + out);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        ALIVE.remove(process);
    }
}
