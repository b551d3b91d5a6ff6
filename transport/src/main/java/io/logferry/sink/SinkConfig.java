package io.logferry.sink;

import java.util.concurrent.ThreadFactory;

/** A checked configuration of a sink. Immutable; its toString() holds no secret, and equal text gives equal objects. */
public interface SinkConfig {
    /**
     * Makes the sink, disconnected and without any I/O.
     *
     * @param threads makes daemon threads in the pipeline's thread group
     */
    Sink newSink(ThreadFactory threads);

    /** Tells whether the sink compresses by itself: frames for it are compressed only when they go to disk. */
    default boolean compresses() {
        return false;
    }
}
