package io.logferry.benchmarks;

import java.util.List;

/** What an appender costs that has nothing to do. */
final class IdleBenchmark implements Benchmark {
    private static final int SECONDS = 30;

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public void run(Run run) throws Exception {
        int rounds = Math.min(2, run.rounds());
        run.say("CPU time of the whole process over " + SECONDS + " s after its only event, connected; " + rounds
                + " rounds, the subjects of a round side by side.");
        for (int round = 1; round <= rounds; round++) {
            measure(run, round);
        }
        run.say(run.results().table("% of a core"));
        for (Subject subject : List.of(LogbackSubjects.LOGFERRY, LogbackSubjects.LOGSTASH)) {
            run.say(subject + " - none: "
                    + run.results().difference(subject.toString(), LogbackSubjects.NONE.toString(), "% of a core")
                    + (subject.isAcknowledged() ? "; target at most 0.2" : ""));
        }
    }

    private static void measure(Run run, int round) throws Exception {
        try (Receiver collector =
                        Receiver.start(Destination.COLLECTOR, run.workDir().resolve("collector"));
                Receiver counter = Receiver.start(Destination.LINES, run.workDir());
                Fork none = start(LogbackSubjects.NONE, counter);
                Fork logferry = start(LogbackSubjects.LOGFERRY, collector);
                Fork logstash = start(LogbackSubjects.LOGSTASH, counter)) {
            run.results().add(round, LogbackSubjects.NONE.toString(), none.results());
            run.results().add(round, LogbackSubjects.LOGFERRY.toString(), logferry.results());
            run.results().add(round, LogbackSubjects.LOGSTASH.toString(), logstash.results());
        } finally {
            run.clean();
        }
    }

    private static Fork start(Subject subject, Receiver receiver) throws Exception {
        return Fork.start(IdleProcess.class, subject.label(), receiver.port(), receiver.countPort(), SECONDS);
    }
}
