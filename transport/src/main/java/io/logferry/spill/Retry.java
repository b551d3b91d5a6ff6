package io.logferry.spill;

import java.util.concurrent.TimeUnit;

/** When something that failed is tried again. Sender thread only. */
final class Retry {
    private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LAST_NANOS = TimeUnit.SECONDS.toNanos(5);

    private boolean hasFailed;
    private long failedNanos;
    private long waitNanos;

    /** Tells whether it is too early to try again. */
    boolean isTooEarly(long nowNanos) {
        return hasFailed && nowNanos - failedNanos < waitNanos;
    }

    /** Tells whether the last attempt failed. */
    boolean hasFailed() {
        return hasFailed;
    }

    /** Returns whether this is the first failure of a row. */
    boolean failed(long nowNanos) {
        boolean first = !hasFailed;
        waitNanos = first ? FIRST_NANOS : Math.max(FIRST_NANOS, Math.min(2 * waitNanos, LAST_NANOS));
        hasFailed = true;
        failedNanos = nowNanos;
        return first;
    }

    /** Something changed that may help: no waiting. */
    void now() {
        waitNanos = 0;
    }

    /** Returns whether there was a failure before. */
    boolean succeeded() {
        boolean had = hasFailed;
        hasFailed = false;
        return had;
    }
}
