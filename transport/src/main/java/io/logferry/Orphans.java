package io.logferry;

import io.logferry.sender.Ledger;
import io.logferry.spill.Slot;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Adopts slots of the same appender that nobody holds, left by a process that ended with a backlog: {@link Replay}s each,
 * one at a time. {@link #adopt} and {@link #stop} belong to the pipeline's sender thread; the rest any thread.
 */
final class Orphans {
    /** Soon after the start, because what a reload of the configuration leaves is there only when the old pipeline ended. */
    private static final long SHORTEST_LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long LONGEST_LOOK_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final PipelineConfig config;
    private final StatusListener status;
    private final HelperThreads threads;
    /** Of all replays but the last; guarded by this. */
    private final Ledger past = new Ledger();

    private boolean looked;
    private long lookedNanos;
    private long lookNanos = SHORTEST_LOOK_NANOS / 2;
    private volatile @Nullable Replay replay;

    Orphans(PipelineConfig config, StatusListener status, HelperThreads threads) {
        this.config = config;
        this.status = status;
        this.threads = threads;
    }

    /**
     * What was found and delivered, of all orphans, up to now; without what one that ended has left on disk, once the
     * next is looked for: whoever claims it then carries it in. Any thread.
     */
    synchronized Ledger ledger() {
        Ledger all = new Ledger();
        all.add(past);
        if (replay != null) {
            all.add(replay.ledger());
        }
        return all;
    }

    private synchronized void forget(Replay ended) {
        past.add(ended.ledger());
        past.leaveRest();
        replay = null;
    }

    /** Tells whether no orphan is being drained. Any thread. */
    boolean haveEnded() {
        Replay last = replay;
        return last == null || last.hasEnded();
    }

    /** Looks for an orphan, less and less often, at last once a minute; at once when one was drained. Never throws. */
    void adopt(Slot own, long nowNanos) {
        Replay last = replay;
        boolean drainedOne = last != null && last.hasDrained();
        if (!haveEnded() || (looked && !drainedOne && nowNanos - lookedNanos < lookNanos)) {
            return;
        }
        looked = true;
        lookedNanos = nowNanos;
        lookNanos = Math.min(2 * lookNanos, LONGEST_LOOK_NANOS);
        if (last != null) {
            forget(last);
        }
        Slot orphan = null;
        try {
            orphan = own.claimOrphan(System.currentTimeMillis());
            if (orphan != null) {
                status.info("adopting the frames left in spill folder=" + orphan.folder());
                Replay found = new Replay(orphan, config, status, threads);
                found.start();
                replay = found;
            }
        } catch (Throwable notNow) { // no thread to be had, most likely
            if (orphan != null) {
                orphan.release();
            }
        }
    }

    /** Leaves what is not delivered yet to the next start. */
    void stop() {
        Replay last = replay;
        if (last != null) {
            last.stop();
        }
    }
}
