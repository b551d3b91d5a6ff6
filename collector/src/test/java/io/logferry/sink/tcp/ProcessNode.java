package io.logferry.sink.tcp;

import io.logferry.collector.CollectorMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A collector in a process of its own, which can be killed as by kill -9. One thread. */
final class ProcessNode implements Node {
    private final String endpoint;
    private final Path dir;
    private Process process;

    ProcessNode(Path dir) {
        this.dir = dir;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            endpoint = "127.0.0.1:" + free.getLocalPort();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        process = start();
    }

    private Process start() {
        try {
            Process started = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx128m",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            CollectorMain.class.getName(),
                            "--listen",
                            endpoint,
                            "--dir",
                            dir.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            BufferedReader out = started.inputReader(StandardCharsets.UTF_8);
            String line = out.readLine();
            if (line == null || !line.startsWith("logferry-collector listening on ")) {
                throw new AssertionError("first line: " + line);
            }
            return started;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public String endpoint() {
        return endpoint;
    }

    @Override
    public Path dir() {
        return dir;
    }

    @Override
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void startAgain() {
        process = start();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
