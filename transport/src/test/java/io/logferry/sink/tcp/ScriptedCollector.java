package io.logferry.sink.tcp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;

/** Accepts connections on loopback; what happens on them is up to the test. Any thread. */
final class ScriptedCollector implements AutoCloseable {
    private final ServerSocket server;

    ScriptedCollector() {
        this(50);
    }

    ScriptedCollector(int backlog) {
        try {
            server = new ServerSocket(0, backlog, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
            server.setSoTimeout((int) TimeUnit.SECONDS.toMillis(Await.DEADLINE_SECONDS));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    String endpoint() {
        return "127.0.0.1:" + port();
    }

    int port() {
        return server.getLocalPort();
    }

    Peer accept() {
        try {
            return new Peer(server.accept());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
