package io.logferry.sink;

import java.util.concurrent.ThreadFactory;

/** A checked configuration of a sink. Immutable; its toString() holds no secret, and equal text gives equal objects. */
public interface SinkConfig {
    /**
     * Makes the sink, disconnected and without any I/O.
     *
     * @param lane of which lane, from 0
     * @param threads makes daemon threads in the pipeline's thread group
     */
    Sink newSink(int lane, ThreadFactory threads);

    /** How many lanes a pipeline has for it: each is a stream of its own, with its own sink and its own spill slot. */
    default int lanes() {
        return 1;
    }

    /** Tells whether the sink compresses by itself: frames for it are compressed only when they go to disk. */
    default boolean compresses() {
        return false;
    }
}
