package io.logferry.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** The peers' receiver: a socket that only counts lines. A process of its own. */
final class LineCounterProcess {
    private static final int BUFFER_BYTES = 256 * 1024;

    private final AtomicLong lines = new AtomicLong();

    private LineCounterProcess() {}

    public static void main(String[] args) throws IOException {
        LineCounterProcess counter = new LineCounterProcess();
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        System.out.println("countPort=" + CountServer.start(counter.lines::get));
        System.out.println("port=" + server.getLocalPort());
        while (true) {
            Socket socket = server.accept();
            new Thread(() -> counter.count(socket), "connection").start();
        }
    }

    private void count(Socket socket) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (socket;
                InputStream in = socket.getInputStream()) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                long found = 0;
                for (int i = 0; i < length; i++) {
                    found += buffer[i] == '\n' ? 1 : 0;
                }
                lines.addAndGet(found);
            }
        } catch (IOException reset) {
            System.err.println("a sender's connection broke: " + reset.getMessage());
        }
    }
}
