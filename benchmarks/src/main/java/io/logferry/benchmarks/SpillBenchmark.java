package io.logferry.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the journal costs beside a plain file. */
final class SpillBenchmark implements Benchmark {
    private static final long WARM_UP_BYTES = 128 << 20;
    private static final int REPLAYED_EVENTS = 6_000_000;
    private static final List<String> REPLAY_KINDS = List.of("direct", "replay");
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
        run.ratio("MB/s", "journal", "plain", "target at least 0.8");
        replay(run);
    }

    /** Not in the table, whose metrics it does not have. */
    private static void replay(Run run) throws Exception {
        run.say("Replay: an application (one thread, two arguments, MDC of two, waits for a full ring) and a collector,"
                + " which forces before it acknowledges; " + REPLAYED_EVENTS + " events sent directly, then as many"
                + " logged while it is down and replayed when it is back, from the first acknowledgement to the last;"
                + " each after half as many of warm-up. Events that are replayed were made and encoded before.");
        for (int round = 1; round <= run.rounds(); round++) {
            try (Fork fork = Fork.start(ReplayProcess.class, run.workDir(), REPLAYED_EVENTS / 2, REPLAYED_EVENTS)) {
                Map<String, Double> measured = fork.results();
                for (String kind : REPLAY_KINDS) {
                    run.results().add(round, kind, ofKind(kind, measured));
                }
            } finally {
                run.clean();
            }
        }
        for (String metric : List.of("events/s", "CPU s/M")) {
            for (String kind : REPLAY_KINDS) {
                run.say(metric + ", " + kind + ": " + run.results().spread(kind, metric));
            }
        }
        run.ratio("events/s", "replay", "direct", "target at least 0.8");
        run.ratio("CPU s/M", "replay", "direct", "no target");
    }

    private static Map<String, Double> ofKind(String kind, Map<String, Double> measured) {
        Map<String, Double> found = new LinkedHashMap<>();
        measured.forEach((metric, value) -> {
            if (metric.startsWith(kind + " ")) {
                found.put(metric.substring(kind.length() + 1), value);
            }
        });
        return found;
    }
}
