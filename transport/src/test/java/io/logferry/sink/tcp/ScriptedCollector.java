package io.logferry.sink.tcp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Accepts connections on loopback; what happens on them is up to the test. Any thread. */
final class ScriptedCollector implements AutoCloseable {
    private final ServerSocket server;
    private final @Nullable TestTls tls;
    private final List<SocketChannel> waiting = new ArrayList<>();

    ScriptedCollector() {
        this(null);
    }

    /** Null for plaintext. */
    ScriptedCollector(@Nullable TestTls tls) {
        this(tls, 50);
    }

    private ScriptedCollector(@Nullable TestTls tls, int backlog) {
        this.tls = tls;
        try {
            server = new ServerSocket(0, backlog, local(1));
            server.setSoTimeout((int) TimeUnit.SECONDS.toMillis(Await.DEADLINE_SECONDS));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** One whose backlog is full: a connect to it is not answered. */
    static ScriptedCollector full() {
        ScriptedCollector full = new ScriptedCollector(null, 1);
        try {
            for (int i = 0; i < 8; i++) {
                SocketChannel channel = SocketChannel.open();
                full.waiting.add(channel);
                channel.configureBlocking(false);
                channel.connect(new InetSocketAddress(local(1), full.port()));
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return full;
    }

    /** A port where nobody listens. */
    static int closedPort() {
        try (ScriptedCollector closed = new ScriptedCollector()) {
            return closed.port();
        }
    }

    /** The address 127.0.0.number; collectors listen on number 1. */
    static InetAddress local(int number) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) number});
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
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
            return new Peer(server.accept(), tls);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (SocketChannel channel : waiting) {
                channel.close();
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
