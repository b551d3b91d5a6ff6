package io.logferry.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.logferry.PipelineStats;
import io.logferry.contract.Allocation;
import io.logferry.contract.Await;
import io.logferry.contract.Json;
import io.logferry.frame.DropReason;
import io.logferry.frame.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slf4j.MarkerFactory;

final class LogferryAppenderTest extends AppenderFixture {
    @Test
    void eventsArriveInOrder_asEcs() {
        Logger logger = start("<source>shop</source>");
        for (int i = 0; i < 1_000; i++) {
            logger.atInfo()
                    .addMarker(MarkerFactory.getMarker("M"))
                    .addKeyValue("i", i)
                    .log("event {} of {}", i, 1_000);
        }
        PipelineStats stats = stopped();
        List<String> lines = collector.lines();
        assertEquals(1_000, lines.size());
        for (int i = 0; i < 1_000; i++) {
            Map<String, ?> line = Json.parse(lines.get(i).getBytes(StandardCharsets.UTF_8));
            assertEquals("event " + i + " of 1000", line.get("message"));
            assertEquals(Map.of("i", (long) i), line.get("labels"));
            assertEquals(List.of("M"), line.get("tags"));
            assertEquals("shop", line.get("service.name"));
        }
        assertEquals(1_000, stats.acked() - stats.markers());
        assertEquals(1, collector.endCount());
    }

    @Test
    void anyEncoderOfLogbacksMayBeUsed_aLineEndInsideAnEventStaysInside() {
        Logger logger = start(PATTERN);
        logger.info("one");
        logger.info("two\r\nlines");
        stopped();
        assertEquals(List.of("one", "two\r\nlines"), collector.lines());
    }

    @Test
    void anEncoderWithoutClassIsAPattern_asWithLogbacksOwnAppenders() {
        Logger logger = start("<encoder><pattern>%-5level %m%n</pattern></encoder>");
        logger.info("one");
        stopped();
        assertEquals(List.of("INFO  one"), collector.lines());
    }

    @Test
    void callerDataAreTakenIfAsked() {
        Logger logger = start("<includeCallerData>true</includeCallerData>"
                + encoder(PatternLayoutEncoder.class).replace("%m", "%class{0}.%method"));
        logger.info("where");
        stopped();
        assertEquals(List.of("LogferryAppenderTest.callerDataAreTakenIfAsked"), collector.lines());
    }

    @Test
    void filtersDecide_andWhatTheyThrowIsCountedByLevel() {
        Logger logger = start(PATTERN + "<filter class='" + TestEncoders.Moody.class.getName() + "'/>");
        for (String message : List.of("a", "deny", "throw", "error", "b")) {
            logger.info(message);
        }
        PipelineStats stats = stopped();
        assertEquals(List.of("a", "b"), collector.lines());
        assertEquals(4, stats.accepted() - stats.markers());
        assertEquals(2, stats.drops().of(DropReason.ENCODE_FAILED, Level.INFO));
    }

    @Test
    void anEventThatCannotBeCapturedIsCounted_theApplicationNeverNotices() {
        Logger logger = start(PATTERN);
        LogferryAppender appender = Contexts.ferry(context);
        appender.doAppend(new LoggingEvent()); // it has no level
        appender.doAppend(new LoggingEvent() {
            @Override
            public ch.qos.logback.classic.Level getLevel() {
                return ch.qos.logback.classic.Level.WARN;
            }

            @Override
            public void prepareForDeferredProcessing() {
                throw new StackOverflowError("in an argument");
            }
        });
        logger.info("a");
        PipelineStats stats = stopped();
        assertEquals(List.of("a"), collector.lines());
        assertEquals(1, stats.drops().of(DropReason.ENCODE_FAILED, Level.ERROR));
        assertEquals(1, stats.drops().of(DropReason.ENCODE_FAILED, Level.WARN));
    }

    @Test
    void anEncoderThatThrowsErrorsCostsOnlyThatEvent() {
        Logger logger = start(encoder(TestEncoders.BrokenEncoder.class));
        for (String message : List.of("a", "break", "b")) {
            logger.info(message);
        }
        PipelineStats stats = stopped();
        assertEquals(List.of("a", "b"), collector.lines());
        assertEquals(1, stats.drops().of(DropReason.ENCODE_FAILED));
        assertTrue(stats.toString().contains("drops={ENCODE_FAILED=1}"), stats.toString());
    }

    @Test
    void aStatusListenerThatThrowsOnOurThreadsCostsNoEvent() {
        Thread configuring = Thread.currentThread();
        AtomicInteger thrown = new AtomicInteger();
        Logger logger = start(encoder(TestEncoders.BrokenEncoder.class));
        context.getStatusManager().add(status -> {
            if (Thread.currentThread() != configuring) {
                thrown.incrementAndGet();
                throw new NoClassDefFoundError("org/example/Missing");
            }
        });
        logger.info("a");
        logger.info("break"); // is dropped, which is told
        Await.until(() -> thrown.get() > 0, () -> "nothing was told");
        logger.info("b");
        stopped();
        assertEquals(List.of("a", "b"), collector.lines());
    }

    @Test
    void aHugeEventIsDroppedAndCounted_itsNeighboursArrive() {
        Logger logger = start(PATTERN);
        String huge = "x".repeat(1 << 20);
        String large = "y".repeat(800_000);
        for (String message : List.of("a", huge, "b", large, "c")) {
            logger.info(message);
        }
        PipelineStats stats = stopped();
        assertEquals(List.of("a", "b", large, "c"), collector.lines());
        assertEquals(1, stats.drops().of(DropReason.TOO_LARGE));
    }

    @Test
    void whatTheSenderThreadLogsDoesNotComeRound() {
        Logger logger = start(encoder(TestEncoders.LoggingEncoder.class));
        logger.info("a");
        logger.info("b");
        PipelineStats stats = stopped();
        assertEquals(List.of("a", "b"), collector.lines());
        assertTrue(stats.suppressed() >= 2, stats.toString());
    }

    @Test
    void anInterruptedThreadKeepsItsFlag_andItsEventIsTaken() {
        Logger logger = start(PATTERN + "<whenFull>block</whenFull>");
        Thread.currentThread().interrupt();
        logger.info("interrupted");
        assertTrue(Thread.interrupted());
        stopped();
        assertEquals(List.of("interrupted"), collector.lines());
    }

    @Test
    void aThreadThatIsInterruptedWhileItWaitsForRoomGoesOnAtOnce_andKeepsItsFlag() {
        TestEncoders.GatedEncoder.gate = new CountDownLatch(1);
        Logger logger = start(encoder(TestEncoders.GatedEncoder.class)
                + "<ringCapacity>16</ringCapacity><whenFull>block</whenFull>"
                + "<blockTimeoutMillis>60000</blockTimeoutMillis>");
        AtomicBoolean flagKept = new AtomicBoolean();
        Thread caller = new Thread(() -> {
            IntStream.range(0, 100).forEach(i -> logger.info("event {}", i));
            flagKept.set(Thread.currentThread().isInterrupted());
        });
        caller.start();
        try {
            Await.until(() -> caller.getState() == Thread.State.TIMED_WAITING, () -> "it does not wait for room");
            caller.interrupt();
            Await.until(() -> !caller.isAlive(), () -> "it still waits");
        } finally {
            TestEncoders.GatedEncoder.gate.countDown();
        }
        assertTrue(flagKept.get());
        PipelineStats stats = stopped();
        long lost = stats.drops().of(DropReason.RING_FULL);
        assertTrue(lost > 0, stats.toString());
        assertEquals(100 - lost, collector.lines().size());
    }

    @Test
    void virtualThreadsLogAsOthersDo() throws Exception {
        Logger logger = start(PATTERN + "<ringCapacity>64</ringCapacity><whenFull>block</whenFull>"
                + "<blockTimeoutMillis>60000</blockTimeoutMillis>");
        Set<String> logged = ConcurrentHashMap.newKeySet();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String thread = "v" + i;
            threads.add(startedVirtually(() -> {
                for (int n = 0; n < 50; n++) {
                    logger.info("{}-{}", thread, n);
                    logged.add(thread + "-" + n);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        stopped();
        assertEquals(10_000, collector.lines().size());
        assertEquals(logged, Set.copyOf(collector.lines()));
    }

    private static Thread startedVirtually(Runnable body) throws ReflectiveOperationException {
        try {
            return (Thread) Objects.requireNonNull(
                    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, body));
        } catch (NoSuchMethodException older) {
            return abort("virtual threads need JDK 21");
        }
    }

    /** Independent of what the JIT makes of Logback's own work, which is done before. */
    @Test
    void nothingIsAllocatedOnTheCallersThreadBeyondTheEventItsMessageAndItsMdcCopy() {
        Logger logger = start("");
        context.getMDCAdapter().put("user", "zoe");
        LoggingEvent event = new LoggingEvent(
                "fqcn", logger, ch.qos.logback.classic.Level.INFO, "order {} of {}", null, new Object[] {"17", "shop"});
        event.prepareForDeferredProcessing();
        LogferryAppender appender = Contexts.ferry(context);
        assertEquals(0, Allocation.bytesPerCall(() -> appender.doAppend(event)));
    }
}
