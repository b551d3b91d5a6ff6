package io.logferry.benchmarks;

import java.util.concurrent.TimeUnit;

/** Measures what a number of events cost this process, from the first to the last acknowledgement. Any thread. */
final class PathMeter {
    /** Brings events to where they are acknowledged. */
    @FunctionalInterface
    interface Path {
        /** Returns when all have been acknowledged. */
        void deliver() throws Exception;
    }

    private PathMeter() {}

    /** Called in the forked process, on the thread that makes the events: measures and reports. */
    static void measure(int events, Path path) throws Exception {
        long cpu = Cpu.processNanos();
        long javaCpu = Cpu.javaThreadsNanos();
        long callerCpu = Cpu.threadNanos();
        double written = Cpu.writtenBytes();
        long start = System.nanoTime();
        path.deliver();
        double seconds = (double) (System.nanoTime() - start) / TimeUnit.SECONDS.toNanos(1);
        cpu = Cpu.processNanos() - cpu;
        javaCpu = Cpu.javaThreadsNanos() - javaCpu;
        callerCpu = Cpu.threadNanos() - callerCpu;
        // 1,000 ns per event are 1 s per million events
        Fork.report("CPU s/M", cpu / 1e3 / events);
        Fork.report("of it caller", callerCpu / 1e3 / events);
        Fork.report("of it appender", (javaCpu - callerCpu) / 1e3 / events);
        Fork.report("of it JVM", (cpu - javaCpu) / 1e3 / events);
        Fork.report("events/CPU s", events * 1e9 / cpu);
        Fork.report("events/s", events / seconds);
        Fork.report("wire bytes/event", (Cpu.writtenBytes() - written) / events);
    }
}
