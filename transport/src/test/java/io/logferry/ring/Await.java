package io.logferry.ring;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread does. Any thread. */
final class Await {
    private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private Await() {}

    /** Returns when the condition holds; fails if it does not within a minute. */
    static void await(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > DEADLINE_NANOS) {
                throw new AssertionError("still not so after a minute");
            }
            LockSupport.parkNanos(100_000);
        }
    }
}
