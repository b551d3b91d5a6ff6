package io.logferry.examples;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAccumulator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** An SLF4J logger with the demo's two instruments: the ledger, and a clock around each call. Any thread. */
final class MeasuredLog {
    /** Each power of two of nanoseconds is split into this many buckets. */
    private static final int STEPS = 16;

    private static final Logger LOG = LoggerFactory.getLogger("shop");

    private final Ledger ledger;
    private final AtomicLongArray buckets = new AtomicLongArray(64 * STEPS);
    private final LongAccumulator worstNanos = new LongAccumulator(Long::max, 0);

    MeasuredLog(Ledger ledger) {
        this.ledger = ledger;
    }

    void info(String text, Object... args) {
        long start = enter();
        LOG.info(text, args);
        leave(start);
    }

    void warn(String text, Object... args) {
        long start = enter();
        LOG.warn(text, args);
        leave(start);
    }

    void error(String text, Object... args) {
        long start = enter();
        LOG.error(text, args);
        leave(start);
    }

    private long enter() {
        MDC.put("ledger", ledger.next());
        return System.nanoTime();
    }

    private void leave(long startNanos) {
        long nanos = System.nanoTime() - startNanos;
        MDC.remove("ledger");
        worstNanos.accumulate(nanos);
        buckets.incrementAndGet(bucket(nanos));
    }

    private static int bucket(long nanos) {
        long value = Math.max(nanos, STEPS);
        int power = 63 - Long.numberOfLeadingZeros(value);
        return power * STEPS + (int) (value >> (power - 4)) - STEPS;
    }

    /** The longest call so far. */
    long worstNanos() {
        return worstNanos.get();
    }

    /** What this share of the calls did not exceed, rounded up by at most a sixteenth. */
    long nanosOf(double share) {
        long calls = 0;
        for (int i = 0; i < buckets.length(); i++) {
            calls += buckets.get(i);
        }
        long left = (long) Math.ceil(calls * share);
        int i = 0;
        while (i < buckets.length() - 1 && (left -= buckets.get(i)) > 0) {
            i++;
        }
        return (long) (STEPS + i % STEPS + 1) << Math.max(i / STEPS - 4, 0);
    }
}
