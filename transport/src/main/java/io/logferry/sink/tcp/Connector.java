package io.logferry.sink.tcp;

import io.logferry.sink.Endpoint;
import io.logferry.sink.Hello;
import io.logferry.sink.Nack;
import io.logferry.sink.tcp.Wire.ProtocolException;
import io.logferry.sink.tcp.Wire.Welcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to connect: every endpoint in turn, every address of it. Its thread owns the channel until the outcome is
 * set; {@link #start}, {@link #outcome} and {@link #abandon} are for the sender thread.
 *
 * <p>The outcome is set once, by compare-and-set. Whoever comes second cleans up: the connector closes the channel that
 * nobody takes any more, the sender the one that it no longer wants.
 */
final class Connector {
    /** What became of the attempt. */
    sealed interface Outcome {}

    /** The connection stands: non-blocking, WELCOME read; the inbox may hold what came behind it. */
    record Connected(SocketChannel channel, Inbox inbox, Welcome welcome, int endpointIndex) implements Outcome {}

    /** A collector said no. */
    record Refused(Nack nack, int endpointIndex) implements Outcome {}

    /** Nobody answered as they should. */
    record Failed(String reason) implements Outcome {}

    /** Asks the name service. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    private static final Outcome ABANDONED = new Failed("abandoned");

    private final List<Endpoint> endpoints;
    private final int firstIndex;
    private final Hello hello;
    private final Resolver resolver;
    private final long handshakeMillis;
    private final AtomicReference<@Nullable Outcome> outcome = new AtomicReference<>();
    private @Nullable Thread thread;

    Connector(List<Endpoint> endpoints, int firstIndex, Hello hello, Resolver resolver, long handshakeMillis) {
        this.endpoints = endpoints;
        this.firstIndex = firstIndex;
        this.hello = hello;
        this.resolver = resolver;
        this.handshakeMillis = handshakeMillis;
    }

    void start(ThreadFactory threads) {
        try {
            thread = threads.newThread(this::run);
            thread.start();
        } catch (Throwable noThread) { // mostly OutOfMemoryError
            outcome.set(new Failed("no thread to connect: " + noThread));
        }
    }

    /** Null while the attempt goes on. */
    @Nullable Outcome outcome() {
        return outcome.get();
    }

    void abandon() {
        if (outcome.compareAndSet(null, ABANDONED)) {
            if (thread != null) {
                thread.interrupt(); // ends its wait; a running DNS query ends by itself
            }
        } else if (outcome.get() instanceof Connected connected) {
            close(connected.channel());
        }
    }

    static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException ignored) { // nothing of ours is lost with it
        }
    }

    private void run() {
        Outcome result;
        try {
            result = tryAll();
        } catch (Throwable unexpected) { // without an outcome the sender would wait for ever
            result = new Failed("connecting failed: " + unexpected);
        }
        if (!outcome.compareAndSet(null, result) && result instanceof Connected connected) {
            close(connected.channel());
        }
    }

    private Outcome tryAll() {
        Set<String> reasons = new LinkedHashSet<>();
        for (int i = 0; i < endpoints.size(); i++) {
            int index = (firstIndex + i) % endpoints.size();
            Endpoint endpoint = endpoints.get(index);
            try {
                for (InetAddress address : resolver.resolve(endpoint.host())) {
                    if (outcome.get() != null) {
                        return ABANDONED;
                    }
                    Outcome result = tryOne(index, new InetSocketAddress(address, endpoint.port()));
                    if (!(result instanceof Failed failed)) {
                        return result;
                    }
                    reasons.add(failed.reason());
                }
            } catch (UnknownHostException unknown) {
                reasons.add("host of " + endpoint + " is unknown");
            }
        }
        return new Failed(String.join(", ", reasons));
    }

    private Outcome tryOne(int index, InetSocketAddress address) {
        SocketChannel channel = null;
        Outcome result;
        try {
            channel = SocketChannel.open();
            result = handshake(channel, index, address);
        } catch (IOException | RuntimeException broken) {
            result = new Failed("connect to " + endpoints.get(index) + " failed: " + broken.getMessage());
        } catch (ProtocolException wrong) {
            result = new Failed(endpoints.get(index) + " broke the protocol: " + wrong.getMessage());
        }
        if (channel != null && !(result instanceof Connected)) {
            close(channel);
        }
        return result;
    }

    /** The place for TLS: everything behind finishConnect goes through the channel's read and write. */
    private Outcome handshake(SocketChannel channel, int index, InetSocketAddress address)
            throws IOException, ProtocolException {
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(handshakeMillis);
        Endpoint endpoint = endpoints.get(index);
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        try (Selector selector = Selector.open()) {
            SelectionKey key = channel.register(selector, 0);
            channel.connect(address);
            while (!channel.finishConnect()) {
                if (!await(key, SelectionKey.OP_CONNECT, deadlineNanos)) {
                    return new Failed("connect to " + endpoint + " took over " + handshakeMillis + " ms");
                }
            }
            Inbox inbox = new Inbox();
            ByteBuffer out = Wire.hello(hello);
            while (!inbox.next()) {
                channel.write(out);
                int ops = out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
                if (!await(key, ops, deadlineNanos)) {
                    return new Failed("no WELCOME from " + endpoint + " within " + handshakeMillis + " ms");
                }
                if (inbox.readFrom(channel) < 0) {
                    return new Failed(endpoint + " closed the connection instead of WELCOME");
                }
            }
            return switch (inbox.type()) {
                case Wire.WELCOME -> new Connected(channel, inbox, Wire.readWelcome(inbox.body()), index);
                case Wire.NACK -> new Refused(Wire.readNack(inbox.body()), index);
                default -> throw new ProtocolException("message type=" + inbox.type() + " instead of WELCOME");
            };
        }
    }

    /** Waits until the channel is ready; false when the time is over. */
    private boolean await(SelectionKey key, int ops, long deadlineNanos) throws IOException {
        long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
        if (leftMillis <= 0) {
            return false;
        }
        key.interestOps(ops);
        key.selector().select(leftMillis);
        key.selector().selectedKeys().clear();
        if (outcome.get() != null) {
            throw new ClosedChannelException();
        }
        return true;
    }
}
