package io.logferry.benchmarks;

import java.util.List;
import java.util.Map;

/** What an event costs on its whole way, in CPU time of the application's process. */
final class PathBenchmark implements Benchmark {
    private static final int WARM_UP_EVENTS = 1_000_000;
    private static final int EVENTS = 1_000_000;
    private static final List<Subject> SUBJECTS =
            List.of(Subject.LOGFERRY, Subject.LOG4J2_LOGFERRY, Subject.LOGFERRY_SAFE_LZ4, Subject.LOGSTASH);

    @Override
    public String name() {
        return "path";
    }

    @Override
    public void run(Run run) throws Exception {
        run.say("One thread logs as fast as a full ring lets it, nothing dropped: " + EVENTS + " events measured after "
                + WARM_UP_EVENTS + " of warm-up, two arguments, MDC of two.");
        run.say("CPU s/M: CPU seconds of the application's whole process, per million events, from the first call to"
                + " the last acknowledgement (logferry: stored and forced by the collector; logstash: counted by a"
                + " socket that only counts lines).");
        for (int round = 1; round <= run.rounds(); round++) {
            for (Subject subject : SUBJECTS) {
                run.results().add(round, subject.toString(), measure(run, subject));
            }
        }
        run.say(run.results()
                .table(
                        "CPU s/M",
                        "of it caller",
                        "of it appender",
                        "of it JVM",
                        "with warm-up s/M",
                        "events/s",
                        "wire bytes/event"));
        compare(run, Subject.LOGFERRY, Subject.LOGSTASH, "CPU s/M", "target at most 0.5");
        compare(run, Subject.LOGFERRY_SAFE_LZ4, Subject.LOGSTASH, "CPU s/M", "no target");
        compare(run, Subject.LOGFERRY, Subject.LOGSTASH, "with warm-up s/M", "no target");
        compare(run, Subject.LOGFERRY, Subject.LOGSTASH, "events/s", "no target");
        compare(run, Subject.LOG4J2_LOGFERRY, Subject.LOGFERRY, "events/s", "target at least 1.0");
        compare(run, Subject.LOG4J2_LOGFERRY, Subject.LOGFERRY, "CPU s/M", "no target");
    }

    private static Map<String, Double> measure(Run run, Subject subject) throws Exception {
        try (Receiver receiver = Receiver.start(subject, run.workDir().resolve("collector"));
                Fork fork = Fork.start(
                        subject.jvmOptions(),
                        PathProcess.class,
                        subject.name(),
                        receiver.port(),
                        receiver.countPort(),
                        WARM_UP_EVENTS,
                        EVENTS)) {
            Map<String, Double> measured = fork.results();
            long received = receiver.events();
            if (received < WARM_UP_EVENTS + EVENTS) {
                throw new IllegalStateException(
                        "events were lost: logged=" + (WARM_UP_EVENTS + EVENTS) + " received=" + received);
            }
            return measured;
        } finally {
            run.clean();
        }
    }

    private static void compare(Run run, Subject subject, Subject other, String metric, String target) {
        run.say(metric + ", " + subject + " / " + other + ": "
                + run.results().ratio(subject.toString(), other.toString(), metric) + "; " + target);
    }
}
