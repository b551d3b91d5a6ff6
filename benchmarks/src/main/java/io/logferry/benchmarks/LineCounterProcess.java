package io.logferry.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Receives lines. A process of its own. */
final class LineCounterProcess {
    private static final int BUFFER_BYTES = 256 * 1024;

    private LineCounterProcess() {}

    public static void main(String[] args) throws IOException {
        CountingReceiver.serve((in, events) -> count(in, events::addAndGet));
    }

    /** Tells of the lines as they come; returns at the end. */
    static void count(InputStream in, LongConsumer lines) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
            long found = 0;
            for (int i = 0; i < length; i++) {
                found += buffer[i] == '\n' ? 1 : 0;
            }
            lines.accept(found);
        }
    }
}
