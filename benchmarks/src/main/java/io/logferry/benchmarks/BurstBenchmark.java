package io.logferry.benchmarks;

import java.util.List;

/** What is dropped of a burst after idleness. */
final class BurstBenchmark implements Benchmark {
    private static final int RING_CAPACITY = 8_192;
    private static final List<Subject> SUBJECTS = List.of(LogbackSubjects.LOGFERRY, LogbackSubjects.LOGSTASH);

    @Override
    public String name() {
        return "burst";
    }

    @Override
    public void run(Run run) throws Exception {
        run.say("Events dropped of bursts of 1, 2, 4 and 8 times the ring's " + RING_CAPACITY
                + " events (the default of both), logged by one thread as fast as it can after 1.5 s of idleness; cold:"
                + " the first events of the JVM, else after 500,000; at most 3 rounds.");
        for (int round = 1; round <= Math.min(3, run.rounds()); round++) {
            for (Subject subject : SUBJECTS) {
                try (Receiver receiver = Receiver.start(
                                subject.destination(), run.workDir().resolve("collector"));
                        Fork fork = Fork.start(
                                BurstProcess.class,
                                subject.label(),
                                receiver.port(),
                                receiver.countPort(),
                                RING_CAPACITY)) {
                    run.results().add(round, subject.toString(), fork.results());
                } finally {
                    run.clean();
                }
            }
        }
        run.say(run.results().table("cold 1x dropped", "1x dropped", "2x dropped", "4x dropped", "8x dropped"));
        run.say("target: nothing dropped of 1x, cold or not");
    }
}
