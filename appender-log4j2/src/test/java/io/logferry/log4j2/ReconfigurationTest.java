package io.logferry.log4j2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.PipelineStats;
import io.logferry.contract.Await;
import io.logferry.contract.ConfigurationFile;
import io.logferry.frame.DropReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.logging.log4j.core.LoggerContext;
import org.junit.jupiter.api.Test;

/** Log4j's ways to change a running configuration, and to stop. */
final class ReconfigurationTest extends Log4jFixture {
    private static final String WAITS = "whenFull='block' blockTimeoutMillis='60000' shutdownTimeoutMillis='60000'";

    @Test
    void equalConfigurationsShareOnePipeline_withTheLayoutOfEach() {
        start(xml(WAITS, PLAIN));
        logger().info("one");
        LogferryAppender first = appender("FERRY");
        write("log4j2-test.xml", xml(WAITS, "<PatternLayout pattern='new %m%n'/>"));
        context.reconfigure();
        assertNotSame(first, appender("FERRY"));
        logger().info("two");
        PipelineStats stats = stopped();
        assertEquals(List.of("one", "new two"), collector.lines());
        assertEquals(1, collector.streamCount());
        assertEquals(2, stats.accepted() - stats.markers());
        assertEquals(stats.toString(), String.valueOf(first.stats()));
    }

    @Test
    void whatIsUnderWayInTheOldAppenderWhileTheNewOneRunsArrives() {
        start(xml(WAITS, PLAIN));
        LogferryAppender old = appender("FERRY");
        context.reconfigure();
        assertTrue(old.isStopped());
        old.append(org.apache.logging.log4j.core.impl.Log4jLogEvent.newBuilder()
                .setLevel(org.apache.logging.log4j.Level.INFO)
                .setMessage(new org.apache.logging.log4j.message.SimpleMessage("late"))
                .build());
        assertEquals(List.of("late"), lines());
    }

    @Test
    void aFileThatChangesUnderLoadIsSeenByTheMonitor_nothingIsLostAndNothingTwice() throws Exception {
        String monitored = xml(WAITS, PLAIN).replace("<Configuration>", "<Configuration monitorInterval='1'>");
        start(monitored);
        AtomicBoolean ended = new AtomicBoolean();
        List<Thread> threads = new ArrayList<>();
        List<AtomicInteger> logged = new ArrayList<>();
        for (int t = 0; t < 2; t++) {
            String name = "t" + t;
            AtomicInteger count = new AtomicInteger();
            logged.add(count);
            Thread thread = new Thread(() -> {
                while (!ended.get()) {
                    logger().info("{}-{}", name, count.getAndIncrement());
                    if (count.get() % 100 == 0) {
                        LockSupport.parkNanos(1_000_000); // the file is to be seen meanwhile
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        LogferryAppender before = appender("FERRY");
        Path file = write("log4j2-test.xml", monitored.replace("<TcpSink", "<Batch lingerMillis='7'/><TcpSink"));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(10)));
        Await.until(() -> appender("FERRY") != before, () -> "the file's change was not seen");
        ended.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        List<String> lines = lines();
        assertEquals(2, collector.streamCount());
        assertEquals(logged.stream().mapToInt(AtomicInteger::get).sum(), lines.size());
        assertEquals(lines.size(), new HashSet<>(lines).size());
        assertEquals(0, Objects.requireNonNull(before.stats()).difference());
    }

    @Test
    void contextsDoNotShare() {
        start(xml(WAITS, PLAIN));
        LoggerContext other =
                new LoggerContext("other", null, dir.resolve("log4j2-test.xml").toUri());
        other.start();
        try {
            logger().info("one");
            other.getLogger("x").info("two");
        } finally {
            other.stop();
        }
        lines();
        assertEquals(2, collector.streamCount());
    }

    @Test
    void log4jsShortStopLeavesTheRestToTheSpill_theNextStartDeliversIt() throws IOException {
        collector.close();
        String spill = PLAIN + "<Spill dir='" + dir.resolve("spool") + "'/>";
        start(xml("shutdownTimeoutMillis='600000'", spill));
        logger().info("kept");
        LogferryAppender ferry = appender("FERRY");
        context.stop(50, TimeUnit.MILLISECONDS);
        PipelineStats stats = Objects.requireNonNull(ferry.stats());
        assertTrue(stats.settled() && stats.onDisk() > 0, stats::toString);
        assertEquals(0, stats.drops().of(DropReason.SHUTDOWN), stats::toString);
    }

    @Test
    void withoutASpillAShortStopStillDelivers() {
        start(xml("shutdownTimeoutMillis='600000'", PLAIN));
        for (int i = 0; i < 5_000; i++) {
            logger().info("event {}", i);
        }
        LogferryAppender ferry = appender("FERRY");
        context.stop(1, TimeUnit.MILLISECONDS);
        PipelineStats stats = Objects.requireNonNull(ferry.stats());
        assertEquals(stats.acked(), stats.accepted() - stats.drops().of(DropReason.RING_FULL), stats::toString);
        assertEquals(0, stats.drops().of(DropReason.SHUTDOWN), stats::toString);
    }

    @Test
    void aFileThatIsNotXmlChangesNothing_whereTheMonitorFindsIt() {
        start(xml(WAITS, PLAIN).replace("<Configuration>", "<Configuration monitorInterval='1'>"));
        LogferryAppender first = appender("FERRY");
        logger().info("before");
        ConfigurationFile.write(dir.resolve("log4j2-test.xml"), "<Configuration");
        Await.until(() -> !errors().isEmpty(), () -> "the file's change was not seen");
        assertSame(first, appender("FERRY"));
        logger().info("after");
        assertEquals(List.of("before", "after"), lines());
    }

    @Test
    void severalReconfigurationsAtOnceLoseNothing_andLeaveNothing() throws Exception {
        start(xml(WAITS, PLAIN));
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            String name = "t" + t;
            threads.add(new Thread(() -> {
                for (int n = 0; n < 20; n++) {
                    context.reconfigure();
                    logger().info("{}-{}", name, n);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(80, new HashSet<>(lines()).size());
        assertEquals(80, collector.lines().size());
        assertEquals(1, collector.streamCount());
    }
}
