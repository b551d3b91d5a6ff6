package io.logferry.examples.chaos;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for a condition, with a deadline. Any thread. */
final class Await {
    /** Longer than the minute after which an appender looks for orphans again, and what it then does. */
    static final long DEADLINE_SECONDS = 120;

    /** What is waited for; looking may fail, as in the middle of somebody's deletion of a file. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    private Await() {}

    static void until(Condition condition, Supplier<String> otherwise) throws Exception {
        long startNanos = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - startNanos > TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS)) {
                throw new AssertionError("not within " + DEADLINE_SECONDS + " s: " + otherwise.get());
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
