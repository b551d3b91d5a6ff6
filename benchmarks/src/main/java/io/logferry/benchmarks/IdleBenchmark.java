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
        for (Subject subject : List.of(Subject.LOGFERRY, Subject.LOGSTASH)) {
            run.say(subject + " - none: "
                    + run.results().difference(subject.toString(), Subject.NONE.toString(), "% of a core")
                    + (subject.isLogferry() ? "; target at most 0.5" : ""));
        }
    }

    private static void measure(Run run, int round) throws Exception {
        try (Receiver collector = Receiver.start(Subject.LOGFERRY, run.workDir().resolve("collector"));
                Receiver counter = Receiver.start(Subject.LOGSTASH, run.workDir());
                Fork none = start(Subject.NONE, counter);
                Fork logferry = start(Subject.LOGFERRY, collector);
                Fork logstash = start(Subject.LOGSTASH, counter)) {
            run.results().add(round, Subject.NONE.toString(), none.results());
            run.results().add(round, Subject.LOGFERRY.toString(), logferry.results());
            run.results().add(round, Subject.LOGSTASH.toString(), logstash.results());
        } finally {
            run.clean();
        }
    }

    private static Fork start(Subject subject, Receiver receiver) throws Exception {
        return Fork.start(IdleProcess.class, subject.name(), receiver.port(), receiver.countPort(), SECONDS);
    }
}
