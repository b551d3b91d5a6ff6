package io.logferry.sender;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * When to try again: 100 ms after the first failure, then twice as long each time up to 5 s, each shortened by up to
 * half at random so that many senders do not return together. Sender thread only.
 */
final class Backoff {
    private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final RandomGenerator random;
    private long delayNanos;
    private long untilNanos;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    void fail(long nowNanos) {
        delayNanos = delayNanos == 0 ? FIRST_NANOS : Math.min(2 * delayNanos, LONGEST_NANOS);
        untilNanos = nowNanos + delayNanos - (long) (random.nextDouble() * delayNanos / 2);
    }

    void succeed() {
        delayNanos = 0;
    }

    boolean isOver(long nowNanos) {
        return delayNanos == 0 || nowNanos - untilNanos >= 0;
    }
}
