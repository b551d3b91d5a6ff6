package io.logferry.log4j2;

import io.logferry.json.EcsWriter;
import io.logferry.json.StackTraceWriter;

/** Writes a throwable with its causes and all that was suppressed. Sender thread only. */
final class ThrownWriter {
    private final EcsWriter writer;
    private final StackTraceWriter out;

    ThrownWriter(EcsWriter writer) {
        this.writer = writer;
        this.out = new StackTraceWriter(writer);
    }

    void write(Throwable throwable) {
        Thrown thrown = Thrown.of(throwable);
        writer.error(thrown.className(), thrown.message());
        write(thrown, "", 0);
    }

    private void write(Thrown first, String firstPrefix, int depth) {
        String prefix = firstPrefix;
        for (Thrown thrown = first; thrown != null; thrown = thrown.cause()) {
            out.head(depth, prefix, thrown.className(), thrown.message(), thrown.isCyclic());
            StackTraceElement[] frames = thrown.frames();
            for (int i = 0; i < frames.length - thrown.commonFrames(); i++) {
                out.frame(depth, frames[i]);
            }
            out.commonFrames(depth, thrown.commonFrames());
            for (Thrown suppressed : thrown.suppressed()) {
                write(suppressed, "Suppressed: ", depth + 1);
            }
            prefix = "Caused by: ";
        }
    }
}
