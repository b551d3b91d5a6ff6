package io.logferry.contract.jvm;

import io.logferry.contract.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own, killed when it is closed or this JVM exits. One thread at a time. */
public final class Jvm implements AutoCloseable {
    private final Path output;
    private final Process process;
    private final Thread atExit;

    /**
     * Starts it.
     *
     * @param dir where to write what it prints
     * @param command options, main class or jar, arguments
     */
    public Jvm(Path dir, List<String> command) throws IOException {
        List<String> all = new ArrayList<>();
        all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        all.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
        all.addAll(command);
        output = Files.createTempFile(dir, "jvm-", ".out");
        process = new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        atExit = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** What it has printed. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it has printed this. */
    public void await(String text) {
        Await.until(() -> output().contains(text) || !process.isAlive(), () -> text + " in " + output());
        if (!output().contains(text)) {
            throw new AssertionError("it ended without " + text + ": " + output());
        }
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** Waits until it ended; its exit code. */
    public int awaitExit() throws InterruptedException {
        if (!process.waitFor(Await.DEADLINE.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new AssertionError("it did not exit: " + output());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
