package io.logferry.benchmarks;

import java.util.List;
import java.util.Map;

/** What logger.info costs the application's thread. */
final class CallerBenchmark implements Benchmark {
    private static final int CALLS = 40_000;
    static final String DESCRIPTION = """
            One thread, 10,000 calls/s in bursts of 10; two arguments, MDC of two; after 210,000 calls of warm-up.
            Times: of %d calls, spinning between bursts; they include one System.nanoTime().
            CPU: of %d further calls, sleeping between bursts. CPU ns/call: the whole process; of it caller: the calling
            thread within bursts only, one reading of its CPU clock per burst included.""".formatted(CALLS, CALLS);
    private static final List<Subject> SUBJECTS =
            List.of(Subject.EMPTY, Subject.EMPTY_PREPARED, Subject.LOGFERRY, Subject.LOGSTASH);

    @Override
    public String name() {
        return "caller";
    }

    @Override
    public void run(Run run) throws Exception {
        run.say(DESCRIPTION);
        for (int round = 1; round <= run.rounds(); round++) {
            for (Subject subject : SUBJECTS) {
                run.results().add(round, subject.toString(), measure(run, subject));
            }
        }
        run.say(run.results().table("p50 ns", "p90 ns", "p99 ns", "p99.9 ns", "max ns", "bytes/call"));
        run.say(run.results().table("CPU ns/call", "of it caller"));
        target(run, "p50 ns", "at most 0.8");
        target(run, "p99 ns", "at most 0.4");
        target(run, "p99.9 ns", "none");
        target(run, "bytes/call", "at most 1");
    }

    static Map<String, Double> measure(Run run, Subject subject) throws Exception {
        try (Receiver receiver = Receiver.start(subject, run.workDir().resolve("collector"));
                Fork fork = Fork.start(
                        subject.jvmOptions(),
                        CallerProcess.class,
                        subject.name(),
                        receiver.port(),
                        receiver.countPort(),
                        CALLS)) {
            return fork.results();
        } finally {
            run.clean();
        }
    }

    private static void target(Run run, String metric, String target) {
        run.say(metric + ", logferry / logstash: "
                + run.results().ratio(Subject.LOGFERRY.toString(), Subject.LOGSTASH.toString(), metric) + "; target "
                + target);
    }
}
