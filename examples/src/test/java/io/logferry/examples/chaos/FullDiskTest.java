package io.logferry.examples.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.logferry.PipelineStats;
import io.logferry.collector.Collector;
import io.logferry.collector.EntryKind;
import io.logferry.frame.DropReason;
import io.logferry.logback.LogferryAppender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The spill lies on a file system of 4 MB, which our frames and somebody else's file fill. */
@Tag("chaos")
@Timeout(300)
class FullDiskTest {
    private static final int FOREIGN_BYTES = 2 << 20;
    private static final int EVENTS = 2_000; // of 1 KB: fewer than the ring holds, more than there is room for
    private static final String KILOBYTE = "x".repeat(1_000);

    @TempDir
    Path dir;

    private final InetSocketAddress address =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), CollectorJvm.freePort());
    private boolean isMounted;
    private long logged;

    @BeforeEach
    void mount() throws Exception {
        Path disk = Files.createDirectory(dir.resolve("disk"));
        assumeTrue("root".equals(System.getProperty("user.name")), "only root may mount a small file system");
        isMounted = run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.toString()) == 0;
        assumeTrue(isMounted, "a tmpfs cannot be mounted here");
    }

    @AfterEach
    void unmount() throws Exception {
        if (isMounted) {
            assertEquals(0, run("umount", dir.resolve("disk").toString()), "nothing of ours is open any more");
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertTrue(process.waitFor(Await.DEADLINE_SECONDS, TimeUnit.SECONDS), List.of(command)::toString);
        return process.exitValue();
    }

    @Test
    void aFullDiskIsFreedByDeliveryOrByOthersAndTheApplicationNeverNotices() throws Exception {
        Path foreign = dir.resolve("disk").resolve("somebody-elses");
        Files.write(foreign, new byte[FOREIGN_BYTES]);
        LoggerContext context = Configuration.start(Configuration.xml(
                Configuration.tcpSink("127.0.0.1:" + address.getPort()),
                Configuration.spill(dir.resolve("disk").resolve("spill")),
                "<compression>none</compression>"));
        Logger logger = context.getLogger("test");
        LogferryAppender ferry = Configuration.ferry(context);
        try {
            logUntilDropped(logger, ferry);
            try (Collector collector = startCollector()) {
                Await.until(() -> left(ferry) == 0, () -> "delivered while the disk is full: " + stats(ferry));
                assertEquals(address, collector.address());
            }
            logUntilDropped(logger, ferry);
            Files.delete(foreign);
            long droppedBefore = stats(ferry).drops().total();
            long onDiskBefore = stats(ferry).onDisk();
            Await.until(
                    () -> {
                        log(logger, ferry, 100);
                        return stats(ferry).onDisk() > onDiskBefore + 500;
                    },
                    () -> "spilled again: " + stats(ferry));
            assertTrue(stats(ferry).drops().total() >= droppedBefore);
            try (Collector collector = startCollector()) {
                Await.until(() -> left(ferry) == 0, () -> "delivered: " + stats(ferry));
                context.stop();
                assertEquals(0, collector.stats().storageErrors());
            }
        } finally {
            context.stop();
        }
        check(stats(ferry));
    }

    private void check(PipelineStats stats) throws IOException {
        assertTrue(stats.settled());
        assertEquals(0, stats.difference());
        assertEquals(logged, stats.accepted() - stats.markers());
        assertEquals(stats.drops().total(), stats.drops().of(DropReason.SPILL_FULL), "the ring was never full");
        assertEquals(stats.accepted() - stats.drops().total(), stats.acked());
        Stored stored = Stored.in(dir.resolve("collector"));
        List<Long> numbers = Objects.requireNonNull(stored.events.numbers.get("here-0"));
        for (int i = 1; i < numbers.size(); i++) {
            assertTrue(numbers.get(i) > numbers.get(i - 1), "order kept, nothing twice");
        }
        assertEquals(
                stats.acked(),
                numbers.size()
                        + stored.markers.stream().filter(m -> m.isRecord()).count());
        assertTrue(stored.count(EntryKind.RANGE) > 0, "losses are declared");
        stored.markers.stream()
                .filter(marker -> marker.kind() == EntryKind.RANGE)
                .forEach(marker -> assertTrue(marker.line().contains("SPILL_FULL"), marker.line()));
    }

    private Collector startCollector() throws IOException {
        return CollectorJvm.startHere(address, dir.resolve("collector"));
    }

    private void logUntilDropped(Logger logger, LogferryAppender ferry) throws Exception {
        long before = stats(ferry).drops().total();
        Await.until(
                () -> {
                    log(logger, ferry, EVENTS);
                    return stats(ferry).drops().total() > before;
                },
                () -> "the disk is never full: " + stats(ferry));
    }

    private void log(Logger logger, LogferryAppender ferry, int events) throws Exception {
        for (int i = 0; i < events; i++) {
            logger.info("event here 0 {} {}", logged, KILOBYTE);
            logged++;
        }
        Await.until(() -> stats(ferry).inRing() == 0, () -> "the sender goes on: " + stats(ferry));
    }

    private static PipelineStats stats(LogferryAppender ferry) {
        return Objects.requireNonNull(ferry.stats());
    }

    private static long left(LogferryAppender ferry) {
        PipelineStats now = stats(ferry);
        return now.inRing() + now.inBatch() + now.inFlight() + now.onDisk();
    }
}
