package io.logferry.benchmarks;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a start costs with a backlog on disk. */
final class BacklogBenchmark implements Benchmark {
    private static final long GIB = 1L << 30;
    private static final long FREE_BYTES_FOR_ALL = 25 * GIB;
    private static final List<String> SMALL_HEAP = List.of("-Xms16m", "-Xmx64m");
    private static final String NONE = "none";
    private static final String SMALL = "1 GiB";
    private static final String LARGE = "10 GiB";

    @Override
    public String name() {
        return "backlog";
    }

    @Override
    public void run(Run run) throws Exception {
        run.say("Start of an application with a spill and a backlog (uncompressed frames), while nothing receives:"
                + " milliseconds from before Logback's configuration until the first event is accepted and until the"
                + " sender has taken it from the ring; heap in use after a collection; -Xmx64m.");
        int closedPort = Receiver.closedPort();
        Map<String, Path> dirs = fill(run, closedPort);
        for (int round = 1; round <= run.rounds(); round++) {
            for (Map.Entry<String, Path> dir : dirs.entrySet()) {
                try (Fork fork = Fork.start(SMALL_HEAP, BacklogProcess.class, "start", dir.getValue(), closedPort)) {
                    run.results().add(round, dir.getKey(), fork.results());
                }
            }
        }
        run.say(run.results().table("accepted ms", "sender runs ms", "heap MiB", "backlog events"));
        for (String size : dirs.keySet()) {
            if (!size.equals(NONE)) {
                run.ratio("accepted ms", size, NONE, "target at most 1.2");
                run.ratio("sender runs ms", size, NONE, "target at most 1.2");
                run.difference("sender runs ms", size, NONE, "target at most 200");
                run.difference("heap MiB", size, NONE, "target at most 32");
            }
        }
        replay(run);
    }

    /** Writes the backlogs; gives their folders by what they are called. */
    private static Map<String, Path> fill(Run run, int closedPort) throws Exception {
        Map<String, Long> sizes = new LinkedHashMap<>();
        sizes.put(NONE, 0L);
        sizes.put(SMALL, GIB);
        if (Files.getFileStore(run.workDir()).getUsableSpace() >= FREE_BYTES_FOR_ALL) {
            sizes.put(LARGE, 10 * GIB);
        } else {
            run.say(LARGE + " is left out: the disk of the temporary folder has less than 25 GiB free.");
        }
        Map<String, Path> dirs = new LinkedHashMap<>();
        for (Map.Entry<String, Long> size : sizes.entrySet()) {
            Path dir = Files.createDirectory(dir(run, size.getKey()));
            dirs.put(size.getKey(), dir);
            if (size.getValue() > 0) {
                try (Fork fork = Fork.start(BacklogProcess.class, "fill", dir, closedPort, size.getValue())) {
                    fork.results();
                }
                force(dir);
            }
        }
        return dirs;
    }

    private static Path dir(Run run, String size) {
        return run.workDir().resolve(size.replace(' ', '-'));
    }

    /** So that the device does not write while starts are measured. */
    private static void force(Path dir) throws IOException {
        try (Stream<Path> paths = Files.walk(dir)) {
            for (Path file : paths.filter(Files::isRegularFile).toList()) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
            }
        }
    }

    private static void replay(Run run) throws Exception {
        try (Receiver receiver =
                        Receiver.start(Destination.COLLECTOR, run.workDir().resolve("collector"));
                Fork fork = Fork.start(SMALL_HEAP, BacklogProcess.class, "replay", dir(run, SMALL), receiver.port())) {
            run.results().add(1, SMALL + " replayed", fork.results());
        }
        run.say("Then " + SMALL + " replayed, once, to a collector, -Xmx64m: most heap MiB "
                + run.results().spread(SMALL + " replayed", "most heap MiB") + ", events/s "
                + run.results().spread(SMALL + " replayed", "replayed events/s") + ", lost "
                + run.results().spread(SMALL + " replayed", "lost"));
    }
}
