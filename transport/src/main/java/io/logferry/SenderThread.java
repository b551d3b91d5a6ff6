package io.logferry;

import io.logferry.frame.DropReason;
import io.logferry.ring.EventRing;
import io.logferry.sender.Controls;
import io.logferry.sender.Ledger;
import io.logferry.sink.Sink;
import io.logferry.spill.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The background thread of one pipeline: opens its lanes, runs their senders until they are done, waits when there is
 * nothing to do, frees everything at the end. Whatever is thrown, the ring ends up closed and the latch open.
 *
 * @param <E> the framework's event
 */
final class SenderThread<E> {
    private static final long SHORTEST_PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** With nothing at all under way; a wake-up costs 50 us of CPU and more on a virtual machine. */
    private static final long DRAINED_PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Nothing has come for so long that the next event may wake us: a caller pays for that, some microseconds. */
    private static final long IDLE_AFTER_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final long IDLE_PARK_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A sender that is stopped and does not end by itself this long after its time is left. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Most that a stop waits for sinks to be closed: a Kafka producer takes a tenth of it, a name service may take more. */
    private static final long HELPERS_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final EventRing<E> ring;
    private final Controls<E> controls;
    private final PipelineConfig config;
    private final List<Ledger> ledgers;
    private final StatusListener status;
    private final HelperThreads helperThreads;
    private final Orphans orphans;
    private final Thread thread;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean safe;

    /**
     * Makes it, not started.
     *
     * @param ledgers of the lanes: one for each
     */
    SenderThread(
            EventRing<E> ring,
            Controls<E> controls,
            PipelineConfig config,
            List<Ledger> ledgers,
            StatusListener status) {
        this.ring = ring;
        this.controls = controls;
        this.config = config;
        this.ledgers = ledgers;
        this.status = status;
        helperThreads = new HelperThreads(config.name());
        orphans = new Orphans(config, status, helperThreads);
        thread = OwnThreads.newThread("logferry-" + config.name(), this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        ring.consumeOnThisThread();
        List<Lane<E>> opened = new ArrayList<>();
        try {
            Openings.checkCompression(config, status);
            Openings.tellWithoutSpill(config, status);
            for (Ledger ledger : ledgers) {
                opened.add(open(opened.size(), ledger));
            }
            loop(new Lanes<>(opened));
        } catch (Throwable unexpected) { // only before the loop: the loop itself goes on whatever is thrown
            status.warn("the sender of appender " + config.name() + " ended: " + unexpected);
        } finally {
            ring.close();
            orphans.stop();
            try {
                close(opened);
                ring.forgetFreeEvents();
            } finally {
                ended.countDown();
            }
        }
    }

    private Lane<E> open(int number, Ledger ledger) {
        Sink sink = config.sink().newSink(number, helperThreads.factory("connect"));
        return Lane.open(sink, ring, controls, config, ledger, Lane.status(number, config, status));
    }

    /** The files at once, the sinks, which may block, on threads of their own. */
    private void close(List<Lane<E>> opened) {
        for (Lane<E> lane : opened) {
            try {
                close(lane);
            } catch (Throwable unexpected) { // the others are closed all the same
                status.warn("closing a lane of appender " + config.name() + " failed: " + unexpected);
            }
        }
    }

    private void close(Lane<E> lane) {
        try {
            lane.sender().abandon();
        } finally {
            try {
                Openings.close(lane.spill());
            } finally {
                helperThreads.newThread("close", lane.sink()::close).start();
            }
        }
    }

    private void loop(Lanes<E> mine) {
        Slot slot = mine.slot();
        long parkNanos = SHORTEST_PARK_NANOS;
        long movedNanos = System.nanoTime();
        while (!mine.areDone() && !controls.isOverdue(System.nanoTime() - GRACE_NANOS)) {
            long nowNanos = System.nanoTime();
            boolean moved = mine.runOnce(nowNanos) > 0;
            safe = mine.areSafe();
            if (slot != null && !controls.isStopping()) {
                orphans.adopt(slot, nowNanos);
            }
            movedNanos = moved ? nowNanos : movedNanos;
            boolean drained = mine.areDrained();
            long longestNanos = drained ? DRAINED_PARK_NANOS : LONGEST_PARK_NANOS;
            parkNanos = moved ? SHORTEST_PARK_NANOS : Math.min(2 * parkNanos, longestNanos);
            if (drained && nowNanos - movedNanos >= IDLE_AFTER_NANOS) {
                ring.parkUntilFirst(IDLE_PARK_NANOS);
            } else if (moved || !ring.isQuarterFull()) {
                ring.park(parkNanos); // also after moving a few: a pass for each event would cost more than the event
            } else {
                LockSupport.parkNanos(this, SHORTEST_PARK_NANOS); // the sink takes no more, so no event shall wake us
            }
        }
    }

    /** Waits until everything accepted is delivered or on disk, or the sender ended, at most this time. */
    void makeSafe(long timeoutNanos) {
        long startNanos = System.nanoTime();
        controls.exit(startNanos, timeoutNanos);
        while (!safe && ended.getCount() > 0 && System.nanoTime() - startNanos < timeoutNanos) {
            ring.wake(); // again and again: it may have been about to sleep, idle and therefore long
            LockSupport.parkNanos(this, SHORTEST_PARK_NANOS);
        }
    }

    /**
     * Waits for the end of the thread, also while interrupted, whose flag is kept; then, if there is time left, a little
     * for what it has left to its helpers.
     *
     * @return whether it ended in time
     */
    boolean awaitEnd(long timeoutNanos) {
        boolean interrupted = false;
        long deadlineNanos = System.nanoTime() + timeoutNanos;
        try {
            while (true) {
                try {
                    long leftNanos = deadlineNanos - System.nanoTime();
                    if (ended.await(Math.min(leftNanos, LONGEST_PARK_NANOS), TimeUnit.NANOSECONDS)) {
                        helperThreads.awaitEnd(Math.min(leftNanos, HELPERS_NANOS));
                        return true;
                    }
                    if (leftNanos <= LONGEST_PARK_NANOS) {
                        return false;
                    }
                    ring.wake(); // as above
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

    /**
     * After the end, counts what raced into the ring as SHUTDOWN.
     *
     * @return whether senders and orphans have ended
     */
    synchronized boolean countLateEvents() {
        boolean over = ended.getCount() == 0;
        for (E event = over ? ring.poll() : null; event != null; event = ring.poll()) {
            ledgers.get(0).drop(DropReason.SHUTDOWN, event, controls.encoder());
        }
        return over && orphans.haveEnded();
    }

    Ledger orphanLedger() {
        return orphans.ledger();
    }
}
