package io.logferry.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

/** A receiver's process, as the parent sees it. One thread. */
public final class Receiver implements AutoCloseable {
    private final Fork fork;
    private final int countPort;
    private final int port;

    private Receiver(Fork fork, Destination destination) throws IOException {
        this.fork = fork;
        this.countPort = Integer.parseInt(fork.awaitValue("countPort"));
        int listening = Integer.parseInt(fork.awaitValue("port"));
        this.port = destination == Destination.CLOSED_PORT ? closedPort() : listening;
    }

    /** Starts it; it is ready when this returns. A collector gets the folder. */
    public static Receiver start(Destination destination, Path workDir) throws IOException {
        return new Receiver(Fork.start(destination.receiver(), workDir, 0), destination);
    }

    /** Starts a collector in place of an earlier one. */
    static Receiver startCollectorAt(int port, Path workDir) throws IOException {
        return new Receiver(Fork.start(CollectorProcess.class, workDir, port), Destination.COLLECTOR);
    }

    /** A port on which nobody listens. */
    static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
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
