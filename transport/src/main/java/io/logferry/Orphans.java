package io.logferry;

import io.logferry.frame.Level;
import io.logferry.frame.RecordEncoder;
import io.logferry.ring.EventRing;
import io.logferry.sender.Controls;
import io.logferry.sender.Ledger;
import io.logferry.sender.Sender;
import io.logferry.sender.Spill;
import io.logferry.sink.Sink;
import io.logferry.spill.Journal;
import io.logferry.spill.Slot;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Adopts slots of the same appender that nobody holds, left by a process that ended with a backlog: drains each, one at
 * a time, by a second sender without events of its own, under the orphan's stream and a new epoch of it, and deletes it.
 * {@link #adopt} and {@link #stop} belong to the pipeline's sender thread; the rest runs on the adopting thread.
 */
final class Orphans {
    /** Soon after the start, because what a reload of the configuration leaves is there only when the old pipeline ended. */
    private static final long SHORTEST_LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long LONGEST_LOOK_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final PipelineConfig config;
    private final StatusListener status;
    private final HelperThreads threads;
    private final Ledger ledger = new Ledger();

    private boolean looked;
    private long lookedNanos;
    private long lookNanos = SHORTEST_LOOK_NANOS / 2;
    private @Nullable Thread thread;
    private volatile boolean drainedOne;
    private volatile boolean busy;
    private volatile boolean stopping;

    Orphans(PipelineConfig config, StatusListener status, HelperThreads threads) {
        this.config = config;
        this.status = status;
        this.threads = threads;
    }

    /** What was found and delivered, of all orphans. Any thread. */
    Ledger ledger() {
        return ledger;
    }

    /** Tells whether no orphan is being drained. Any thread. */
    boolean haveEnded() {
        return !busy;
    }

    /** Looks for an orphan, less and less often, at last once a minute; at once when one was drained. Never throws. */
    void adopt(Slot own, long nowNanos) {
        if (busy || (looked && !drainedOne && nowNanos - lookedNanos < lookNanos)) {
            return;
        }
        looked = true;
        drainedOne = false;
        lookedNanos = nowNanos;
        lookNanos = Math.min(2 * lookNanos, LONGEST_LOOK_NANOS);
        Slot orphan = null;
        try {
            orphan = own.claimOrphan(System.currentTimeMillis());
            if (orphan != null) {
                Slot found = orphan;
                status.info("adopting the frames left in spill folder=" + found.folder());
                thread = threads.newThread("adopt", () -> drain(found));
                busy = true;
                thread.start();
            }
        } catch (Throwable notNow) { // no thread to be had, most likely
            busy = false;
            if (orphan != null) {
                orphan.release();
            }
        }
    }

    private void drain(Slot orphan) {
        Journal journal = null;
        Sink sink = null;
        boolean drained = false;
        try {
            SpillConfig spill = Objects.requireNonNull(config.spill());
            journal = Journal.open(Openings.DISK, orphan, Openings.journalConfig(spill), status::warn);
            sink = config.sink().newSink(0, threads.factory("connect"));
            drained = drain(new Spill(orphan, journal), sink);
        } catch (Throwable unexpected) {
            status.warn("adopting spill folder=" + orphan.folder() + " failed, tried again later: " + unexpected);
        } finally {
            end(orphan, journal, sink, drained);
        }
    }

    private boolean drain(Spill spill, Sink sink) {
        Sender<Object> sender = new Sender<>(
                new EventRing<>(4),
                new Controls<>(new NoEvents()),
                sink,
                spill,
                Openings.senderConfig(config, spill, status),
                ledger);
        while (!stopping && !sender.isDrained() && !sender.isFenced()) {
            if (sender.runOnce(System.nanoTime()) == 0) {
                LockSupport.parkNanos(this, PARK_NANOS);
            }
        }
        return sender.isDrained();
    }

    private void end(Slot orphan, @Nullable Journal journal, @Nullable Sink sink, boolean drained) {
        try {
            if (journal != null) {
                journal.close();
            }
        } finally {
            if (drained) {
                orphan.delete();
            } else {
                orphan.release();
            }
            drainedOne = drained;
            busy = false;
            if (sink != null) {
                sink.close();
            }
        }
    }

    /** Leaves what is not delivered yet to the next start. */
    void stop() {
        stopping = true;
        LockSupport.unpark(thread);
    }

    /** Never asked: an orphan gets no events. */
    private static final class NoEvents implements RecordEncoder<Object> {
        @Override
        public long timeNanos(Object event) {
            return 0;
        }

        @Override
        public Level level(Object event) {
            return Level.INFO;
        }

        @Override
        public void encode(Object event, ByteBuffer into) {}
    }
}
