package io.logferry;

/**
 * Where the pipeline tells people what happens to it; an adapter passes it on to its framework's status. Called by the
 * sender thread and the other threads of the pipeline, rate-limited by the pipeline, and must not log through the framework it serves.
 */
public interface StatusListener {
    /** Something normal: connected, backlog found. */
    void info(String message);

    /** Trouble with a destination, a disk or a file, from which the pipeline recovers by itself. */
    void warn(String message);

    /** Drops began or ended: once per episode, to be made visible even where the framework hides its status. */
    void alert(String message);
}
