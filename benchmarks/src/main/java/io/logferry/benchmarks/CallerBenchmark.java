package io.logferry.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What logger.info costs the application's thread. */
final class CallerBenchmark implements Benchmark {
    private static final int CALLS = 100_000;
    private static final int CPU_CALLS = 40_000;
    private static final int MOST_ROUNDS = 3;
    static final String DESCRIPTION = """
            One thread, 10,000 calls/s in bursts of 10; two arguments, MDC of two; after 210,000 calls of warm-up.
            Times: of %d calls, spinning between bursts; they include one System.nanoTime().
            CPU: of %d further calls, sleeping between bursts. CPU ns/call: the whole process; of it caller: the calling
            thread within bursts only, one reading of its CPU clock per burst included. At most %d rounds.""".formatted(CALLS, CPU_CALLS, MOST_ROUNDS);
    private static final Subject LOGFERRY = LogbackSubjects.LOGFERRY;
    private static final List<Subject> SUBJECTS = List.of(
            LogbackSubjects.EMPTY,
            LogbackSubjects.EMPTY_PREPARED,
            LOGFERRY,
            LogbackSubjects.LOGFERRY_DOWN,
            LogbackSubjects.LOGFERRY_FULL,
            LogbackSubjects.ASYNC,
            LogbackSubjects.LOGSTASH);

    @Override
    public String name() {
        return "caller";
    }

    @Override
    public void run(Run run) throws Exception {
        run.say(DESCRIPTION);
        run.say("logferry-down: nobody listens, everything is spilled; -full: and the spill has its spill.maxBytes, so"
                + " that the oldest is dropped. logback-async: Logback's AsyncAppender with the same queue, which waits"
                + " when full, and an appender that does nothing behind it.");
        measureAll(run, SUBJECTS);
        tables(run);
        run.ratio("p50 ns", LOGFERRY, LogbackSubjects.LOGSTASH, "target at most 0.7");
        run.ratio("p99 ns", LOGFERRY, LogbackSubjects.LOGSTASH, "target at most 0.25");
        run.ratio("p99.9 ns", LOGFERRY, LogbackSubjects.LOGSTASH, "no target");
        run.ratio("p99 ns", LOGFERRY, LogbackSubjects.EMPTY, "target at most 1.5");
        run.ratio("p99.9 ns", LOGFERRY, LogbackSubjects.EMPTY, "target at most 1.5");
        run.ratio("p99 ns", LOGFERRY, LogbackSubjects.EMPTY_PREPARED, "no target");
        run.ratio("p99.9 ns", LOGFERRY, LogbackSubjects.EMPTY_PREPARED, "no target");
        for (Subject peer : List.of(LogbackSubjects.LOGSTASH, LogbackSubjects.ASYNC)) {
            run.ratio("CPU ns/call", LOGFERRY, peer, "target under 1");
        }
        run.difference("bytes/call", LOGFERRY, LogbackSubjects.EMPTY_PREPARED, "target at most 0");
        for (Subject trouble : List.of(LogbackSubjects.LOGFERRY_DOWN, LogbackSubjects.LOGFERRY_FULL)) {
            run.ratio("p50 ns", trouble, LOGFERRY, "no target");
            run.ratio("p99 ns", trouble, LOGFERRY, "no target");
            run.ratio("p99.9 ns", trouble, LOGFERRY, "no target");
        }
    }

    /** Measures the subjects in turn. */
    static void measureAll(Run run, List<Subject> subjects) throws Exception {
        for (int round = 1; round <= Math.min(MOST_ROUNDS, run.rounds()); round++) {
            for (Subject subject : subjects) {
                run.results().add(round, subject.label(), measure(run, subject));
            }
        }
    }

    private static Map<String, Double> measure(Run run, Subject subject) throws Exception {
        List<String> jvmOptions = new ArrayList<>(subject.jvmOptions());
        jvmOptions.add("-D" + LogbackSubjects.SPILL_DIR + "=" + run.workDir().resolve("spill"));
        try (Receiver receiver =
                        Receiver.start(subject.destination(), run.workDir().resolve("collector"));
                Fork fork = Fork.start(
                        jvmOptions,
                        CallerProcess.class,
                        subject.label(),
                        receiver.port(),
                        receiver.countPort(),
                        CALLS,
                        CPU_CALLS)) {
            Map<String, Double> measured = fork.results();
            run.histograms().add(subject.label(), fork.buckets());
            return measured;
        } finally {
            run.clean();
        }
    }

    /** Says what was measured of all subjects. */
    static void tables(Run run) {
        run.say(run.results().table("p50 ns", "p90 ns", "p99 ns", "p99.9 ns", "p99.99 ns", "max ns"));
        run.say(run.results().table("CPU ns/call", "of it caller", "bytes/call"));
        run.say("All rounds together, every count in the histogram beside this file:");
        run.say(String.format(Locale.ROOT, "%-20s%12s%12s%12s%12s", "", "p50 ns", "p99 ns", "p99.9 ns", "p99.99 ns"));
        for (String subject : run.histograms().subjects()) {
            run.say(String.format(
                    Locale.ROOT,
                    "%-20s%,12.0f%,12.0f%,12.0f%,12.0f",
                    subject,
                    run.histograms().percentile(subject, 50),
                    run.histograms().percentile(subject, 99),
                    run.histograms().percentile(subject, 99.9),
                    run.histograms().percentile(subject, 99.99)));
        }
    }
}
