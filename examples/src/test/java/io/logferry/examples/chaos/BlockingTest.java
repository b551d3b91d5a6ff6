package io.logferry.examples.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.LoggerContext;
import io.logferry.PipelineStats;
import io.logferry.frame.DropReason;
import io.logferry.frame.Level;
import io.logferry.logback.LogferryAppender;
import io.logferry.ring.EventRing;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** whenFull=block, no collector, no spill: memory and ring fill, then callers wait. */
@Tag("chaos")
@Timeout(50) // less than a caller that is not sent away would wait
class BlockingTest {
    private static final int RING_CAPACITY = 16;
    private static final String LARGE = "x".repeat(100_000);
    private static final long WINDOW_BYTES = 4 << 20;
    private static final long MINUTE_MILLIS = 60_000;

    private LoggerContext context = new LoggerContext();
    private long logged;

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void aCallerWaitsItsTimeThenTheEventIsDroppedAndCounted() throws Exception {
        startAndFill(50);
        long before = ringFull();
        for (int i = 1; i <= 5; i++) {
            long startNanos = System.nanoTime();
            log();
            long waitedMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
            assertTrue(waitedMillis >= 50, () -> "waited " + waitedMillis + " ms");
            assertEquals(before + i, ringFull());
        }
    }

    @Test
    void anInterruptedCallerDoesNotWaitAndKeepsItsFlag() throws Exception {
        startAndFill(MINUTE_MILLIS);
        long before = ringFull();
        Thread.currentThread().interrupt();
        log();
        assertTrue(Thread.interrupted(), "the flag is kept");
        assertEquals(before + 1, ringFull());
    }

    @Test
    void anInterruptSendsAWaitingCallerAway() throws Exception {
        startAndFill(MINUTE_MILLIS);
        long before = ringFull();
        Caller caller = new Caller();
        caller.interrupt();
        caller.awaitReturn();
        assertTrue(caller.flagged, "the flag is kept");
        assertEquals(before + 1, ringFull());
    }

    @Test
    void theStopSendsAWaitingCallerAway() throws Exception {
        startAndFill(MINUTE_MILLIS);
        long before = ringFull();
        LogferryAppender ferry = Configuration.ferry(context);
        Caller caller = new Caller();
        context.stop();
        caller.awaitReturn();
        assertFalse(caller.flagged);
        PipelineStats stats = Objects.requireNonNull(ferry.stats());
        assertTrue(stats.settled());
        assertEquals(0, stats.difference());
        assertEquals(logged, stats.accepted() - stats.markers());
        assertEquals(before + 1, stats.drops().of(DropReason.RING_FULL, Level.INFO));
        assertEquals(stats.accepted(), stats.drops().total(), "nobody was there to take any");
    }

    /** A thread that waits in a logging call. */
    private final class Caller extends Thread {
        volatile boolean flagged;

        Caller() throws Exception {
            setDaemon(true);
            start();
            Await.until(() -> LockSupport.getBlocker(this) instanceof EventRing, () -> "the caller does not wait");
        }

        @Override
        public void run() {
            log();
            flagged = isInterrupted();
        }

        void awaitReturn() throws Exception {
            Await.until(() -> !isAlive(), () -> "the caller still waits");
        }
    }

    private void startAndFill(long blockTimeoutMillis) throws Exception {
        context = Configuration.start(Configuration.xml(
                Configuration.tcpSink("127.0.0.1:" + CollectorJvm.freePort()),
                "<ringCapacity>" + RING_CAPACITY + "</ringCapacity>",
                "<whenFull>block</whenFull>",
                "<blockTimeoutMillis>" + blockTimeoutMillis + "</blockTimeoutMillis>",
                "<shutdownTimeoutMillis>200</shutdownTimeoutMillis>",
                "<compression>none</compression>"));
        Thread.currentThread().interrupt(); // so that it does not wait when the ring is full for a moment
        Await.until(
                () -> {
                    log();
                    return stats().inFlight() * LARGE.length() > WINDOW_BYTES && stats().inRing() == RING_CAPACITY;
                },
                () -> "never full: " + stats());
        assertTrue(Thread.interrupted(), "the flag is kept");
    }

    private void log() {
        logged++;
        context.getLogger("test").info(LARGE);
    }

    private PipelineStats stats() {
        return Objects.requireNonNull(Configuration.ferry(context).stats());
    }

    private long ringFull() {
        return stats().drops().of(DropReason.RING_FULL, Level.INFO);
    }
}
