package io.logferry.sender;

import io.logferry.jfr.FlightLog;
import io.logferry.ring.EventRing;
import io.logferry.sender.Controls.Ending;
import io.logferry.sink.Sink;
import io.logferry.spill.Journal;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of one pipeline. Sender thread only.
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

    /** Tells whether everything it was ever given is settled. */
    public boolean isDrained() {
        return ring.size() == 0 && intake.isEmpty() && fifo.isEmpty();
    }

    /** Tells whether its stream belongs to another instance now: nothing goes out until the next start. */
    public boolean isFenced() {
        return delivery.isFenced();
    }

    /**
     * One pass: take acks, move events into frames and frames to their place, send, keep house. Never throws.
     *
     * @param nowNanos a monotonic clock
     * @return how much it moved; 0 if there is nothing to do but to wait
     */
    public int runOnce(long nowNanos) {
        try {
            return pass(nowNanos);
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

    private int pass(long nowNanos) {
        Thread.interrupted(); // nobody's business here: an interrupt would close the journal's files
        Ending asked = controls.ending();
        int moved = delivery.poll(nowNanos) ? 1 : 0;
        boolean late = asked != null && isLate(asked, nowNanos);
        moved += drain(asked != null, nowNanos);
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
    private int drain(boolean hurry, long nowNanos) {
        int moved = 0;
        int drained;
        do {
            drained = intake.drain(fifo, hurry, nowNanos);
            moved += drained + delivery.send();
        } while (drained > 0 && moved < MOST_PER_PASS);
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
        boolean safe = ring.size() == 0 && intake.isEmpty() && intake.endsClean() && (fifo.isEmpty() || onDisk);
        controls.safe(safe);
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
