package io.logferry.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;

/**
 * Counts lines on from where one that was killed has left off. Arguments: folder for the count, port or 0. A process of
 * its own, a thread per connection.
 */
final class OutageCounterProcess {
    private OutageCounterProcess() {}

    public static void main(String[] args) throws IOException {
        LineCount lines = new LineCount(Path.of(args[0]));
        try (ServerSocket server = new ServerSocket(Integer.parseInt(args[1]), 50, InetAddress.getLoopbackAddress())) {
            System.out.println("port=" + server.getLocalPort());
            while (true) {
                Socket socket = server.accept();
                new Thread(() -> count(socket, lines), "connection").start();
            }
        }
    }

    private static void count(Socket socket, LineCount lines) {
        try (socket;
                InputStream in = socket.getInputStream()) {
            LineCounterProcess.count(in, lines::add);
        } catch (IOException reset) {
            System.err.println("a sender's connection broke: " + reset.getMessage());
        }
    }
}
