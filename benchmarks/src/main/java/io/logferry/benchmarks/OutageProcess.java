package io.logferry.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * An application that logs at an even pace, with its appender's defaults, whatever happens to its receiver. Arguments:
 * subject, port, folder for a spill, folder of a count of lines, file for the timeline, events per second, seconds. A
 * process of its own.
 */
final class OutageProcess {
    /** A JVM that has just started gets a tenth, as from applications that start. */
    private static final int COLD_PART = 10;

    private static final int COLD_SECONDS = 3;
    private static final int WARM_UP_SECONDS = 5;
    private static final long PACE_NANOS = 500_000;

    /** Where it had no processor for a while, it makes up for that at about twice the pace, not at once. */
    private static final int LOOKS_PER_SECOND = 1_000;

    private static final long CATCH_UP_SECONDS = 60;

    /** So long after the last arrival nothing more is waited for. */
    private static final long STILL_SECONDS = 5;

    private final Application application;
    private final LatencyHistogram histogram = new LatencyHistogram();
    private final AtomicLong slowestNanos = new AtomicLong();
    private volatile int number;

    private OutageProcess(Application application) {
        this.application = application;
    }

    public static void main(String[] args) throws Exception {
        Subject subject = Subject.named(args[0]);
        String further = subject.isAcknowledged()
                ? "<spill><dir>" + args[2] + "</dir></spill>"
                : "<reconnectionDelay>1 second</reconnectionDelay>";
        Application application =
                new Application(new LogbackFramework(subject.xml(Integer.parseInt(args[1]), false, further)));
        LongSupplier delivered =
                subject.isAcknowledged() ? () -> application.stats().acked() : new LineCount(Path.of(args[3]))::get;
        OutageProcess outage = new OutageProcess(application);
        int eventsPerSecond = Integer.parseInt(args[5]);
        outage.pace(eventsPerSecond / COLD_PART, COLD_SECONDS);
        outage.pace(eventsPerSecond, WARM_UP_SECONDS);
        outage.histogram.clear();
        outage.slowestNanos.set(0);
        System.out.println("begun=" + outage.number);

        OutageTimeline timeline = new OutageTimeline(
                () -> outage.number,
                delivered,
                subject.isAcknowledged() ? application::stats : null,
                () -> outage.slowestNanos.getAndSet(0));
        timeline.start();
        outage.pace(eventsPerSecond, Integer.parseInt(args[6]));
        outage.awaitArrivals(delivered);
        Files.writeString(Path.of(args[4]), timeline.end(subject.toString()));
        Fork.report("logged", outage.number);
        Fork.report("p99.9 ns", outage.histogram.percentile(99.9));
        Fork.report("slowest call ns", outage.histogram.max());
        if (subject.isAcknowledged()) {
            Fork.report("dropped", (double) application.stats().drops().total());
        }
        application.stop();
        System.exit(0);
    }

    private void pace(int eventsPerSecond, int seconds) {
        long start = System.nanoTime();
        int first = number;
        int end = first + seconds * eventsPerSecond;
        int next = first;
        while (next < end) {
            long due = first + (System.nanoTime() - start) / (TimeUnit.SECONDS.toNanos(1) / eventsPerSecond);
            long now = Math.min(Math.min(due, end), next + eventsPerSecond / LOOKS_PER_SECOND);
            for (; next < now; next++) {
                log(next);
            }
            LockSupport.parkNanos(PACE_NANOS);
        }
    }

    private void log(int next) {
        long before = System.nanoTime();
        application.logUnique(next);
        long nanos = System.nanoTime() - before;
        histogram.record(nanos);
        if (nanos > slowestNanos.get()) {
            slowestNanos.set(nanos);
        }
        number = next + 1;
    }

    /** Returns when everything has arrived, or nothing more does. */
    private void awaitArrivals(LongSupplier delivered) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(CATCH_UP_SECONDS);
        long lastArrival = System.nanoTime();
        long before = -1;
        for (long now = lastArrival; now - end < 0 && now - lastArrival < TimeUnit.SECONDS.toNanos(STILL_SECONDS); ) {
            long arrived = delivered.getAsLong();
            if (arrived >= number) {
                return;
            }
            now = System.nanoTime();
            if (arrived > before) {
                lastArrival = now;
                before = arrived;
            }
            LockSupport.parkNanos(PACE_NANOS);
        }
    }
}
