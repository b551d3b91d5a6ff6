package io.logferry.benchmarks;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Tells others how many events a receiver has got: they send the count that they wait for and are answered with the
 * count once that is reached. Any thread.
 */
final class CountServer {
    private static final long CHECK_NANOS = 500_000;

    private CountServer() {}

    /** Serves one asker after the other on a daemon thread; gives the port. */
    static int start(LongSupplier events) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> serve(server, events), "count");
        thread.setDaemon(true);
        thread.start();
        return server.getLocalPort();
    }

    /** Waits until a receiver has got this many events; gives how many it has. */
    static long await(int countPort, long events) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), countPort)) {
            new DataOutputStream(socket.getOutputStream()).writeLong(events);
            return new DataInputStream(socket.getInputStream()).readLong();
        }
    }

    private static void serve(ServerSocket server, LongSupplier events) {
        while (true) {
            try (Socket socket = server.accept()) {
                long wanted = new DataInputStream(socket.getInputStream()).readLong();
                while (events.getAsLong() < wanted) {
                    LockSupport.parkNanos(CHECK_NANOS);
                }
                new DataOutputStream(socket.getOutputStream()).writeLong(events.getAsLong());
            } catch (IOException gone) {
                // the asker ended before it was answered
            }
        }
    }
}
