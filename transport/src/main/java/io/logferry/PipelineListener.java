package io.logferry;

import io.logferry.frame.DropReason;

/**
 * Is told what changes in one appender's pipeline, on a thread of its own, one call after the other: so an
 * implementation may wait, throw, log, or stop the appender, and harms nobody. What it logs never enters a Logferry
 * appender, but reaches the others. What is logged by threads that it starts, or by the workers of a pool that it uses,
 * is the application's, and enters.
 *
 * <p>The pipeline does not wait for it. Its thread compares the statistics five times a second: what changed meanwhile
 * comes as one call, and a state that is over by then is not told. The thread ends with the pipeline, after it has
 * told what was left to tell. It is a daemon, and nobody interrupts it: a call that never returns keeps it, and the
 * listener's classes, as long as the JVM runs.
 *
 * <p>A listener that takes the place of another, at a reload, is told the state it finds, and drops from there on.
 */
public interface PipelineListener {
    /**
     * The destination takes records.
     *
     * @param destination such as {@code collector-1:4560}
     */
    default void sinkUp(String destination) {}

    /**
     * The destination takes no records.
     *
     * @param destination where it was connected to, or all that is configured
     * @param reason why, as in the status line, without secrets
     */
    default void sinkDown(String destination, String reason) {}

    /**
     * Events were lost.
     *
     * @param count how many since the last call for this reason
     */
    default void dropped(DropReason reason, long count) {}

    /**
     * The spill passed 50, 80 or 95 percent of its maxBytes; of several, the highest is told.
     *
     * @param percent which
     * @param usedBytes what its files take
     * @param maxBytes what they may take
     */
    default void spillAbove(int percent, long usedBytes, long maxBytes) {}

    /**
     * The spill fell back below 50, 80 or 95 percent, by at least 5 percent of its maxBytes; of several, the lowest is
     * told.
     */
    default void spillBelow(int percent, long usedBytes, long maxBytes) {}
}
