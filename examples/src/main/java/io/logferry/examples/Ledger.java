package io.logferry.examples;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The application's side of the ledger: one line {@code run.thread.number millis} per event. Any thread.
 *
 * <p>Each line is one write in append mode: the system keeps them apart without a lock of ours, and what was written is
 * there after kill -9.
 */
final class Ledger {
    private final int run;
    private final FileOutputStream out;
    private final AtomicInteger threads = new AtomicInteger();
    private final ThreadLocal<Numbers> numbers = ThreadLocal.withInitial(() -> new Numbers(threads.incrementAndGet()));

    /** One thread's numbers. Its thread only. */
    private static final class Numbers {
        final int thread;
        long last;

        Numbers(int thread) {
            this.thread = thread;
        }
    }

    Ledger(Path file, int run) throws IOException {
        this.run = run;
        this.out = new FileOutputStream(file.toFile(), true);
    }

    /** Enters the calling thread's next event. */
    String next() {
        Numbers mine = numbers.get();
        mine.last++;
        String id = run + "." + mine.thread + "." + mine.last;
        try {
            out.write((id + " " + System.currentTimeMillis() + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return id;
    }
}
