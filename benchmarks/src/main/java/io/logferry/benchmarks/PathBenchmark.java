package io.logferry.benchmarks;

import java.util.List;
import java.util.Map;

/** What an event costs on its whole way, in CPU time of the application's process. */
final class PathBenchmark implements Benchmark {
    private static final int WARM_UP_EVENTS = 3_000_000;
    /** The end of the warm-up has code compiled again, 0.1 s of CPU: a few millions make little of that. */
    private static final int EVENTS = 3_000_000;

    private static final int MOST_ROUNDS = 3;
    private static final Subject LOGFERRY = LogbackSubjects.LOGFERRY;
    private static final Subject LOGSTASH = LogbackSubjects.LOGSTASH;
    private static final List<Subject> SUBJECTS = List.of(
            LOGFERRY,
            Log4jSubjects.LOGFERRY,
            LogbackSubjects.LOGFERRY_SAFE_LZ4,
            LogbackSubjects.LOGFERRY_ZSTD,
            LOGSTASH,
            LogbackSubjects.FLUENCY,
            LogbackSubjects.LOKI4J,
            LogbackSubjects.EMPTY_PREPARED,
            Log4jSubjects.EMPTY);

    @Override
    public String name() {
        return "path";
    }

    @Override
    public void run(Run run) throws Exception {
        run.say("One thread logs as fast as a full ring lets it, nothing dropped: " + EVENTS + " events measured after "
                + WARM_UP_EVENTS + " of warm-up, two arguments, MDC of two. At most " + MOST_ROUNDS + " rounds.");
        run.say("CPU s/M: CPU seconds of the application's whole process, per million events, from the first call to"
                + " the last acknowledgement (logferry: stored and forced by the collector; peers: counted by a"
                + " receiver that only counts).");
        run.say("empty-prepared and log4j2-empty are what no appender can save: events are made, Logback's with their"
                + " message and MDC, and nothing is sent. fluency: a map per event, without acks, 512 MB of buffer."
                + " loki4j, which can't wait for a slow receiver, is never more than " + PathProcess.MOST_AHEAD
                + " events ahead of its own.");
        for (int round = 1; round <= Math.min(run.rounds(), MOST_ROUNDS); round++) {
            for (Subject subject : SUBJECTS) {
                run.results().add(round, subject.label(), measure(run, subject));
            }
        }
        run.say(run.results()
                .table("CPU s/M", "of it caller", "of it appender", "of it JVM", "with warm-up s/M", "events/CPU s"));
        run.say(run.results().table("events/s", "wire bytes/event"));
        run.ratio("events/CPU s", LOGFERRY, LOGSTASH, "target at least 3");
        run.ratio("events/CPU s", LOGFERRY, LogbackSubjects.FLUENCY, "target at least 1.5");
        run.ratio("events/CPU s", LOGFERRY, LogbackSubjects.LOKI4J, "no target");
        run.ratio("events/CPU s", LOGFERRY, LogbackSubjects.EMPTY_PREPARED, "no target");
        run.ratio("events/CPU s", Log4jSubjects.LOGFERRY, LOGSTASH, "no target");
        run.ratio("events/CPU s", LogbackSubjects.LOGFERRY_SAFE_LZ4, LOGSTASH, "no target");
        run.ratio("CPU s/M", LOGFERRY, LOGSTASH, "target at most 0.5");
        run.ratio("with warm-up s/M", LOGFERRY, LOGSTASH, "no target");
        run.ratio("events/s", LOGFERRY, LOGSTASH, "no target");
        run.ratio("wire bytes/event", LOGFERRY, LOGSTASH, "target at most 0.2");
        run.ratio("wire bytes/event", LOGFERRY, LogbackSubjects.FLUENCY, "no target");
        run.ratio("wire bytes/event", LOGFERRY, LogbackSubjects.LOKI4J, "no target");
        run.ratio("wire bytes/event", LogbackSubjects.LOGFERRY_ZSTD, LOGFERRY, "no target");
        run.ratio("CPU s/M", LogbackSubjects.LOGFERRY_ZSTD, LOGFERRY, "no target");
        run.ratio("events/s", Log4jSubjects.LOGFERRY, LOGFERRY, "target at least 1.0");
        run.ratio("CPU s/M", Log4jSubjects.LOGFERRY, LOGFERRY, "no target");
    }

    static Map<String, Double> measure(Run run, Subject subject) throws Exception {
        try (Receiver receiver =
                        Receiver.start(subject.destination(), run.workDir().resolve("collector"));
                Fork fork = Fork.start(
                        subject.jvmOptions(),
                        PathProcess.class,
                        subject.label(),
                        receiver.port(),
                        receiver.countPort(),
                        WARM_UP_EVENTS,
                        EVENTS)) {
            Map<String, Double> measured = fork.results();
            long received = receiver.events();
            if (subject.isSender() && received < WARM_UP_EVENTS + EVENTS) {
                throw new IllegalStateException(
                        "events were lost: logged=" + (WARM_UP_EVENTS + EVENTS) + " received=" + received);
            }
            return measured;
        } finally {
            run.clean();
        }
    }
}
