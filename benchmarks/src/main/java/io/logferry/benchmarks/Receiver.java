package io.logferry.benchmarks;

import java.io.IOException;
import java.nio.file.Path;

/** A receiver's process, as the parent sees it. One thread. */
public final class Receiver implements AutoCloseable {
    private final Fork fork;
    private final int countPort;
    private final int port;

    private Receiver(Fork fork) throws IOException {
        this.fork = fork;
        this.countPort = Integer.parseInt(fork.awaitValue("countPort"));
        this.port = Integer.parseInt(fork.awaitValue("port"));
    }

    /** Starts what this subject sends to; it is ready when this returns. */
    public static Receiver start(Subject subject, Path workDir) throws IOException {
        return new Receiver(
                subject.isLogferry()
                        ? Fork.start(CollectorProcess.class, workDir)
                        : Fork.start(LineCounterProcess.class));
    }

    public int port() {
        return port;
    }

    int countPort() {
        return countPort;
    }

    /** How many events it has got so far. */
    long events() throws IOException {
        return CountServer.await(countPort, 0);
    }

    @Override
    public void close() {
        fork.close();
    }
}
