package io.logferry.examples.chaos;

import ch.qos.logback.classic.LoggerContext;
import io.logferry.PipelineStats;
import io.logferry.frame.DropReason;
import io.logferry.logback.LogferryAppender;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An application that logs numbered events as it is told on its standard input, and keeps the ledger. Main thread, but
 * for its writers.
 */
final class Application {
    private static final Logger LOG = LoggerFactory.getLogger(Application.class);
    private static final LogferryAppender FERRY = Configuration.ferry(context());
    private static final int BURST = 10;
    private static final long PAUSE_MICROS = 300;

    private static volatile boolean paused;
    private static volatile Stalls stalls = new Stalls();

    private Application() {}

    /** Logs events of one number sequence. */
    private static final class Writer extends Thread {
        private final String life;
        private final int number;
        private final FileChannel ledger;
        private final long pauseNanos;
        private final ByteBuffer mark = ByteBuffer.allocateDirect(1);
        private long next;

        Writer(Path folder, String life, int number, long pauseMicros) throws IOException {
            this.life = life;
            this.number = number;
            this.pauseNanos = TimeUnit.MICROSECONDS.toNanos(pauseMicros);
            ledger = FileChannel.open(
                    folder.resolve(life + "-" + number), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }

        /** Returns how long the call took, in nanoseconds. */
        long log() throws IOException {
            String padding = "x".repeat((int) (next % 100));
            long startNanos = System.nanoTime();
            LOG.info("event {} {} {} {}", life, number, next, padding);
            long nanos = System.nanoTime() - startNanos;
            next++;
            ledger.write(mark.rewind());
            return nanos;
        }

        @Override
        public void run() {
            try {
                while (!paused) {
                    long longestNanos = 0;
                    Stalls.Machine before = Stalls.Machine.now();
                    for (int i = 0; i < BURST; i++) {
                        longestNanos = Math.max(longestNanos, log());
                    }
                    stalls.add(BURST, longestNanos, before);
                    LockSupport.parkNanos(pauseNanos);
                }
            } catch (IOException broken) {
                say("ledger " + broken);
            }
        }
    }

    /** Arguments: the ledger's folder and the name of this life. */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        String life = args[1];
        Writer here = new Writer(folder, life, 0, 0);
        List<Writer> writers = new ArrayList<>();
        say("ready");
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "log" -> {
                    for (int i = 0; i < Integer.parseInt(words[1]); i++) {
                        here.log();
                    }
                }
                case "load" -> {
                    long pauseMicros = words.length > 2 ? Long.parseLong(words[2]) : PAUSE_MICROS;
                    for (int i = 1; i <= Integer.parseInt(words[1]); i++) {
                        Writer writer = new Writer(folder, life, i, pauseMicros);
                        writers.add(writer);
                        writer.setDaemon(true);
                        writer.start();
                    }
                }
                case "large" -> LOG.info("large {}", "x".repeat(Integer.parseInt(words[1])));
                case "measure" -> stalls = new Stalls();
                case "pause" -> {
                    paused = true;
                    for (Writer writer : writers) {
                        writer.join();
                    }
                }
                case "drain" -> {
                    while (left(stats()) > 0) {
                        LockSupport.parkNanos(1_000_000);
                    }
                }
                case "stats" -> {}
                case "status" -> say("status " + statuses());
                case "stop" -> context().stop();
                case "return" -> {
                    return;
                }
                case "exit" -> System.exit(3);
                default -> throw new IllegalArgumentException(line);
            }
            say("done " + numbers(stats()));
        }
        Runtime.getRuntime().halt(9); // the tests are gone
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }

    private static long left(PipelineStats stats) {
        return stats.inRing() + stats.inBatch() + stats.inFlight() + stats.onDisk();
    }

    private static PipelineStats stats() {
        return Objects.requireNonNull(FERRY.stats(), "the appender did not start");
    }

    private static String statuses() {
        return context().getStatusManager().getCopyOfStatusList().stream()
                .map(status -> status.toString().replaceAll("\\R", " "))
                .collect(Collectors.joining(" | "));
    }

    private static String numbers(PipelineStats stats) {
        return "accepted=" + stats.accepted() + " carriedIn=" + stats.carriedIn() + " acked=" + stats.acked()
                + " drops=" + stats.drops().total() + " ringFull="
                + stats.drops().of(DropReason.RING_FULL)
                + " markers=" + stats.markers() + " suppressed=" + stats.suppressed()
                + " left=" + left(stats) + " onDisk=" + stats.onDisk() + " spilled=" + stats.spilled()
                + " replayed=" + stats.replayed() + " difference=" + stats.difference()
                + " settled=" + (stats.settled() ? 1 : 0) + " " + stalls;
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
