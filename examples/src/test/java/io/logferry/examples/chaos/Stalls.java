package io.logferry.examples.chaos;

import io.logferry.examples.Hiccups;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * How long logging calls took, and how much of that was their own: without the time for which the thread could have run
 * and got no processor, and without those in which the garbage collector ran. Beside it, how late a thread woke that did
 * nothing but sleep. Any thread.
 */
final class Stalls {
    private static final Path RUN_DELAY = Path.of("/proc/thread-self/schedstat");
    private static final List<GarbageCollectorMXBean> COLLECTORS = ManagementFactory.getGarbageCollectorMXBeans();
    private static final long SLOW_NANOS = 5_000_000;

    private final Hiccups hiccups = new Hiccups();
    private final LongAdder calls = new LongAdder();
    private final LongAdder slow = new LongAdder();
    private final LongAdder slowOwn = new LongAdder();
    private final LongAccumulator worstNanos = new LongAccumulator(Long::max, 0);
    private final LongAccumulator worstOwnNanos = new LongAccumulator(Long::max, 0);

    /**
     * What the machine has done so far. Immutable.
     *
     * @param runDelayNanos how long the calling thread has waited for a processor
     * @param collections how often the garbage collector ran
     */
    record Machine(long runDelayNanos, long collections) {
        static Machine now() {
            long collections = 0;
            for (GarbageCollectorMXBean collector : COLLECTORS) {
                collections += collector.getCollectionCount();
            }
            return new Machine(Stalls.runDelayNanos(), collections);
        }
    }

    /**
     * Takes some calls of the calling thread.
     *
     * @param longestNanos the longest of them
     * @param before the machine before them
     */
    void add(int count, long longestNanos, Machine before) {
        Machine after = Machine.now();
        boolean collected = after.collections > before.collections;
        long ownNanos = collected ? 0 : longestNanos - (after.runDelayNanos - before.runDelayNanos);
        calls.add(count);
        worstNanos.accumulate(longestNanos);
        worstOwnNanos.accumulate(ownNanos);
        if (longestNanos >= SLOW_NANOS) {
            slow.increment();
        }
        if (ownNanos >= SLOW_NANOS) {
            slowOwn.increment();
        }
    }

    /** 0 where the system does not tell. */
    private static long runDelayNanos() {
        try {
            return Long.parseLong(Files.readString(RUN_DELAY).split(" ", -1)[1]);
        } catch (IOException notLinux) {
            return 0;
        }
    }

    /** Reads as counters do. */
    @Override
    public String toString() {
        return "calls=" + calls + " slow=" + slow + " slowOwn=" + slowOwn + " worstNanos="
                + worstNanos + " worstOwnNanos=" + worstOwnNanos + " worstHiccupNanos="
                + hiccups.worstNanos();
    }

    /** The line for the output of a test. */
    static String report(Counters counters) {
        return ("worst stall of a logging call: %.1f ms, of its own (no wait for a processor, no garbage collection)"
                        + " %.1f ms; 5 ms or more: %d of %d, of their own %d;"
                        + " a thread that only sleeps woke up to %.1f ms late")
                .formatted(
                        counters.of("worstNanos") / 1e6,
                        counters.of("worstOwnNanos") / 1e6,
                        counters.of("slow"),
                        counters.of("calls"),
                        counters.of("slowOwn"),
                        counters.of("worstHiccupNanos") / 1e6);
    }
}
