package io.logferry.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * An application with a spill. Arguments: {@code fill} and bytes, {@code start} or {@code replay}; folder; port. A
 * process of its own.
 */
final class BacklogProcess {
    private static final int EVENTS_BETWEEN_LOOKS = 50_000;
    private static final long CHECK_NANOS = 100_000;
    private static final long HEAP_CHECK_MILLIS = 500;

    private BacklogProcess() {}

    public static void main(String[] args) throws Exception {
        Path dir = Path.of(args[1]);
        String xml = LogbackSubjects.LOGFERRY.xml(
                Integer.parseInt(args[2]),
                true,
                "<compression>none</compression><spill><dir>" + dir + "</dir><maxBytes>16GB</maxBytes></spill>");
        switch (args[0]) {
            case "fill" -> fill(xml, dir, Long.parseLong(args[3]));
            case "start" -> start(xml);
            case "replay" -> replay(xml);
            default -> throw new IllegalArgumentException("what=" + args[0] + ", allowed are fill, start, replay");
        }
    }

    /** Logs, with nothing that receives, until there is so much on disk. */
    private static void fill(String xml, Path dir, long bytes) throws Exception {
        Application application = new Application(new LogbackFramework(xml));
        int number = 0;
        while (sizeBytes(dir) < bytes) {
            for (int end = number + EVENTS_BETWEEN_LOOKS; number < end; number++) {
                application.log(number);
            }
        }
        application.stop();
    }

    /** Starts beside what is on disk; nothing receives. */
    private static void start(String xml) throws Exception {
        long start = System.nanoTime();
        Application application = new Application(new LogbackFramework(xml));
        application.log(0);
        double accepted = System.nanoTime() - start;
        while (application.stats().accepted() == 0 || application.stats().inRing() > 0) {
            LockSupport.parkNanos(CHECK_NANOS);
        }
        double taken = System.nanoTime() - start;
        Fork.report("accepted ms", accepted / TimeUnit.MILLISECONDS.toNanos(1));
        Fork.report("sender runs ms", taken / TimeUnit.MILLISECONDS.toNanos(1));
        Fork.report("heap MiB", heapMebibytes());
        Fork.report("backlog events", (double) application.stats().carriedIn());
        application.stop();
    }

    /** Starts beside what is on disk, and lives until all of it is delivered. */
    private static void replay(String xml) throws Exception {
        long start = System.nanoTime();
        Application application = new Application(new LogbackFramework(xml));
        application.log(0);
        double most = 0;
        while (application.stats().acked() == 0 || application.stats().onDisk() > 0) {
            most = Math.max(most, heapMebibytes());
            TimeUnit.MILLISECONDS.sleep(HEAP_CHECK_MILLIS);
        }
        double seconds = (double) (System.nanoTime() - start) / TimeUnit.SECONDS.toNanos(1);
        Fork.report("most heap MiB", most);
        Fork.report("replayed events/s", application.stats().acked() / seconds);
        Fork.report("lost", (double) application.stats().drops().total());
        application.stop();
    }

    /** What is in use after a collection. */
    @SuppressWarnings("DoNotCallSystemGc")
    private static double heapMebibytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / (double) (1 << 20);
    }

    private static long sizeBytes(Path dir) throws IOException {
        try (Stream<Path> paths = Files.walk(dir)) {
            return paths.mapToLong(path -> path.toFile().length()).sum();
        }
    }
}
