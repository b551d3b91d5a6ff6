package io.logferry.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One thread that logs as fast as the appender takes events, none dropped. Arguments: subject, port, count port,
 * warm-up events, measured events. A process of its own.
 */
final class PathProcess {
    private static final int EVENTS_PER_REQUEST = 10;
    private static final long CHECK_NANOS = 1_000_000;

    private final Subject subject;
    private final int countPort;
    private final Application application;
    private int number;

    private PathProcess(Subject subject, int countPort, Application application) {
        this.subject = subject;
        this.countPort = countPort;
        this.application = application;
    }

    public static void main(String[] args) throws Exception {
        Subject subject = Subject.valueOf(args[0]);
        Application application = Application.start(subject.xml(Integer.parseInt(args[1]), true, ""));
        PathProcess path = new PathProcess(subject, Integer.parseInt(args[2]), application);
        int events = Integer.parseInt(args[4]);
        path.deliver(Integer.parseInt(args[3]));

        long cpu = Cpu.processNanos();
        long javaCpu = Cpu.javaThreadsNanos();
        long callerCpu = Cpu.threadNanos();
        double written = Cpu.writtenBytes();
        long start = System.nanoTime();
        path.deliver(events);
        double seconds = (double) (System.nanoTime() - start) / TimeUnit.SECONDS.toNanos(1);
        cpu = Cpu.processNanos() - cpu;
        javaCpu = Cpu.javaThreadsNanos() - javaCpu;
        callerCpu = Cpu.threadNanos() - callerCpu;
        // 1,000 ns per event are 1 s per million events
        Fork.report("CPU s/M", cpu / 1e3 / events);
        Fork.report("of it caller", callerCpu / 1e3 / events);
        Fork.report("of it appender", (javaCpu - callerCpu) / 1e3 / events);
        Fork.report("of it JVM", (cpu - javaCpu) / 1e3 / events);
        Fork.report("events/s", events / seconds);
        Fork.report("wire bytes/event", (Cpu.writtenBytes() - written) / events);
        Fork.report("with warm-up s/M", Cpu.processNanos() / 1e3 / path.number);
        Application.stop();
        System.exit(0);
    }

    /** Logs events and returns once all have been acknowledged, or counted where nothing is acknowledged. */
    private void deliver(int events) throws Exception {
        for (int end = number + events; number < end; number++) {
            if (number % EVENTS_PER_REQUEST == 0) {
                application.beginRequest(number / EVENTS_PER_REQUEST);
            }
            application.log(number);
        }
        if (subject.isLogferry()) {
            while (Application.stats().acked() < number) {
                LockSupport.parkNanos(CHECK_NANOS);
            }
        } else {
            CountServer.await(countPort, number);
        }
    }
}
