package io.logferry.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** The peers' receiver: a socket of which events are only counted. A process of its own, a thread per connection. */
final class CountingReceiver {
    /** Counts the events of a connection. */
    @FunctionalInterface
    interface Counting {
        /** Returns at its end. */
        void count(InputStream in, AtomicLong events) throws IOException;
    }

    private CountingReceiver() {}

    /** Serves until the parent ends this process, which is told the ports. */
    static void serve(Counting counting) throws IOException {
        AtomicLong events = new AtomicLong();
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        System.out.println("countPort=" + CountServer.start(events::get));
        System.out.println("port=" + server.getLocalPort());
        while (true) {
            Socket socket = server.accept();
            new Thread(() -> count(socket, counting, events), "connection").start();
        }
    }

    private static void count(Socket socket, Counting counting, AtomicLong events) {
        try (socket;
                InputStream in = socket.getInputStream()) {
            counting.count(in, events);
        } catch (IOException reset) {
            System.err.println("a sender's connection broke: " + reset.getMessage());
        }
    }
}
