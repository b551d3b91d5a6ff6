package io.logferry.benchmarks;

import java.util.List;

/** What the journal costs beside a plain file. */
final class SpillBenchmark implements Benchmark {
    private static final long WARM_UP_BYTES = 128 << 20;
    private static final long BYTES = 512 << 20;

    @Override
    public String name() {
        return "spill";
    }

    @Override
    public void run(Run run) throws Exception {
        run.say(
                "Frames of 256 KB of JSON lines, compressed, appended to a journal (sync none) or as the same bytes to one"
                        + " file by FileChannel: " + (BYTES >> 20) + " MiB after " + (WARM_UP_BYTES >> 20)
                        + " MiB of warm-up; making the frames is not timed.");
        for (int round = 1; round <= run.rounds(); round++) {
            for (String kind : List.of("journal", "plain")) {
                try (Fork fork = Fork.start(SpillProcess.class, kind, run.workDir(), WARM_UP_BYTES, BYTES)) {
                    run.results().add(round, kind, fork.results());
                } finally {
                    run.clean();
                }
            }
        }
        run.say(run.results().table("MB/s"));
        run.say("MB/s, journal / plain: " + run.results().ratio("journal", "plain", "MB/s") + "; target at least 0.5");
    }
}
