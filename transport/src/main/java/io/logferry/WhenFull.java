package io.logferry;

/** What an application thread does when the ring is full. */
public enum WhenFull {
    /** Drops the event at once, counted as RING_FULL. The default. */
    DROP,
    /** Waits for room, at most blockTimeoutMillis, then drops. */
    BLOCK
}
