package io.logferry.logback;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import io.logferry.json.EcsWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes a throwable as {@link Throwable#printStackTrace()} prints it, without a String in between. Sender thread only.
 */
final class StackTraceWriter {
    private final EcsWriter out;

    StackTraceWriter(EcsWriter out) {
        this.out = out;
    }

    void write(IThrowableProxy thrown) {
        write(thrown, "", 0);
    }

    private void write(IThrowableProxy first, String firstPrefix, int depth) {
        String prefix = firstPrefix;
        for (IThrowableProxy thrown = first; thrown != null; thrown = thrown.getCause()) {
            indent(depth);
            out.stackTrace(prefix);
            head(thrown);
            frames(thrown, depth);
            IThrowableProxy[] suppressed = thrown.getSuppressed();
            if (suppressed != null) {
                for (IThrowableProxy other : suppressed) {
                    write(other, "Suppressed: ", depth + 1);
                }
            }
            prefix = "Caused by: ";
        }
    }

    private void head(IThrowableProxy thrown) {
        out.stackTrace(thrown.isCyclic() ? "[CIRCULAR REFERENCE: " : "");
        out.stackTrace(thrown.getClassName());
        String message = thrown.getMessage();
        if (message != null) {
            out.stackTrace(": ");
            out.stackTrace(message);
        }
        out.stackTrace(thrown.isCyclic() ? "]\n" : "\n");
    }

    private void frames(IThrowableProxy thrown, int depth) {
        StackTraceElementProxy[] frames = thrown.getStackTraceElementProxyArray();
        if (frames == null) {
            return;
        }
        int common = thrown.getCommonFrames();
        for (int i = 0; i < frames.length - common; i++) {
            indent(depth);
            out.stackTrace("\tat ");
            frame(frames[i].getStackTraceElement());
        }
        if (common > 0) {
            indent(depth);
            out.stackTrace("\t... ");
            out.stackTraceNumber(common);
            out.stackTrace(" more\n");
        }
    }

    private void frame(StackTraceElement frame) {
        String module = frame.getModuleName();
        if (module != null) {
            out.stackTrace(module);
            out.stackTrace("/");
        }
        out.stackTrace(frame.getClassName());
        out.stackTrace(".");
        out.stackTrace(frame.getMethodName());
        out.stackTrace("(");
        place(frame, frame.getFileName());
        out.stackTrace(")\n");
    }

    private void place(StackTraceElement frame, @Nullable String file) {
        if (frame.isNativeMethod()) {
            out.stackTrace("Native Method");
        } else if (file == null) {
            out.stackTrace("Unknown Source");
        } else {
            out.stackTrace(file);
            if (frame.getLineNumber() >= 0) {
                out.stackTrace(":");
                out.stackTraceNumber(frame.getLineNumber());
            }
        }
    }

    private void indent(int depth) {
        for (int i = 0; i < depth; i++) {
            out.stackTrace("\t");
        }
    }
}
