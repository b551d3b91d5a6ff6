package io.logferry.benchmarks;

import io.logferry.frame.DropReason;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One paced caller, bursts of 10 calls. First each call is timed and the thread spins between bursts; then it sleeps
 * between bursts, and CPU time is measured: its own within bursts, and the whole process's. Arguments: subject, port,
 * count port, calls to be timed, calls whose CPU time is measured. A process of its own.
 */
final class CallerProcess {
    private static final int BURST = 10;
    private static final int CALLS_PER_SECOND = 10_000;
    private static final int WARM_UP_CALLS_PER_SECOND = 100_000;
    private static final int WARM_UP_CALLS = 200_000;
    private static final int SETTLING_CALLS = CALLS_PER_SECOND;

    private final Application application;
    private final LatencyHistogram histogram = new LatencyHistogram();
    private int number;

    private CallerProcess(Application application) {
        this.application = application;
    }

    public static void main(String[] args) throws Exception {
        Subject subject = Subject.named(args[0]);
        int countPort = Integer.parseInt(args[2]);
        CallerProcess caller = new CallerProcess(subject.start(Integer.parseInt(args[1]), true));
        caller.prepare(subject, countPort);
        caller.time(Integer.parseInt(args[3]));
        caller.measureCpu(Integer.parseInt(args[4]));
        if (subject.isSender()) {
            CountServer.await(countPort, caller.number);
        }
        caller.application.stop();
        System.exit(0);
    }

    /** Brings the subject to the state in which it is measured, and warms up. */
    private void prepare(Subject subject, int countPort) throws Exception {
        pace(BURST, CALLS_PER_SECOND);
        if (subject.isSender()) {
            CountServer.await(countPort, BURST); // it is connected
        }
        while (subject.equals(LogbackSubjects.LOGFERRY_FULL) && !isSpillFull()) {
            application.log(number++);
        }
        pace(WARM_UP_CALLS, WARM_UP_CALLS_PER_SECOND);
        pace(SETTLING_CALLS, CALLS_PER_SECOND);
        histogram.clear();
    }

    private boolean isSpillFull() {
        return number % WARM_UP_CALLS == 0 && application.stats().drops().of(DropReason.SPILL_FULL) > 0;
    }

    private void time(int calls) {
        long allocated = Cpu.allocatedBytes();
        pace(calls, CALLS_PER_SECOND);
        double allocatedPerCall = (double) (Cpu.allocatedBytes() - allocated) / calls;
        Fork.report("p50 ns", histogram.percentile(50));
        Fork.report("p90 ns", histogram.percentile(90));
        Fork.report("p99 ns", histogram.percentile(99));
        Fork.report("p99.9 ns", histogram.percentile(99.9));
        Fork.report("p99.99 ns", histogram.percentile(99.99));
        Fork.report("max ns", histogram.max());
        Fork.report("bytes/call", allocatedPerCall);
        histogram.forEach(Fork::reportBucket);
    }

    private void measureCpu(int calls) {
        sleepBetween(SETTLING_CALLS);
        long processNanos = Cpu.processNanos();
        long burstsNanos = sleepBetween(calls);
        Fork.report("CPU ns/call", (double) (Cpu.processNanos() - processNanos) / calls);
        Fork.report("of it caller", (double) burstsNanos / calls);
    }

    private void pace(int calls, int callsPerSecond) {
        long burstNanos = TimeUnit.SECONDS.toNanos(BURST) / callsPerSecond;
        long next = System.nanoTime();
        for (int end = number + calls; number < end; next += burstNanos) {
            while (System.nanoTime() - next < 0) {
                Thread.onSpinWait();
            }
            for (int i = 0; i < BURST; i++) {
                long before = System.nanoTime();
                application.log(number);
                histogram.record(System.nanoTime() - before);
                number++;
            }
        }
    }

    /** Calls; gives the CPU time that this thread used within bursts, one reading of the clock per burst included. */
    private long sleepBetween(int calls) {
        long burstNanos = TimeUnit.SECONDS.toNanos(BURST) / CALLS_PER_SECOND;
        long next = System.nanoTime();
        long cpuNanos = 0;
        for (int end = number + calls; number < end; next += burstNanos) {
            for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            long before = Cpu.threadNanos();
            for (int i = 0; i < BURST; i++) {
                application.log(number++);
            }
            cpuNanos += Cpu.threadNanos() - before;
        }
        return cpuNanos;
    }
}
