package io.logferry.benchmarks;

import io.logferry.PipelineStats;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks at an application four times a second, on a thread of its own, and keeps what it saw. */
final class OutageTimeline {
    static final String HEADER = "subject,seconds,logged/s,delivered/s,on disk,in memory,dropped,slowest call ns\n";
    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final LongSupplier logged;
    private final LongSupplier delivered;
    private final @Nullable Supplier<PipelineStats> stats;
    private final LongSupplier slowestNanos;
    private final List<String> samples = new ArrayList<>(); // the thread's, until it has ended
    private final Thread thread = new Thread(this::look, "timeline");
    private volatile boolean ending;

    /**
     * Looks at nothing before it is started.
     *
     * @param stats of our appender; null where there is none
     * @param slowestNanos the slowest call since it was asked last
     */
    OutageTimeline(
            LongSupplier logged,
            LongSupplier delivered,
            @Nullable Supplier<PipelineStats> stats,
            LongSupplier slowestNanos) {
        this.logged = logged;
        this.delivered = delivered;
        this.stats = stats;
        this.slowestNanos = slowestNanos;
    }

    void start() {
        thread.start();
    }

    /** Ends it; gives its lines, each of which begins with the subject's name. */
    String end(String subject) throws InterruptedException {
        ending = true;
        thread.join();
        StringBuilder lines = new StringBuilder();
        samples.forEach(
                sample -> lines.append(subject).append(',').append(sample).append('\n'));
        return lines.toString();
    }

    private void look() {
        long start = System.nanoTime();
        long last = start;
        long loggedBefore = logged.getAsLong();
        long deliveredBefore = delivered.getAsLong();
        for (long next = start + INTERVAL_NANOS; !ending; next += INTERVAL_NANOS) {
            for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            long now = System.nanoTime();
            double seconds = (now - last) / 1e9;
            long loggedNow = logged.getAsLong();
            long deliveredNow = delivered.getAsLong();
            samples.add(String.format(
                    Locale.ROOT,
                    "%.3f,%.0f,%.0f,%s,%d",
                    (now - start) / 1e9,
                    (loggedNow - loggedBefore) / seconds,
                    (deliveredNow - deliveredBefore) / seconds,
                    stats == null ? ",," : held(stats.get()),
                    slowestNanos.getAsLong()));
            last = now;
            loggedBefore = loggedNow;
            deliveredBefore = deliveredNow;
        }
    }

    private static String held(PipelineStats stats) {
        return stats.onDisk() + "," + (stats.inRing() + stats.inBatch() + stats.inFlight()) + ","
                + stats.drops().total();
    }
}
