package io.logferry.sink.tcp;

import io.logferry.frame.Position;
import io.logferry.sink.Hello;
import io.logferry.sink.tcp.Connector.Outcome;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The way back to a better target while a connection to another stands. Now and then a connector looks whether one can
 * be reached, so far that only HELLO is missing; if so, the sink holds its frames back until all that it sent is
 * acknowledged, and HELLO goes there with that position: nothing is sent twice. If any of it fails or takes too long,
 * the old connection goes on as if nothing had been. Sender thread only.
 */
final class WayBack {
    /** How long frames are held back without an ACK; less than the sender takes for silence. */
    private static final long HOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

    /** Of the interval, where a target can be reached again and again, and does not stand. */
    private static final int MOST_DOUBLING = 32;

    private final long probeNanos;
    private long intervalNanos;
    private long connectedNanos;
    private long sinceNanos;
    private boolean cameBack;
    private @Nullable Connector probe;
    private boolean holds;
    private long heldNanos;
    private Position heldAt = Position.NONE;
    private boolean greeted;

    WayBack(long probeNanos) {
        this.probeNanos = probeNanos;
        this.intervalNanos = probeNanos;
    }

    /**
     * A connection stands.
     *
     * @param isBack whether this way led to it
     */
    void connected(boolean isBack, long nowNanos) {
        if (cameBack) {
            boolean stood = nowNanos - connectedNanos >= 2 * intervalNanos;
            intervalNanos = stood ? probeNanos : doubled();
        }
        cameBack = isBack;
        connectedNanos = nowNanos;
        sinceNanos = nowNanos;
        forget();
    }

    private long doubled() {
        return Math.min(2 * intervalNanos, MOST_DOUBLING * probeNanos);
    }

    boolean isDue(long nowNanos) {
        return probe == null && nowNanos - sinceNanos >= intervalNanos;
    }

    /** Sets out. */
    void begin(Connector connector, ThreadFactory threads) {
        probe = connector;
        connector.start(threads);
    }

    /** Tells whether no more frames are to be sent on the old connection. */
    boolean holds() {
        return holds;
    }

    /** Tells whether the target waits for HELLO, which is to be said when all that was sent is acknowledged. */
    boolean awaitsHello() {
        return holds && !greeted;
    }

    /** Says HELLO. */
    void greet(Hello hello) {
        greeted = true;
        if (probe != null) {
            probe.greet(hello);
        }
    }

    /** Tells whether HELLO was said. */
    boolean hasGreeted() {
        return greeted;
    }

    /**
     * What became of it; null while it goes on, or if it was given up.
     *
     * @param acked the last position that was acknowledged on the old connection
     */
    @Nullable Outcome poll(Position acked, long nowNanos) {
        Connector current = probe;
        if (current == null) {
            return null;
        }
        Outcome outcome = current.outcome();
        boolean begins = !holds && current.isReached();
        if (outcome == null && (begins || (holds && !acked.equals(heldAt)))) { // ends: nothing new goes out meanwhile
            holds = true;
            heldNanos = nowNanos;
            heldAt = acked;
        }
        if (outcome == null && holds && nowNanos - heldNanos >= HOLD_NANOS) {
            current.abandon();
            end(nowNanos);
        }
        return outcome;
    }

    /** It is over. */
    void end(long nowNanos) {
        if (greeted) {
            intervalNanos = doubled();
        }
        sinceNanos = nowNanos;
        forget();
    }

    /** The old connection is over, and with it this. */
    void abandon() {
        if (probe != null) {
            probe.abandon();
        }
        forget();
    }

    private void forget() {
        probe = null;
        holds = false;
        greeted = false;
    }
}
