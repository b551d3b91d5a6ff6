package io.logferry;

import io.logferry.frame.DropReason;
import io.logferry.sink.SinkState;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells one listener what changed since it was told last. There is no queue that could fill: what is to be told is the
 * difference of two snapshots. {@link #start} and {@link #end} may be called by any thread, the rest runs on its own.
 */
final class ListenerThread {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    /** A pipeline that does not end in time may go on counting drops for so long. */
    private static final long LAST_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final int[] PERCENTS = {50, 80, 95};
    /** So far below it is told again, or a spill that swings about a threshold would be told of all the time. */
    private static final int SWING_PERCENT = 5;

    private final PipelineListener listener;
    private final Supplier<PipelineStats> stats;
    private final StatusListener status;
    private final Thread thread;
    private PipelineStats told;
    private int toldPercent;
    private boolean threw;
    private boolean isFirst = true;
    private volatile boolean replaced;
    private volatile boolean ended;
    private volatile long endedNanos;

    /** What was dropped before is not told. */
    ListenerThread(
            PipelineListener listener, String appenderName, Supplier<PipelineStats> stats, StatusListener status) {
        this.listener = listener;
        this.stats = stats;
        this.status = status;
        told = stats.get();
        thread = OwnThreads.newCallingThread("logferry-listener-" + appenderName, this::run);
    }

    void start() {
        thread.start();
    }

    boolean isOf(@Nullable PipelineListener other) {
        return listener == other;
    }

    /** Another listener takes its place, or none: tells what is left to tell and ends; does not wait for that. */
    void replace() {
        replaced = true;
        LockSupport.unpark(thread);
    }

    /** The pipeline was stopped: tells what is left to tell until its numbers are final, and ends, as above. */
    void end() {
        endedNanos = System.nanoTime();
        ended = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        boolean last;
        do {
            boolean isReplaced = replaced; // both read first: what is counted before belongs to the last look
            boolean isOver = ended;
            PipelineStats now = stats.get();
            last = isReplaced || (isOver && (now.settled() || System.nanoTime() - endedNanos >= LAST_NANOS));
            look(now);
            if (!last) {
                Thread.interrupted(); // a call may have left the flag set, and nothing would park any more
                LockSupport.parkNanos(this, LOOK_NANOS);
            }
        } while (!last);
    }

    private void look(PipelineStats now) {
        PipelineStats before = told;
        told = now;
        for (int lane = 0; lane < now.sinks().size(); lane++) {
            SinkState was =
                    lane < before.sinks().size() && !isFirst ? before.sinks().get(lane) : null;
            look(was, now.sinks().get(lane));
        }
        isFirst = false;
        for (DropReason reason : DropReason.values()) {
            long count = now.drops().of(reason) - before.drops().of(reason);
            if (count > 0) {
                tell(() -> listener.dropped(reason, count));
            }
        }
        PipelineStats.Spill spill = now.spill();
        if (spill != null && spill.maxBytes() > 0) {
            look(spill);
        }
    }

    private void look(@Nullable SinkState was, SinkState now) {
        if (now.isUntried() || (was != null && isSame(was, now))) {
            return;
        }
        if (now.up()) {
            tell(() -> listener.sinkUp(now.destination()));
        } else {
            tell(() -> listener.sinkDown(now.destination(), now.reason()));
        }
    }

    /** Up at another destination is news; down for another reason is not. */
    private static boolean isSame(SinkState was, SinkState now) {
        return !was.isUntried()
                && was.up() == now.up()
                && (!now.up() || was.destination().equals(now.destination()));
    }

    private void look(PipelineStats.Spill spill) {
        double percent = 100.0 * spill.usedBytes() / spill.maxBytes();
        int above = 0;
        int below = 0;
        for (int threshold : PERCENTS) {
            if (percent >= threshold && threshold > toldPercent) {
                above = threshold;
            }
            if (percent < threshold - SWING_PERCENT && threshold <= toldPercent && below == 0) {
                below = threshold;
            }
        }
        int passed = above > 0 ? above : below;
        if (above > 0) {
            toldPercent = above;
            tell(() -> listener.spillAbove(passed, spill.usedBytes(), spill.maxBytes()));
        } else if (below > 0) {
            toldPercent = highestBefore(below);
            tell(() -> listener.spillBelow(passed, spill.usedBytes(), spill.maxBytes()));
        }
    }

    private static int highestBefore(int percent) {
        int before = 0;
        for (int threshold : PERCENTS) {
            before = threshold < percent ? threshold : before;
        }
        return before;
    }

    private void tell(Runnable call) {
        try {
            call.run();
            threw = false;
        } catch (Throwable broken) { // it is not ours, whatever it is
            if (!threw) {
                status.warn("the listener " + listener.getClass().getName() + " threw " + broken);
            }
            threw = true;
        }
    }
}
