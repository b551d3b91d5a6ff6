package io.logferry.sender;

import io.logferry.jfr.FlightLog;
import io.logferry.ring.EventRing;
import io.logferry.sender.Controls.Ending;
import io.logferry.sink.Sink;
import io.logferry.spill.Journal;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of one lane: of a pipeline, or of one of several that share the ring. Sender thread only.
 *
 * @param <E> the framework's event
 */
public final class Sender<E> {
    /** Bounds what one pass moves, so that acks are taken in between. */
    private static final int MOST_PER_PASS = 4_096;

    private final EventRing<E> ring;
    private final Controls<E> controls;
    private final @Nullable Journal journal;
    private final FrameFifo fifo;
    private final Intake<E> intake;
    private final Delivery delivery;
    private final Ledger ledger;
    private final Notices notices;
    private final DropWatch dropWatch;
    private final boolean journalAll;
    private boolean safe;
    private boolean done;

    /**
     * Makes a sender, not connected; carried-in records are counted.
     *
     * @param spill where undelivered frames are kept, null for nowhere
     */
    public Sender(
            EventRing<E> ring,
            Controls<E> controls,
            Sink sink,
            @Nullable Spill spill,
            SenderConfig config,
            Ledger ledger) {
        this.ring = ring;
        this.controls = controls;
        this.ledger = ledger;
        journal = spill == null ? null : spill.journal();
        journalAll = config.journalAll();
        notices = new Notices(config.warn());
        FlightLog flight = new FlightLog(config.streamId());
        dropWatch = new DropWatch(ledger, config.alert(), flight);
        fifo = new FrameFifo(journal, config, ledger, notices, flight);
        intake = new Intake<>(ring, controls, config, ledger, notices, flight);
        SinkWatch watch = new SinkWatch(sink, ledger, flight, config.wallMillis());
        delivery = new Delivery(sink, fifo, config, spill, notices, watch);
        ledger.carriedIn.add(fifo.recordsOnDisk());
        publish();
    }

    /** Tells whether it ended as asked: {@link #runOnce} must not be called any more. */
    public boolean isDone() {
        return done;
    }

    /** Tells whether, as asked, all that was accepted up to the last pass is delivered or on disk. */
    public boolean isSafe() {
        return safe;
    }

    /** Tells whether a frame sealed now would go out at once. */
    public boolean isReady() {
        return !isStuck() && delivery.isAnswering() && fifo.admitsMore();
    }

    /** Tells whether it can take no events: it has ended, or its last frame has no place yet. */
    public boolean isStuck() {
        return done || intake.sealedRecords() > 0;
    }

    /** Tells whether its batch waits for more. */
    public boolean isCollecting() {
        return intake.batchRecords() > 0;
    }

    /** How many batches it has sealed. */
    public long framesSealed() {
        return intake.framesSealed();
    }

    /** Tells whether everything it was ever given is settled. */
    public boolean isDrained() {
        return ring.size() == 0 && intake.isEmpty() && fifo.isEmpty();
    }

    /** Tells whether its stream belongs to another instance now: nothing goes out until the next start. */
    public boolean isFenced() {
        return delivery.isFenced();
    }

    /** One pass of a sender that has the ring for itself. */
    public int runOnce(long nowNanos) {
        return runOnce(nowNanos, Integer.MAX_VALUE);
    }

    /**
     * One pass: take acks, move events into frames and frames to their place, send, keep house. Never throws.
     *
     * @param nowNanos a monotonic clock
     * @param frames how many batches it may fill from the ring; with 0 it takes no events
     * @return how much it moved; 0 if there is nothing to do but to wait
     */
    public int runOnce(long nowNanos, int frames) {
        try {
            return pass(nowNanos, frames);
        } catch (Throwable unexpected) { // whatever it is: the application's logs depend on this thread
            recover(unexpected, nowNanos);
            return 0;
        }
    }

    private void recover(Throwable unexpected, long nowNanos) {
        try {
            notices.warn(Notices.Kind.SENDER, "the sender goes on after " + unexpected, nowNanos);
            delivery.reset("after " + unexpected, nowNanos);
        } catch (Throwable again) {
            // no memory even for that: the next pass meets the same state and tries again
        }
    }

    private int pass(long nowNanos, int frames) {
        Thread.interrupted(); // nobody's business here: an interrupt would close the journal's files
        Ending asked = controls.ending();
        int moved = delivery.poll(nowNanos) ? 1 : 0;
        boolean late = asked != null && isLate(asked, nowNanos);
        moved += drain(frames, asked != null, nowNanos);
        moved += late ? 0 : fifo.load(nowNanos);
        moved += delivery.send();
        if (dropWatch.check(nowNanos) && asked == null && delivery.isConnected() && fifo.admitsMore()) {
            if (intake.addTotals(nowNanos)) {
                dropWatch.declared(nowNanos);
            }
        }
        if (asked != null) {
            bringToAnEnd(asked, late, nowNanos);
        }
        if (journal != null) {
            journal.tick(nowNanos);
            ledger.carriedIn.add(journal.takeFound());
        }
        publish();
        return moved;
    }

    /** Frame by frame, because one that was just sealed is still in the processor's cache when it is sent. */
    private int drain(int frames, boolean hurry, long nowNanos) {
        long sealedBefore = intake.framesSealed();
        int moved = 0;
        int drained;
        do {
            drained = intake.drain(frames > 0, fifo, hurry, nowNanos);
            moved += drained + delivery.send();
        } while (drained > 0 && moved < MOST_PER_PASS && intake.framesSealed() - sealedBefore < frames);
        return moved;
    }

    private boolean isLate(Ending asked, long nowNanos) {
        return nowNanos - asked.sinceNanos() >= asked.deliveryNanos() || delivery.isFailed();
    }

    private void bringToAnEnd(Ending asked, boolean late, long nowNanos) {
        if (ring.size() == 0) {
            intake.end(fifo, nowNanos);
        }
        if (late) {
            fifo.spillRest(nowNanos);
        }
        boolean onDisk = late && fifo.memoryOnlyRecords() == 0 && !(delivery.isAnswering() && fifo.hasSent());
        safe = ring.size() == 0 && intake.isEmpty() && intake.endsClean() && (fifo.isEmpty() || onDisk);
        if (controls.isStopping() && (safe || nowNanos - asked.sinceNanos() >= asked.timeoutNanos())) {
            countLateEvents();
            dropWatch.end(nowNanos);
            done = true;
        }
    }

    /** After the end: counts what raced into the ring as SHUTDOWN. One thread at a time. */
    public void countLateEvents() {
        intake.abandon();
        fifo.abandon();
        publish();
    }

    private void publish() {
        ledger.inBatch = intake.batchRecords();
        ledger.inFlight = fifo.memoryOnlyRecords() + intake.sealedRecords();
        ledger.unjournalled = journalAll ? fifo.memoryOnlyRecords() : 0;
        ledger.onDisk = fifo.recordsOnDisk();
        ledger.spillBytes = journal == null ? 0 : journal.sizeBytes();
        ledger.spillUsable = journal != null && !journal.isFailing();
    }
}
