package io.logferry.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether an event costs more the more threads, appenders or bytes there are. */
final class GrowthBenchmark implements Benchmark {
    private static final int MOST_ROUNDS = 3;
    private static final int EVENTS = 1_000_000;
    /** Fewer of those that are large. */
    private static final long MOST_BYTES = 300_000_000;

    private static final int USUAL_BYTES = 100;
    private static final int USUAL_CAPACITY = 8_192;
    /** A ring with room for a whole burst, so that nobody waits. */
    private static final int ROOMY_CAPACITY = 262_144;

    private static final int ROOMY_BURSTS = 5;
    private static final List<Integer> THREADS = List.of(1, 2, 4, 8, 16, 64);
    private static final List<Integer> ROOMY_THREADS = List.of(1, 16, 64);
    private static final List<Integer> APPENDERS = List.of(1, 4, 16);
    private static final List<Integer> MESSAGE_BYTES = List.of(100, 1_000, 10_000, 100_000);

    @Override
    public String name() {
        return "growth";
    }

    /** One row of a table. */
    private record Load(String label, int threads, int appenders, int messageBytes, int ringCapacity) {
        int bursts() {
            return ringCapacity == ROOMY_CAPACITY ? ROOMY_BURSTS : 1;
        }

        int events() {
            return (int) Math.min(EVENTS, MOST_BYTES / messageBytes) / (threads * bursts()) * (threads * bursts());
        }
    }

    @Override
    public void run(Run run) throws Exception {
        run.say("Logback, messages of random words without arguments, MDC of two per thread, to the collector; threads"
                + " log as fast as full rings let them, nothing dropped: " + EVENTS + " events, of large ones "
                + MOST_BYTES / 1_000_000 + " MB, after as many of warm-up; at most " + MOST_ROUNDS + " rounds.");
        run.say("room-threads: in bursts that the ring has room for (" + ROOMY_CAPACITY + " events), so that no thread"
                + " waits; in the other rows most threads do, in short naps.");
        run.say(
                "CPU: of the application's whole process, from the first call until the collector has stored the last event.");
        List<Load> threads = THREADS.stream()
                .map(count -> new Load("threads-" + count, count, 1, USUAL_BYTES, USUAL_CAPACITY))
                .toList();
        List<Load> roomy = ROOMY_THREADS.stream()
                .map(count -> new Load("room-threads-" + count, count, 1, USUAL_BYTES, ROOMY_CAPACITY))
                .toList();
        List<Load> appenders = APPENDERS.stream()
                .map(count -> new Load("appenders-" + count, count, count, USUAL_BYTES, USUAL_CAPACITY))
                .toList();
        List<Load> sizes = MESSAGE_BYTES.stream()
                .map(bytes -> new Load("bytes-" + bytes, 1, 1, bytes, USUAL_CAPACITY))
                .toList();
        List<Load> all = new ArrayList<>(threads);
        all.addAll(roomy);
        all.addAll(appenders);
        all.addAll(sizes);
        for (int round = 1; round <= Math.min(MOST_ROUNDS, run.rounds()); round++) {
            for (Load load : all) {
                run.results().add(round, load.label(), measure(run, load));
            }
        }
        run.say(run.results().table("CPU s/M", "CPU s/GB", "events/s", "MB/s"));
        compare(run, threads, "CPU s/M");
        compare(run, roomy, "CPU s/M");
        compare(run, appenders, "CPU s/M");
        compare(run, sizes, "CPU s/GB");
    }

    private static Map<String, Double> measure(Run run, Load load) throws Exception {
        try (Receiver receiver =
                        Receiver.start(Destination.COLLECTOR, run.workDir().resolve("collector"));
                Fork fork = Fork.start(
                        GrowthProcess.class,
                        receiver.port(),
                        receiver.countPort(),
                        load.threads(),
                        load.appenders(),
                        load.messageBytes(),
                        load.ringCapacity(),
                        load.bursts(),
                        load.events())) {
            return fork.results();
        } finally {
            run.clean();
        }
    }

    private static void compare(Run run, List<Load> loads, String metric) {
        for (Load load : loads.subList(1, loads.size())) {
            run.ratio(metric, load.label(), loads.get(0).label(), "1 is flat");
        }
    }
}
