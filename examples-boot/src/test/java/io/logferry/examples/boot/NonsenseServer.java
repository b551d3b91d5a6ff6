package io.logferry.examples.boot;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Listens where a collector should, and speaks HTTP. Any thread. */
final class NonsenseServer implements AutoCloseable {
    private static final byte[] ANSWER =
            "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    NonsenseServer() throws IOException {
        Thread thread = new Thread(this::answer, "nonsense");
        thread.setDaemon(true);
        thread.start();
    }

    String endpoint() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    private void answer() {
        while (!server.isClosed()) {
            try (Socket connection = server.accept()) {
                connection.getOutputStream().write(ANSWER);
            } catch (IOException closed) {
                // by the client, or by the test
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
