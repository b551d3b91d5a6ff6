package io.logferry.spill;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** When a failing disk is tried again. Sender thread only. */
final class Retry {
    private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LAST_NANOS = TimeUnit.SECONDS.toNanos(5);

    private Journal.@Nullable Append failure;
    private long failedNanos;
    private long waitNanos;

    /** The last failure, if it is too early to try again. */
    Journal.@Nullable Append denied(long nowNanos) {
        return failure != null && nowNanos - failedNanos < waitNanos ? failure : null;
    }

    /** Returns whether this is the first failure of a row. */
    boolean failed(Journal.Append how, long nowNanos) {
        boolean first = failure == null;
        waitNanos = first ? FIRST_NANOS : Math.max(FIRST_NANOS, Math.min(2 * waitNanos, LAST_NANOS));
        failure = how;
        failedNanos = nowNanos;
        return first;
    }

    /** Something changed that may help: no waiting. */
    void now() {
        waitNanos = 0;
    }

    /** Returns whether there was a failure before. */
    boolean succeeded() {
        boolean had = failure != null;
        failure = null;
        return had;
    }
}
