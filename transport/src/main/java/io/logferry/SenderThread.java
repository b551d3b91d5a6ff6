package io.logferry;

import io.logferry.frame.RecordEncoder;
import io.logferry.ring.EventRing;
import io.logferry.sender.Ledger;
import io.logferry.sender.Sender;
import io.logferry.sender.Spill;
import io.logferry.sink.Sink;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The background thread of one pipeline: opens the spill, runs the sender until it is done, waits when there is nothing
 * to do, frees everything at the end. Fields are the sender thread's own but for the volatile ones and the latch.
 *
 * @param <E> the framework's event
 */
final class SenderThread<E> {
    private static final long SHORTEST_PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** After the end of the sender, how long a caller of stop waits for files to be closed. */
    private static final long CLOSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final EventRing<E> ring;
    private final PipelineConfig config;
    private final Ledger ledger;
    private final StatusListener status;
    private final Thread thread;
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Orphans orphans;

    private volatile RecordEncoder<E> encoder;
    private volatile @Nullable Sender<E> sender;

    SenderThread(
            EventRing<E> ring, RecordEncoder<E> encoder, PipelineConfig config, Ledger ledger, StatusListener status) {
        this.ring = ring;
        this.encoder = encoder;
        this.config = config;
        this.ledger = ledger;
        this.status = status;
        orphans = new Orphans(config, status);
        thread = OwnThreads.newThread("logferry-" + config.name(), this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        ring.consumeOnThisThread();
        Spill spill = null;
        Sink sink = null;
        try {
            spill = Openings.openSpill(config, status);
            sink = config.sink().newSink(OwnThreads.factory("logferry-connect-" + config.name()));
            Sender<E> mine =
                    new Sender<>(ring, encoder, sink, spill, Openings.senderConfig(config, spill, status), ledger);
            sender = mine;
            mine.replaceEncoder(encoder); // one that came meanwhile
            started.countDown();
            loop(mine, spill);
        } catch (Throwable unexpected) { // only before or after the loop: the sender itself never throws
            status.warn("the sender of appender " + config.name() + " ended: " + unexpected);
        } finally {
            started.countDown();
            orphans.stop();
            Openings.close(spill, sink, config);
            ended.countDown();
        }
    }

    private void loop(Sender<E> mine, @Nullable Spill spill) {
        long parkNanos = SHORTEST_PARK_NANOS;
        while (!mine.isDone()) {
            long nowNanos = System.nanoTime();
            boolean moved = mine.runOnce(nowNanos) > 0;
            if (spill != null) {
                orphans.adopt(spill.slot(), nowNanos);
            }
            parkNanos = moved ? SHORTEST_PARK_NANOS : Math.min(2 * parkNanos, LONGEST_PARK_NANOS);
            if (moved || !ring.isQuarterFull()) {
                ring.park(parkNanos); // also after moving a few: a pass for each event would cost more than the event
            } else {
                LockSupport.parkNanos(this, SHORTEST_PARK_NANOS); // the sink takes no more, so no event shall wake us
            }
        }
    }

    void replaceEncoder(RecordEncoder<E> newEncoder) {
        encoder = newEncoder;
        Sender<E> running = sender;
        if (running != null) {
            running.replaceEncoder(newEncoder);
        }
    }

    void requestStop(long timeoutNanos) {
        long nowNanos = System.nanoTime();
        Sender<E> running = awaitStart(timeoutNanos);
        if (running != null) {
            running.requestStop(nowNanos, timeoutNanos);
        }
    }

    /** Waits until everything accepted is delivered or on disk, or the sender ended, at most this time. */
    void makeSafe(long timeoutNanos) {
        long startNanos = System.nanoTime();
        Sender<E> running = awaitStart(timeoutNanos);
        if (running == null) {
            return;
        }
        running.requestExit(startNanos, timeoutNanos);
        while (!running.isSafe() && ended.getCount() > 0 && System.nanoTime() - startNanos < timeoutNanos) {
            LockSupport.parkNanos(this, SHORTEST_PARK_NANOS);
        }
    }

    private @Nullable Sender<E> awaitStart(long timeoutNanos) {
        await(started, timeoutNanos);
        return sender;
    }

    boolean awaitEnd(long timeoutNanos) {
        return await(ended, timeoutNanos + CLOSE_NANOS);
    }

    /**
     * After the end, counts what raced into the ring as SHUTDOWN.
     *
     * @return whether the sender has ended
     */
    synchronized boolean countLateEvents() {
        Sender<E> last = sender;
        boolean over = ended.getCount() == 0;
        if (over && last != null) {
            last.countLateEvents();
        }
        return over;
    }

    Ledger orphanLedger() {
        return orphans.ledger();
    }

    private static boolean await(CountDownLatch latch, long timeoutNanos) {
        boolean interrupted = false;
        long deadlineNanos = System.nanoTime() + timeoutNanos;
        try {
            while (true) {
                try {
                    return latch.await(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
