package io.logferry.sink.tcp;

import io.logferry.frame.Frame;
import io.logferry.frame.LostRange;
import io.logferry.frame.Position;
import io.logferry.sink.Endpoint;
import io.logferry.sink.Hello;
import io.logferry.sink.Nack;
import io.logferry.sink.Sink;
import io.logferry.sink.SinkListener;
import io.logferry.sink.tcp.Connector.Connected;
import io.logferry.sink.tcp.Connector.Failed;
import io.logferry.sink.tcp.Connector.Outcome;
import io.logferry.sink.tcp.Connector.Refused;
import java.net.InetAddress;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sends to one of several collectors over TCP: the first that answers, and back to the preferred one when it can be
 * reached again. Sender thread only, but for {@link #close}.
 */
final class TcpSink implements Sink {
    /** How often a better target than the one in use is looked for. */
    static final long PROBE_MILLIS = 30_000;

    private final ThreadFactory threads;
    private final Targets targets;
    private final long handshakeMillis;
    private final Protection protection;
    private final WayBack wayBack;
    private final Outbox outbox = new Outbox();

    /**
     * The last that answered: an attempt to connect begins behind it, so that a collector that answers and fails every
     * time does not shut out the others.
     */
    private @Nullable Target target;

    private String destination;

    // at most one of the two
    private @Nullable Connector connector;
    private @Nullable Connection connection;

    // of the connection
    private @Nullable Hello hello;
    private Position base = Position.NONE;
    private Position lastSent = Position.NONE;

    TcpSink(TcpSinkConfig config, int lane, ThreadFactory threads) {
        this(
                config,
                threads,
                new Targets(
                        config.endpoints(),
                        lane,
                        InetAddress::getAllByName,
                        name -> new Srv(Srv.SYSTEM, Srv.WAIT_MILLIS, ThreadLocalRandom.current()).find(name),
                        config.tls() != null),
                Wire.HANDSHAKE_MILLIS,
                PROBE_MILLIS);
    }

    TcpSink(TcpSinkConfig config, ThreadFactory threads, Targets targets, long handshakeMillis, long probeMillis) {
        this.threads = threads;
        this.targets = targets;
        this.handshakeMillis = handshakeMillis;
        protection = new Protection(config.tls(), config.sharedKey());
        wayBack = new WayBack(TimeUnit.MILLISECONDS.toNanos(probeMillis));
        destination = config.endpoints().stream().map(Endpoint::toString).collect(Collectors.joining(","));
    }

    @Override
    public void connect(Hello newHello) {
        if (connector != null || connection != null) {
            throw new IllegalStateException("connect() is allowed only while disconnected");
        }
        hello = newHello;
        base = newHello.base();
        connector = new Connector(targets, target, newHello, protection, handshakeMillis);
        connector.start(threads);
    }

    @Override
    public boolean send(Frame frame) {
        boolean sent = connection != null
                && !wayBack.holds()
                && connection.send(Wire.frameHeader(frame.bytes().length), frame.bytes());
        lastSent = sent ? frame.header().last() : lastSent;
        return sent;
    }

    @Override
    public boolean send(LostRange range) {
        boolean sent = connection != null && !wayBack.holds() && connection.send(Wire.range(range));
        lastSent = sent ? range.last() : lastSent;
        return sent;
    }

    @Override
    public boolean poll(long nowNanos, SinkListener listener) {
        if (connector != null) {
            Outcome outcome = connector.outcome();
            return outcome != null && report(connector, outcome, nowNanos, listener);
        }
        Connection current = connection;
        if (current == null) {
            return false;
        }
        boolean moved = poll(current, nowNanos, listener);
        return (connection == current && lookBack(current, nowNanos, listener)) || moved;
    }

    @Override
    public String destination() {
        return destination;
    }

    @Override
    public void disconnect() {
        wayBack.abandon();
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
        tellWarning(listener);
        if (outcome instanceof Connected connected) {
            connector = null;
            take(connected, false, nowNanos, listener);
        } else if (outcome instanceof Refused refused) {
            target = refused.target();
            listener.nacked(refused.nack());
            if (connector == ended) { // the listener may have disconnected
                connector = null;
                listener.disconnected(refused.reason());
            }
        } else if (outcome instanceof Failed failed) {
            connector = null;
            listener.disconnected(failed.reason());
        }
        return true;
    }

    private void tellWarning(SinkListener listener) {
        String warning = protection.takeWarning();
        if (warning != null) {
            listener.warned(warning);
        }
    }

    private void take(Connected connected, boolean isBack, long nowNanos, SinkListener listener) {
        target = connected.target();
        Endpoint endpoint = connected.target().endpoint();
        destination = endpoint.toString();
        outbox.clear();
        connection = new Connection(endpoint, connected.channel(), connected.inbox(), outbox, nowNanos);
        base = max(base, connected.welcome().last());
        lastSent = Position.NONE;
        wayBack.connected(isBack, nowNanos);
        listener.connected(connected.welcome().last(), connected.welcome().windowBytes());
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

    /** Steps on the way back from a target that is not the best; true if it moved. */
    private boolean lookBack(Connection current, long nowNanos, SinkListener listener) {
        Target from = target;
        Hello first = hello;
        if (from == null || first == null || from.isBest()) {
            return false;
        }
        if (wayBack.isDue(nowNanos)) {
            wayBack.begin(new Connector(targets, from, null, protection, handshakeMillis), threads);
            return true;
        }
        Outcome outcome = wayBack.poll(current.acked(), nowNanos);
        if (outcome != null) {
            end(outcome, current, nowNanos, listener);
            return true;
        }
        Position settled = max(base, current.acked());
        boolean greets = wayBack.awaitsHello() && lastSent.compareTo(settled) <= 0;
        if (greets) {
            base = settled;
            wayBack.greet(new Hello(first.streamId(), first.source(), first.epoch(), settled));
        }
        return greets;
    }

    private void end(Outcome wayBackOutcome, Connection old, long nowNanos, SinkListener listener) {
        tellWarning(listener);
        if (wayBackOutcome instanceof Connected connected) {
            old.close();
            take(connected, true, nowNanos, listener);
            return;
        }
        boolean greeted = wayBack.hasGreeted();
        wayBack.end(nowNanos);
        if (wayBackOutcome instanceof Refused refused && refused.nack().code() == Nack.Code.FENCED) {
            listener.nacked(refused.nack());
        } else if (wayBackOutcome instanceof Refused refused) {
            tellInVain(refused.reason(), listener);
        } else if (wayBackOutcome instanceof Failed failed && (greeted || failed.isInTls())) {
            tellInVain(failed.reason(), listener);
        }
    }

    private void tellInVain(String reason, SinkListener listener) {
        listener.warned("a collector that is preferred to " + destination + " can be reached again, but " + reason);
    }

    private static Position max(Position a, Position b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
