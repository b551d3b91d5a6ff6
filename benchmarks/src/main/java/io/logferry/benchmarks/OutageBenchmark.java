package io.logferry.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What becomes of an application's events when its receiver is killed and started again. */
final class OutageBenchmark implements Benchmark {
    static final String TIMELINE = "outage-timeline.csv";
    static final int KILLED_SECONDS = 10;
    static final int STARTED_SECONDS = 20;
    private static final int SECONDS = 40;
    private static final int EVENTS_PER_SECOND = 20_000;
    private static final List<Subject> SUBJECTS = List.of(LogbackSubjects.LOGFERRY, LogbackSubjects.LOGSTASH);

    @Override
    public String name() {
        return "outage";
    }

    @Override
    public void run(Run run) throws Exception {
        run.say(String.format(
                "One thread logs %d events/s for %d s, after 3 s at a tenth of that and 5 s of warm-up; the receiver's process is killed (-9) at"
                        + " %d s and started again on its port at %d s; at most 3 rounds, the timeline (%s) is the"
                        + " first one's.",
                EVENTS_PER_SECOND, SECONDS, KILLED_SECONDS, STARTED_SECONDS, TIMELINE));
        run.say("logferry: a spill, else its defaults. logstash: its defaults, but that it connects again after 1 s"
                + " instead of 30 s. never arrived: of all events logged, warm-up included: those that are not in the"
                + " collector's files, or that the line counter did not read.");
        StringBuilder timeline = new StringBuilder(OutageTimeline.HEADER);
        for (int round = 1; round <= Math.min(3, run.rounds()); round++) {
            for (Subject subject : SUBJECTS) {
                Path lines = run.workDir().resolve("timeline");
                try {
                    run.results().add(round, subject.label(), measure(run.workDir(), subject, lines));
                    timeline.append(round == 1 ? Files.readString(lines) : "");
                } finally {
                    run.clean();
                }
            }
        }
        Files.writeString(run.resultsDir().resolve(TIMELINE), timeline);
        run.say(run.results().table("logged", "never arrived", "p99.9 ns", "slowest call ns"));
        String mine = LogbackSubjects.LOGFERRY.label();
        run.say("logferry: dropped " + run.results().spread(mine, "dropped") + ", arrived twice "
                + run.results().spread(mine, "arrived twice") + ", at most on disk "
                + run.results().spread(mine, "most on disk") + " events, all of them delivered "
                + run.results().spread(mine, "caught up s") + " s after the collector's start");
    }

    private static Map<String, Double> measure(Path workDir, Subject subject, Path timeline) throws Exception {
        Path receiverDir = workDir.resolve("receiver");
        Fork receiver = receive(subject, receiverDir, 0);
        int port = Integer.parseInt(receiver.awaitValue("port"));
        try (Fork fork = Fork.start(
                OutageProcess.class,
                subject.label(),
                port,
                workDir.resolve("spill"),
                receiverDir,
                timeline,
                EVENTS_PER_SECOND,
                SECONDS)) {
            fork.awaitValue("begun");
            TimeUnit.SECONDS.sleep(KILLED_SECONDS);
            receiver.kill();
            TimeUnit.SECONDS.sleep(STARTED_SECONDS - KILLED_SECONDS);
            receiver = receive(subject, receiverDir, port);
            Map<String, Double> measured = new LinkedHashMap<>(fork.results());
            long logged = Math.round(measured.getOrDefault("logged", Double.NaN));
            if (subject.isAcknowledged()) {
                addArrivals(measured, Arrivals.read(receiverDir, Math.toIntExact(logged)));
                addTimeline(measured, timeline);
            } else {
                measured.put("never arrived", (double) (logged - new LineCount(receiverDir).get()));
            }
            return measured;
        } finally {
            receiver.close();
        }
    }

    private static Fork receive(Subject subject, Path dir, int port) throws IOException {
        return Fork.start(subject.isAcknowledged() ? CollectorProcess.class : OutageCounterProcess.class, dir, port);
    }

    private static void addArrivals(Map<String, Double> measured, Arrivals arrivals) {
        double dropped = measured.getOrDefault("dropped", Double.NaN);
        if (arrivals.never() != dropped || arrivals.repeats() > 0) {
            throw new IllegalStateException("the collector's files do not explain themselves: never arrived="
                    + arrivals.never() + " repeats=" + arrivals.repeats() + " counted as dropped=" + dropped);
        }
        measured.put("never arrived", (double) arrivals.never());
        measured.put("arrived twice", (double) arrivals.repeats());
    }

    /** Adds how much the spill held at most, and how long after the collector's start it was empty. */
    private static void addTimeline(Map<String, Double> measured, Path timeline) throws IOException {
        double most = 0;
        double empty = STARTED_SECONDS;
        for (String line : Files.readAllLines(timeline)) {
            String[] columns = line.split(",", -1);
            double onDisk = Double.parseDouble(columns[4]);
            most = Math.max(most, onDisk);
            if (onDisk > 0) {
                empty = Math.max(empty, Double.parseDouble(columns[1]));
            }
        }
        measured.put("most on disk", most);
        measured.put("caught up s", empty - STARTED_SECONDS);
    }
}
