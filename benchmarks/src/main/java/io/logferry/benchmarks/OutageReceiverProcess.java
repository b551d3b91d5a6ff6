package io.logferry.benchmarks;

import io.logferry.collector.Collector;
import io.logferry.collector.CollectorConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;

/**
 * A receiver that goes on from what one that was killed has left: our collector, or a socket that only counts lines.
 * Arguments: {@code collector} or {@code lines}, folder, port (0: any). A process of its own.
 */
final class OutageReceiverProcess {
    private static final int BUFFER_BYTES = 256 * 1024;

    private OutageReceiverProcess() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path dir = Path.of(args[1]);
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[2]));
        switch (args[0]) {
            case "collector" -> collect(dir, address);
            case "lines" -> count(new LineCount(dir), address);
            default -> throw new IllegalArgumentException("what=" + args[0] + ", allowed are collector, lines");
        }
    }

    private static void collect(Path dir, InetSocketAddress address) throws IOException, InterruptedException {
        try (Collector collector = Collector.start(CollectorConfig.of(address, dir))) {
            System.out.println("port=" + collector.address().getPort());
            Thread.currentThread().join(); // until the parent ends this process
        }
    }

    private static void count(LineCount lines, InetSocketAddress address) throws IOException {
        try (ServerSocket server = new ServerSocket(address.getPort(), 50, address.getAddress())) {
            System.out.println("port=" + server.getLocalPort());
            while (true) {
                Socket socket = server.accept();
                new Thread(() -> count(lines, socket), "connection").start();
            }
        }
    }

    private static void count(LineCount lines, Socket socket) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (socket;
                InputStream in = socket.getInputStream()) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                long found = 0;
                for (int i = 0; i < length; i++) {
                    found += buffer[i] == '\n' ? 1 : 0;
                }
                lines.add(found);
            }
        } catch (IOException reset) {
            System.err.println("a sender's connection broke: " + reset.getMessage());
        }
    }
}
