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
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final PipelineConfig config;
    private final StatusListener status;
    private final Ledger ledger = new Ledger();

    private boolean looked;
    private long lookedNanos;
    private volatile @Nullable Replay replay;

    Orphans(PipelineConfig config, StatusListener status) {
        this.config = config;
        this.status = status;
    }

    /** What was found and delivered, of all orphans. Any thread. */
    Ledger ledger() {
        return ledger;
    }

    /** Tells whether no orphan is being drained. Any thread. */
    boolean haveEnded() {
        Replay last = replay;
        return last == null || last.hasEnded();
    }

    /** Looks for an orphan, once a minute, and at once when one was drained. Never throws. */
    void adopt(Slot own, long nowNanos) {
        Replay last = replay;
        boolean drainedOne = last != null && last.hasDrained();
        if (!haveEnded() || (looked && !drainedOne && nowNanos - lookedNanos < LOOK_NANOS)) {
            return;
        }
        looked = true;
        lookedNanos = nowNanos;
        replay = null;
        Slot orphan = null;
        try {
            orphan = own.claimOrphan(System.currentTimeMillis());
            if (orphan != null) {
                status.info("adopting the frames left in spill folder=" + orphan.folder());
                Replay found = new Replay(orphan, config, status, ledger);
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
