package io.logferry.collector;

import java.util.ArrayDeque;
import java.util.Deque;

/** The bytes of messages that all connections together may keep in memory. Any thread. */
final class Budget {
    private final long maxBytes;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private long takenBytes;

    Budget(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Takes bytes, if there are as many left.
     *
     * @param whenFreed called once, on another thread, if this returns false and bytes were given back since
     */
    synchronized boolean take(long bytes, Runnable whenFreed) {
        if (takenBytes + bytes > maxBytes && takenBytes > 0) {
            waiting.add(whenFreed);
            return false;
        }
        takenBytes += bytes;
        return true;
    }

    /** Gives bytes back. */
    void free(long bytes) {
        Runnable[] woken;
        synchronized (this) {
            takenBytes -= bytes;
            woken = waiting.toArray(Runnable[]::new);
            waiting.clear();
        }
        for (Runnable each : woken) {
            each.run();
        }
    }

    synchronized long takenBytes() {
        return takenBytes;
    }
}
