package io.logferry.sender;

import io.logferry.jfr.FlightLog;
import io.logferry.sink.Sink;
import io.logferry.sink.SinkState;
import java.util.function.LongSupplier;

/**
 * Keeps the state of the sink for others to see. A sink that went silent is down, and a new connection alone does not
 * bring it up again while something waits for its ack. Sender thread only.
 */
final class SinkWatch {
    private static final String SILENT = "it is connected and acknowledges nothing";

    private final Sink sink;
    private final Ledger ledger;
    private final FlightLog flight;
    private final LongSupplier wallMillis;
    private boolean silent;

    SinkWatch(Sink sink, Ledger ledger, FlightLog flight, LongSupplier wallMillis) {
        this.sink = sink;
        this.ledger = ledger;
        this.flight = flight;
        this.wallMillis = wallMillis;
        ledger.sink = new SinkState(false, wallMillis.getAsLong(), SinkState.UNTRIED, sink.destination());
    }

    void connected(boolean waiting) {
        ledger.connects.increment();
        if (silent && waiting) {
            down(SILENT);
        } else {
            up();
        }
    }

    /** Something was acknowledged that was not before. */
    void progressed() {
        if (silent) {
            up();
        }
    }

    void wentSilent() {
        silent = true;
        down(SILENT);
    }

    /** A connection, or the attempt to make one, is over. */
    void disconnected(String reason) {
        ledger.disconnects.increment();
        down(reason);
    }

    private void up() {
        silent = false;
        SinkState before = ledger.sink;
        if (!before.up() || !before.destination().equals(sink.destination())) {
            ledger.sink = new SinkState(true, wallMillis.getAsLong(), "", sink.destination());
            tellChange(before);
        }
    }

    private void down(String reason) {
        SinkState before = ledger.sink;
        long sinceMillis = before.up() ? wallMillis.getAsLong() : before.sinceEpochMillis();
        SinkState state = new SinkState(false, sinceMillis, reason, sink.destination());
        if (!state.equals(before)) {
            ledger.sink = state;
            if (before.up() || before.isUntried()) {
                tellChange(before);
            }
        }
    }

    private void tellChange(SinkState before) {
        SinkState now = ledger.sink;
        long lastedMillis = Math.max(0, wallMillis.getAsLong() - before.sinceEpochMillis());
        flight.sinkChanged(now.up(), now.destination(), now.reason(), lastedMillis);
    }
}
