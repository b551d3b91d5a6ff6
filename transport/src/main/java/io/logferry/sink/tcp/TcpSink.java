package io.logferry.sink.tcp;

import io.logferry.frame.Frame;
import io.logferry.frame.LostRange;
import io.logferry.sink.Endpoint;
import io.logferry.sink.Hello;
import io.logferry.sink.Sink;
import io.logferry.sink.SinkListener;
import io.logferry.sink.tcp.Connector.Connected;
import io.logferry.sink.tcp.Connector.Failed;
import io.logferry.sink.tcp.Connector.Outcome;
import io.logferry.sink.tcp.Connector.Refused;
import io.logferry.sink.tcp.Connector.Resolver;
import java.net.InetAddress;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sends to one of several collectors over TCP. Sender thread only, but for {@link #close}. */
final class TcpSink implements Sink {
    private final TcpSinkConfig config;
    private final ThreadFactory threads;
    private final Resolver resolver;
    private final long handshakeMillis;
    private final Protection protection;
    private final Outbox outbox = new Outbox();

    /** The endpoint after the last one that failed; one whose connection is over counts as failed. */
    private int nextEndpoint;

    private String destination;

    // at most one of the two
    private @Nullable Connector connector;
    private @Nullable Connection connection;

    TcpSink(TcpSinkConfig config, ThreadFactory threads) {
        this(config, threads, InetAddress::getAllByName, Wire.HANDSHAKE_MILLIS);
    }

    TcpSink(TcpSinkConfig config, ThreadFactory threads, Resolver resolver, long handshakeMillis) {
        this.config = config;
        this.threads = threads;
        this.resolver = resolver;
        this.handshakeMillis = handshakeMillis;
        this.protection = new Protection(config.tls(), config.sharedKey());
        destination = config.endpoints().stream().map(Endpoint::toString).collect(Collectors.joining(","));
    }

    @Override
    public void connect(Hello hello) {
        if (connector != null || connection != null) {
            throw new IllegalStateException("connect() is allowed only while disconnected");
        }
        connector = new Connector(config.endpoints(), nextEndpoint, hello, protection, resolver, handshakeMillis);
        connector.start(threads);
    }

    @Override
    public boolean send(Frame frame) {
        return connection != null && connection.send(Wire.frameHeader(frame.bytes().length), frame.bytes());
    }

    @Override
    public boolean send(LostRange range) {
        return connection != null && connection.send(Wire.range(range));
    }

    @Override
    public boolean poll(long nowNanos, SinkListener listener) {
        if (connector != null) {
            Outcome outcome = connector.outcome();
            return outcome != null && report(connector, outcome, nowNanos, listener);
        }
        return connection != null && poll(connection, nowNanos, listener);
    }

    @Override
    public String destination() {
        return destination;
    }

    @Override
    public void disconnect() {
        if (connector != null) {
            connector.abandon();
            connector = null;
        }
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    @Override
    public void close() {
        disconnect();
    }

    private boolean report(Connector ended, Outcome outcome, long nowNanos, SinkListener listener) {
        String warning = protection.takeWarning();
        if (warning != null) {
            listener.warned(warning);
        }
        if (outcome instanceof Connected connected) {
            connector = null;
            nextEndpoint = connected.endpointIndex() + 1;
            outbox.clear();
            Endpoint endpoint = config.endpoints().get(connected.endpointIndex());
            destination = endpoint.toString();
            connection = new Connection(endpoint, connected.channel(), connected.inbox(), outbox, nowNanos);
            listener.connected(connected.welcome().last(), connected.welcome().windowBytes());
        } else if (outcome instanceof Refused refused) {
            nextEndpoint = refused.endpointIndex() + 1;
            listener.nacked(refused.nack());
            if (connector == ended) { // the listener may have disconnected
                connector = null;
                listener.disconnected(config.endpoints().get(refused.endpointIndex()) + " answered NACK code="
                        + refused.nack().code());
            }
        } else if (outcome instanceof Failed failed) {
            connector = null;
            listener.disconnected(failed.reason());
        }
        return true;
    }

    private boolean poll(Connection current, long nowNanos, SinkListener listener) {
        boolean moved = current.move(nowNanos);
        while (connection == current && current.report(listener)) { // the listener may disconnect
            moved = true;
        }
        String failure = current.failure();
        if (connection == current && failure != null) {
            disconnect();
            listener.disconnected(failure);
            return true;
        }
        return moved;
    }
}
