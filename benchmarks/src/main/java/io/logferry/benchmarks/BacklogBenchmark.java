package io.logferry.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** What a start costs with a backlog on disk. */
final class BacklogBenchmark implements Benchmark {
    private static final long BACKLOG_BYTES = 2L << 30;
    private static final List<String> SMALL_HEAP = List.of("-Xms16m", "-Xmx64m");

    @Override
    public String name() {
        return "backlog";
    }

    @Override
    public void run(Run run) throws Exception {
        run.say("Start of an application with a spill, with " + (BACKLOG_BYTES >> 20)
                + " MiB of backlog (uncompressed frames) or with none, while nothing receives: milliseconds from before"
                + " Logback's configuration until the first event is accepted and until the sender has taken it from"
                + " the ring; heap in use after a collection; -Xmx64m.");
        Path none = Files.createDirectory(run.workDir().resolve("none"));
        Path full = Files.createDirectory(run.workDir().resolve("full"));
        int closedPort = closedPort();
        try (Fork fork = Fork.start(BacklogProcess.class, "fill", full, closedPort, BACKLOG_BYTES)) {
            fork.results();
        }
        force(full);
        for (int round = 1; round <= run.rounds(); round++) {
            for (Path dir : List.of(full, none)) {
                try (Fork fork = Fork.start(SMALL_HEAP, BacklogProcess.class, "start", dir, closedPort)) {
                    run.results().add(round, dir == full ? "2 GiB" : "none", fork.results());
                }
            }
        }
        run.say(run.results().table("accepted ms", "sender runs ms", "heap MiB", "backlog events"));
        difference(run, "accepted ms", "no target");
        difference(run, "sender runs ms", "target at most 200");
        difference(run, "heap MiB", "target at most 32");
        replay(run, full);
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

    private static void replay(Run run, Path full) throws Exception {
        try (Receiver receiver =
                        Receiver.start(Destination.COLLECTOR, run.workDir().resolve("collector"));
                Fork fork = Fork.start(SMALL_HEAP, BacklogProcess.class, "replay", full, receiver.port())) {
            run.results().add(1, "2 GiB replayed", fork.results());
        }
        run.say("Then replayed, once, to a collector, -Xmx64m: most heap MiB "
                + run.results().spread("2 GiB replayed", "most heap MiB") + ", events/s "
                + run.results().spread("2 GiB replayed", "replayed events/s") + ", lost "
                + run.results().spread("2 GiB replayed", "lost"));
    }

    private static void difference(Run run, String metric, String target) {
        run.say(metric + ", 2 GiB - none: " + run.results().difference("2 GiB", "none", metric) + "; " + target);
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
