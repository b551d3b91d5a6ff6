package io.logferry.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What this process and its main thread have used so far. Any thread. */
public final class Cpu {
    private static final com.sun.management.OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
    private static final com.sun.management.ThreadMXBean THREADS =
            ManagementFactory.getPlatformMXBean(com.sun.management.ThreadMXBean.class);

    private Cpu() {}

    /** CPU time of all threads since the JVM started, compilers and collectors included. */
    static long processNanos() {
        return PROCESS.getProcessCpuTime();
    }

    /** CPU time of the calling thread. */
    public static long threadNanos() {
        return THREADS.getCurrentThreadCpuTime();
    }

    /** CPU time of all living threads that run Java, without the JVM's own: compilers and collectors. */
    static long javaThreadsNanos() {
        return Arrays.stream(THREADS.getThreadCpuTime(THREADS.getAllThreadIds()))
                .filter(nanos -> nanos > 0)
                .sum();
    }

    /** Bytes that the calling thread allocated. */
    public static long allocatedBytes() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    /** Bytes that this process wrote to sockets and files; NaN where the kernel does not tell. */
    static double writtenBytes() {
        try {
            return Files.readAllLines(Path.of("/proc/self/io")).stream()
                    .filter(line -> line.startsWith("wchar: "))
                    .mapToDouble(line -> Double.parseDouble(line.substring("wchar: ".length())))
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException notLinux) {
            return Double.NaN;
        }
    }
}
