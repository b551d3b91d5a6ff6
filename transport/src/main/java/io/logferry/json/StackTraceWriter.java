package io.logferry.json;

import org.jspecify.annotations.Nullable;

/**
 * Writes the parts of a stack trace as {@link Throwable#printStackTrace()} prints them, without a String in between.
 * The adapters walk the throwable, each framework's in its own way. Sender thread only.
 */
public final class StackTraceWriter {
    private final EcsWriter out;

    /** Writes into the event that this writer has begun. */
    public StackTraceWriter(EcsWriter out) {
        this.out = out;
    }

    /**
     * The first line of a throwable.
     *
     * @param depth within how many suppressed ones it is
     * @param prefix what it is to the throwable before, such as {@code "Caused by: "}
     * @param cyclic whether it was written before, as an outer one of itself
     */
    public void head(int depth, String prefix, String className, @Nullable String message, boolean cyclic) {
        indent(depth);
        out.stackTrace(prefix);
        out.stackTrace(cyclic ? "[CIRCULAR REFERENCE: " : "");
        out.stackTrace(className);
        if (message != null) {
            out.stackTrace(": ");
            out.stackTrace(message);
        }
        out.stackTrace(cyclic ? "]\n" : "\n");
    }

    /** One frame's line. */
    public void frame(int depth, StackTraceElement frame) {
        indent(depth);
        out.stackFrame(frame);
    }

    /** The line that stands for the last frames, where they are those of the throwable before; none if there are none. */
    public void commonFrames(int depth, int count) {
        if (count > 0) {
            indent(depth);
            out.stackTrace("\t... ");
            out.stackTraceNumber(count);
            out.stackTrace(" more\n");
        }
    }

    private void indent(int depth) {
        for (int i = 0; i < depth; i++) {
            out.stackTrace("\t");
        }
    }
}
