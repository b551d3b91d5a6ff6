package io.logferry.examples.chaos;

import io.logferry.examples.Hiccups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * How long logging calls took, and what the machine has to do with it: how long the calling thread could have run and
 * got no processor, and how late a thread woke that did nothing but sleep. Any thread.
 */
final class Stalls {
    private static final Path RUN_DELAY = Path.of("/proc/thread-self/schedstat");
    private static final long SLOW_NANOS = 5_000_000;

    private final Hiccups hiccups = new Hiccups();
    private final LongAdder calls = new LongAdder();
    private final LongAdder slowCalls = new LongAdder();
    private final LongAccumulator worstNanos = new LongAccumulator(Long::max, 0);
    private final LongAccumulator worstOwnNanos = new LongAccumulator(Long::max, 0);

    /**
     * Takes some calls of one thread.
     *
     * @param worst the longest of them, in nanoseconds
     * @param runDelay what {@link #runDelayNanos} grew by meanwhile
     */
    void add(int count, long worst, long runDelay) {
        calls.add(count);
        worstNanos.accumulate(worst);
        worstOwnNanos.accumulate(worst - runDelay);
        if (worst >= SLOW_NANOS) {
            slowCalls.increment();
        }
    }

    /** How long the calling thread has waited for a processor so far; always 0 where the system does not tell. */
    static long runDelayNanos() {
        try {
            return Long.parseLong(Files.readString(RUN_DELAY).split(" ", -1)[1]);
        } catch (IOException notLinux) {
            return 0;
        }
    }

    /** Reads as counters do. */
    @Override
    public String toString() {
        return "calls=" + calls + " slowCalls=" + slowCalls + " worstCallNanos=" + worstNanos + " worstOwnNanos="
                + worstOwnNanos + " worstHiccupNanos=" + hiccups.worstNanos();
    }

    /** The line for the output of a test. */
    static String report(Counters counters) {
        return ("worst stall of a logging call: %.1f ms, not counting waits for a processor: %.1f ms;"
                        + " of a thread that only sleeps: %.1f ms; 5 ms or more: %d of %d calls")
                .formatted(
                        counters.of("worstCallNanos") / 1e6,
                        counters.of("worstOwnNanos") / 1e6,
                        counters.of("worstHiccupNanos") / 1e6,
                        counters.of("slowCalls"),
                        counters.of("calls"));
    }
}
