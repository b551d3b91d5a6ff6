package io.logferry.sink.tcp;

import io.logferry.sink.Endpoint;
import io.logferry.sink.Hello;
import io.logferry.sink.Nack;
import io.logferry.sink.tcp.Wire.Welcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ByteChannel;
import java.nio.channels.Channel;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
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
    record Connected(ByteChannel channel, Inbox inbox, Welcome welcome, int endpointIndex) implements Outcome {}

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
    private final Protection protection;
    private final Resolver resolver;
    private final long handshakeMillis;
    private final AtomicReference<@Nullable Outcome> outcome = new AtomicReference<>();
    private @Nullable Thread thread;

    Connector(
            List<Endpoint> endpoints,
            int firstIndex,
            Hello hello,
            Protection protection,
            Resolver resolver,
            long handshakeMillis) {
        this.endpoints = endpoints;
        this.firstIndex = firstIndex;
        this.hello = hello;
        this.protection = protection;
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

    static void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException ignored) { // nothing of ours is lost with it
        }
    }

    private void run() {
        Outcome result;
        try {
            protection.refresh();
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
                    Outcome result = new Handshake(
                                    endpoint, hello, protection, handshakeMillis, () -> outcome.get() != null)
                            .run(index, new InetSocketAddress(address, endpoint.port()));
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
}
