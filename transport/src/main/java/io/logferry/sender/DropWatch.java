package io.logferry.sender;

import io.logferry.frame.DropReason;
import io.logferry.jfr.FlightLog;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Notices drops: tells people once when they begin and once when they have ended, and the sender when the totals are to
 * be declared again. Sender thread only.
 */
final class DropWatch {
    private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long DECLARE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Ledger ledger;
    private final Consumer<String> alert;
    private final FlightLog flight;

    /** By reason, for the Flight Recorder. */
    private final long[] recorded = new long[DropReason.COUNT];

    private boolean checked;
    private long checkedNanos;
    private long seen;
    private long declared;
    private boolean everDeclared;
    private long declaredNanos;
    private boolean dropping;
    private long beforeEpisode;
    private long lastDropNanos;

    DropWatch(Ledger ledger, Consumer<String> alert, FlightLog flight) {
        this.ledger = ledger;
        this.alert = alert;
        this.flight = flight;
    }

    /** Looks at the counters, not too often; true if there are drops whose totals are to be declared now. */
    boolean check(long nowNanos) {
        if (checked && nowNanos - checkedNanos < CHECK_NANOS) {
            return false;
        }
        checked = true;
        checkedNanos = nowNanos;
        long dropped = ledger.dropped();
        if (dropped != seen) {
            lastDropNanos = nowNanos;
            record();
            if (!dropping) {
                dropping = true;
                beforeEpisode = seen;
                alert.accept("log events are being dropped: " + reasons());
            }
        } else if (dropping && nowNanos - lastDropNanos >= QUIET_NANOS) {
            dropping = false;
            alert.accept("drops ended: " + (dropped - beforeEpisode) + " log events were dropped; since the start: "
                    + reasons());
        }
        seen = dropped;
        return dropped != declared && (!everDeclared || nowNanos - declaredNanos >= DECLARE_NANOS);
    }

    private void record() {
        for (DropReason reason : DropReason.values()) {
            long count = ledger.dropped(reason);
            int row = reason.ordinal();
            if (count != recorded[row]) {
                flight.dropped(reason, count - recorded[row]);
                recorded[row] = count;
            }
        }
    }

    /** Looks for the last time, so that no drop goes untold. */
    void end(long nowNanos) {
        checked = false;
        check(nowNanos);
    }

    /** The totals are in the batch. */
    void declared(long nowNanos) {
        declared = seen;
        everDeclared = true;
        declaredNanos = nowNanos;
    }

    private String reasons() {
        StringBuilder text = new StringBuilder();
        for (DropReason reason : DropReason.values()) {
            long count = ledger.dropped(reason);
            if (count > 0) {
                text.append(text.length() == 0 ? "" : ", ")
                        .append(reason)
                        .append('=')
                        .append(count);
            }
        }
        return text.toString();
    }
}
