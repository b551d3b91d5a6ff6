package io.logferry.examples;

import java.util.concurrent.locks.LockSupport;

/**
 * A thread that only sleeps, and measures how late it wakes: what this machine and this JVM do to any thread, logging or
 * not. Any thread.
 */
public final class Hiccups {
    private static final long SLEEP_NANOS = 1_000_000;

    private volatile long worstNanos;

    /** Starts measuring. */
    public Hiccups() {
        Thread sleeper = new Thread(this::sleep, "hiccups");
        sleeper.setDaemon(true);
        sleeper.start();
    }

    private void sleep() {
        long last = System.nanoTime();
        while (true) {
            LockSupport.parkNanos(SLEEP_NANOS);
            long now = System.nanoTime();
            worstNanos = Math.max(worstNanos, now - last - SLEEP_NANOS);
            last = now;
        }
    }

    /** The longest delay so far. */
    public long worstNanos() {
        return worstNanos;
    }
}
