package io.logferry.sender;

import io.logferry.frame.RecordEncoder;
import io.logferry.ring.EventRing;
import io.logferry.sink.Sink;
import io.logferry.spill.Journal;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of one pipeline. Sender thread only, but for what says "Any thread".
 *
 * @param <E> the framework's event
 */
public final class Sender<E> {
    private final EventRing<E> ring;
    private final @Nullable Journal journal;
    private final FrameFifo fifo;
    private final Intake<E> intake;
    private final Delivery delivery;
    private final Ledger ledger;
    private final Notices notices;
    private final DropWatch dropWatch;

    private volatile @Nullable Ending ending;
    private volatile boolean safe;
    private boolean done;

    /**
     * Asked to come to an end.
     *
     * @param sinceNanos when
     * @param timeoutNanos how long it may take
     * @param stop whether the sender ends then; if not, it goes on for those who still log while the JVM exits
     */
    private record Ending(long sinceNanos, long timeoutNanos, boolean stop) {}

    /**
     * Makes a sender, not connected; carried-in records are counted.
     *
     * @param spill where undelivered frames are kept, null for nowhere
     */
    public Sender(
            EventRing<E> ring,
            RecordEncoder<E> encoder,
            Sink sink,
            @Nullable Spill spill,
            SenderConfig config,
            Ledger ledger) {
        this.ring = ring;
        this.ledger = ledger;
        journal = spill == null ? null : spill.journal();
        notices = new Notices(config.warn());
        dropWatch = new DropWatch(ledger, config.alert());
        fifo = new FrameFifo(journal, config, ledger);
        intake = new Intake<>(ring, encoder, config, ledger, notices);
        delivery = new Delivery(sink, fifo, config, spill, notices);
        ledger.carriedIn.add(fifo.recordsOnDisk());
        publish();
    }

    /** Has later events encoded by this encoder. Any thread. */
    public void replaceEncoder(RecordEncoder<E> encoder) {
        intake.encoder(encoder);
    }

    /**
     * Asks to deliver or spill everything and then to end, at the latest after this time. The first request counts. Any
     * thread.
     */
    public void requestStop(long nowNanos, long timeoutNanos) {
        Ending now = ending;
        if (now == null || !now.stop()) {
            ending = new Ending(nowNanos, timeoutNanos, true);
        }
    }

    /** Asks to deliver or spill everything soon, and to go on. Any thread. */
    public void requestExit(long nowNanos, long timeoutNanos) {
        if (ending == null) {
            ending = new Ending(nowNanos, timeoutNanos, false);
        }
    }

    /** Tells whether, as asked, everything accepted is delivered or on disk. Any thread. */
    public boolean isSafe() {
        return safe;
    }

    /** Tells whether it ended as asked: {@link #runOnce} must not be called any more. */
    public boolean isDone() {
        return done;
    }

    /** Tells whether everything it was ever given is settled. */
    public boolean isDrained() {
        return ring.size() == 0 && intake.isEmpty() && fifo.isEmpty();
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
            notices.warn(Notices.Kind.SENDER, "the sender goes on after " + unexpected, nowNanos);
            delivery.reset("after " + unexpected, nowNanos);
            return 0;
        }
    }

    private int pass(long nowNanos) {
        Thread.interrupted(); // nobody's business here: an interrupt would close the journal's files
        Ending asked = ending;
        int moved = delivery.poll(nowNanos) ? 1 : 0;
        boolean late = asked != null && isLate(asked, nowNanos);
        moved += intake.drain(fifo, asked != null, nowNanos);
        moved += late ? 0 : fifo.load(nowNanos);
        moved += delivery.send();
        if (dropWatch.check(nowNanos) && asked == null && delivery.isConnected() && intake.addTotals(nowNanos)) {
            dropWatch.declared(nowNanos);
        }
        if (fifo.unjournalled()) {
            notices.warn(Notices.Kind.SPILL, "frames can't be journalled now and are sent without", nowNanos);
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

    private boolean isLate(Ending asked, long nowNanos) {
        return nowNanos - asked.sinceNanos() >= asked.timeoutNanos() / 2 || delivery.isFailed();
    }

    private void bringToAnEnd(Ending asked, boolean late, long nowNanos) {
        if (ring.size() == 0) {
            intake.end(fifo, nowNanos);
        }
        if (late) {
            fifo.spillMemory(nowNanos);
        }
        boolean onDisk = late && fifo.memoryOnlyRecords() == 0 && !(delivery.isConnected() && fifo.hasInFlight());
        safe = ring.size() == 0 && intake.isEmpty() && intake.endsClean() && (fifo.isEmpty() || onDisk);
        if (asked.stop() && (safe || nowNanos - asked.sinceNanos() >= asked.timeoutNanos())) {
            intake.abandon();
            fifo.abandon();
            done = true;
        }
    }

    /** After the end: counts what raced into the ring as SHUTDOWN. One thread at a time. */
    public void countLateEvents() {
        intake.abandon();
    }

    private void publish() {
        ledger.inBatch = intake.batchRecords();
        ledger.inFlight = fifo.memoryOnlyRecords() + intake.sealedRecords();
        ledger.onDisk = fifo.recordsOnDisk();
    }
}
