package io.logferry.contract;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition, with a deadline. Any thread. */
public final class Await {
    /** Long enough for a JVM with a large application, on a busy machine. */
    public static final Duration DEADLINE = Duration.ofSeconds(60);

    private Await() {}

    /** Returns when it holds; an AssertionError with this text if that takes too long. */
    public static void until(BooleanSupplier condition, Supplier<String> otherwise) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > DEADLINE.toNanos()) {
                throw new AssertionError(otherwise.get());
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
