package io.logferry.logback;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import io.logferry.json.EcsWriter;
import io.logferry.json.StackTraceWriter;

/** Writes a throwable with its causes and all that was suppressed. Sender thread only. */
final class ThrownWriter {
    private final StackTraceWriter out;

    ThrownWriter(EcsWriter writer) {
        this.out = new StackTraceWriter(writer);
    }

    void write(IThrowableProxy thrown) {
        write(thrown, "", 0);
    }

    private void write(IThrowableProxy first, String firstPrefix, int depth) {
        String prefix = firstPrefix;
        for (IThrowableProxy thrown = first; thrown != null; thrown = thrown.getCause()) {
            out.head(depth, prefix, thrown.getClassName(), thrown.getMessage(), thrown.isCyclic());
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

    private void frames(IThrowableProxy thrown, int depth) {
        StackTraceElementProxy[] frames = thrown.getStackTraceElementProxyArray();
        if (frames == null) {
            return;
        }
        int common = thrown.getCommonFrames();
        for (int i = 0; i < frames.length - common; i++) {
            out.frame(depth, frames[i].getStackTraceElement());
        }
        out.commonFrames(depth, common);
    }
}
