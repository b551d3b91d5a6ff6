package io.logferry.contract;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** How much this thread allocates. Any thread. */
public final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int CALLS = 2_000;
    private static final int ROUNDS = 40;

    private Allocation() {}

    /** Bytes per call: the least of many rounds, because compiling and measuring allocate too. */
    public static long bytesPerCall(Runnable call) {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CALLS; i++) {
                call.run();
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least / CALLS;
    }
}
