package io.logferry.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A JVM that the demo started, of this JVM's class path. Its last line of numbers is kept, other lines are passed on to
 * be seen. Any thread.
 */
final class Child {
    private static final long PATIENCE_SECONDS = 60;

    private final String name;
    private final Process process;
    private final Thread reader;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private volatile Numbers numbers = Numbers.NONE;

    private Child(String name, List<String> command, Consumer<String> other) throws IOException {
        this.name = name;
        this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
        this.reader = new Thread(() -> read(other), "output of " + name);
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a JVM.
     *
     * @param call JVM options, the main class and its arguments
     * @param other takes the lines that are not numbers
     */
    static Child start(String name, Consumer<String> other, String... call) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of(call));
        return new Child(name, command, other);
    }

    private void read(Consumer<String> other) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Numbers said = Numbers.parse(line);
                if (said == null) {
                    other.accept(name + " says: " + line);
                } else if (said.values().containsKey("listening")) {
                    port.complete((int) said.of("listening"));
                } else {
                    numbers = said;
                }
            }
        } catch (IOException e) {
            // killed: there is no more to read
        }
        port.completeExceptionally(new IllegalStateException(name + " ended before it was ready"));
    }

    /** The port it listens on, once it does. */
    int port() throws Exception {
        return port.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** What it said last. */
    Numbers numbers() {
        return numbers;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly().onExit().join(); // which no interrupt can cut short
    }

    /** Asks it to end in order, and waits until it has and all it said was read. */
    void end() throws Exception {
        process.getOutputStream().close();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new TimeoutException(name + " did not end within " + PATIENCE_SECONDS + " s");
        }
        reader.join();
        if (process.exitValue() != 0) {
            throw new IllegalStateException(name + " ended with exit code " + process.exitValue());
        }
    }
}
