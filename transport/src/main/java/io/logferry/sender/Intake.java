package io.logferry.sender;

import io.logferry.frame.Batch;
import io.logferry.frame.Codec;
import io.logferry.frame.DropReason;
import io.logferry.frame.Frame;
import io.logferry.frame.FrameEncoder;
import io.logferry.frame.RecordEncoder;
import io.logferry.jfr.FlightLog;
import io.logferry.ring.EventRing;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * From the ring to sealed frames: encodes events into the batch, numbers and seals it. Holds at most one sealed frame
 * that has no place yet; while it does, it takes nothing from the ring. Sender thread only.
 *
 * @param <E> the framework's event
 */
final class Intake<E> {
    /** Bounds one call where events are so small, or refused, that no batch gets full. */
    private static final int MOST_EVENTS = 4_096;

    private final EventRing<E> ring;
    private final Controls<E> controls;
    private final Batch batch;
    private final FrameEncoder frameEncoder;
    private final Markers markers;
    private final Ledger ledger;
    private final Notices notices;
    private final FlightLog flight;
    private final long lingerNanos;
    private final long epoch;

    private long nextSeq;
    private long framesSealed;
    private long openedNanos;
    private boolean endsClean = true;
    private @Nullable Frame sealed;

    Intake(
            EventRing<E> ring,
            Controls<E> controls,
            SenderConfig config,
            Ledger ledger,
            Notices notices,
            FlightLog flight) {
        UUID streamId = config.streamId();
        this.ring = ring;
        this.controls = controls;
        this.batch = new Batch(config.batchMaxBytes(), config.batchMaxRecords());
        this.frameEncoder = new FrameEncoder(streamId, config.sinkCompresses() ? Codec.NONE : config.codec());
        this.markers = new Markers(streamId, config.epoch(), config.source(), config.wallMillis(), ledger);
        this.ledger = ledger;
        this.notices = notices;
        this.flight = flight;
        this.lingerNanos = config.lingerNanos();
        this.epoch = config.epoch();
    }

    /**
     * Moves events from the ring into the batch until it is full or the ring is empty, and a frame into the fifo.
     *
     * @param takes whether it takes from the ring; if not, it only seals in time
     * @param hurry seal without lingering
     * @return how many events and frames it moved
     */
    int drain(boolean takes, FrameFifo fifo, boolean hurry, long nowNanos) {
        int moved = 0;
        while (handOver(fifo, nowNanos) && takes && !batch.isFull() && moved < MOST_EVENTS) {
            E event = ring.poll();
            if (event == null) {
                break;
            }
            if (batch.recordCount() == 0) {
                openedNanos = nowNanos;
            }
            try {
                add(event, nowNanos);
            } finally {
                ring.release(event);
            }
            endsClean = false;
            moved++;
        }
        boolean over = batch.isFull() || hurry || nowNanos - openedNanos >= lingerNanos;
        if (sealed == null && batch.recordCount() > 0 && over) {
            seal(nowNanos);
            handOver(fifo, nowNanos);
            moved++;
        }
        return moved;
    }

    /** Adds the record that tells the drops so far, if there is room for it now. */
    boolean addTotals(long nowNanos) {
        if (sealed != null || batch.isFull()) {
            return false;
        }
        if (batch.recordCount() == 0) {
            openedNanos = nowNanos;
        }
        endsClean = false;
        return addMarker(Markers.Kind.TOTALS);
    }

    /** Ends the epoch, unless nothing came since the last end: an END frame goes behind all that was taken. */
    void end(FrameFifo fifo, long nowNanos) {
        if (!endsClean && isEmpty() && addMarker(Markers.Kind.END)) {
            sealed = frameEncoder.sealEnd(batch, epoch, nextSeq);
            nextSeq += batch.recordCount();
            batch.clear();
            endsClean = true;
            handOver(fifo, nowNanos);
        }
    }

    /** Tells whether every event it took is in the fifo. */
    boolean isEmpty() {
        return sealed == null && batch.recordCount() == 0;
    }

    /** Tells whether nothing came since the last END. */
    boolean endsClean() {
        return endsClean;
    }

    /** Counts what is left as SHUTDOWN. */
    void abandon() {
        if (sealed != null) {
            ledger.drop(DropReason.SHUTDOWN, sealed.header().levelCounts());
            sealed = null;
        }
        ledger.drop(DropReason.SHUTDOWN, batch.levelCounts());
        batch.clear();
        for (E event = ring.poll(); event != null; event = ring.poll()) {
            drop(DropReason.SHUTDOWN, event);
            ring.release(event);
        }
    }

    long framesSealed() {
        return framesSealed;
    }

    int batchRecords() {
        return batch.recordCount();
    }

    int sealedRecords() {
        return sealed == null ? 0 : sealed.header().recordCount();
    }

    /** Gives the sealed frame a place; false if there is none now. */
    private boolean handOver(FrameFifo fifo, long nowNanos) {
        if (sealed != null) {
            Thread.interrupted(); // an encoder may have set it, and an interrupt would close the journal's files
            if (fifo.place(sealed, nowNanos)) {
                sealed = null;
            }
        }
        return sealed == null;
    }

    private void seal(long nowNanos) {
        Frame frame = frameEncoder.seal(batch, epoch, nextSeq);
        flight.batchSealed(frame, nowNanos - openedNanos);
        nextSeq += batch.recordCount();
        batch.clear();
        sealed = frame;
        framesSealed++;
    }

    private void add(E event, long nowNanos) {
        RecordEncoder<E> encoder = controls.encoder();
        Batch.Result result = batch.add(event, encoder);
        if (result == Batch.Result.SEAL_FIRST) {
            sealWithout(event, nowNanos);
            openedNanos = nowNanos;
            result = batch.add(event, encoder);
        }
        if (result == Batch.Result.TOO_LARGE) {
            drop(DropReason.TOO_LARGE, event);
            notices.warn(
                    Notices.Kind.ENCODER,
                    "an event was dropped: its record is over 900 KB, the most that a record may have",
                    nowNanos);
        } else if (result == Batch.Result.ENCODE_FAILED) {
            drop(DropReason.ENCODE_FAILED, event);
            Throwable failure = batch.failure();
            notices.warn(
                    Notices.Kind.ENCODER,
                    "an event was dropped: its encoder threw "
                            + (failure == null ? "" : failure.getClass().getName()),
                    nowNanos);
        }
    }

    /** An OutOfMemoryError here must not lose the event uncounted that was polled already. */
    private void sealWithout(E event, long nowNanos) {
        try {
            seal(nowNanos);
        } catch (Throwable noMemory) {
            drop(DropReason.ENCODE_FAILED, event);
            throw noMemory;
        }
    }

    private boolean addMarker(Markers.Kind kind) {
        if (batch.add(kind, markers) != Batch.Result.ADDED) {
            return false;
        }
        ledger.markers.increment();
        return true;
    }

    private void drop(DropReason reason, E event) {
        try {
            ledger.drop(reason, controls.encoder().level(event));
        } catch (Throwable broken) { // the encoder is not ours; the loss is counted all the same
            ledger.dropUnknown(reason, 1);
        }
    }
}
