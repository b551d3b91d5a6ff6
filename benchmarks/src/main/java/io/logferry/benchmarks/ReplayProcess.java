package io.logferry.benchmarks;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An application whose collector is taken from it and given back: what arrives directly beside what is replayed. It
 * starts its collectors itself, as processes of their own. Arguments: folder, warm-up events, measured events. A process
 * of its own.
 */
final class ReplayProcess {
    private static final long CHECK_NANOS = 100_000;

    private final Path collectorDir;
    private final Application application;
    private Receiver collector;
    private int number;

    private ReplayProcess(Path workDir) throws Exception {
        collectorDir = workDir.resolve("collector");
        collector = Receiver.start(Destination.COLLECTOR, collectorDir);
        String spill = "<spill><dir>" + workDir.resolve("spill") + "</dir></spill>";
        application =
                new Application(new LogbackFramework(LogbackSubjects.LOGFERRY.xml(collector.port(), true, spill)));
    }

    public static void main(String[] args) throws Exception {
        ReplayProcess process = new ReplayProcess(Path.of(args[0]));
        int warmUp = Integer.parseInt(args[1]);
        int events = Integer.parseInt(args[2]);
        try {
            process.sendDirectly(warmUp, false);
            process.replay(warmUp, false);
            process.sendDirectly(events, true);
            process.replay(events, true);
            process.application.stop();
        } finally {
            process.collector.close();
        }
        System.exit(0);
    }

    private void sendDirectly(int events, boolean measured) {
        long cpu = Cpu.processNanos();
        long start = System.nanoTime();
        log(events);
        application.awaitAcked(number);
        report("direct", measured ? events : 0, start, cpu);
    }

    private void replay(int events, boolean measured) throws Exception {
        int port = collector.port();
        collector.close();
        log(events);
        awaitAllOnDisk();
        long acked = application.stats().acked();
        collector = Receiver.startCollectorAt(port, collectorDir);
        while (application.stats().acked() == acked) {
            LockSupport.parkNanos(CHECK_NANOS);
        }
        long cpu = Cpu.processNanos();
        long start = System.nanoTime();
        long left = number - application.stats().acked();
        application.awaitAcked(number);
        report("replay", measured ? left : 0, start, cpu);
    }

    private void log(int events) {
        application.logAll(number, number + events);
        number += events;
    }

    private void awaitAllOnDisk() {
        while (application.stats().acked() + application.stats().onDisk() < number) {
            LockSupport.parkNanos(CHECK_NANOS);
        }
    }

    /** Nothing if there were no events to be measured. */
    private static void report(String kind, long events, long startNanos, long startCpuNanos) {
        if (events > 0) {
            double seconds = (double) (System.nanoTime() - startNanos) / TimeUnit.SECONDS.toNanos(1);
            Fork.report(kind + " events/s", events / seconds);
            Fork.report(kind + " CPU s/M", (Cpu.processNanos() - startCpuNanos) / 1e3 / events);
        }
    }
}
