package io.logferry.examples.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.logferry.PipelineStats;
import io.logferry.collector.Collector;
import io.logferry.frame.DropReason;
import io.logferry.logback.LogferryAppender;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The application starts, logs and stops, whatever the other side does. */
@Tag("chaos")
@Timeout(300)
class BadCollectorTest {
    private static final int EVENTS = 50_000;
    private static final long SHUTDOWN_MILLIS = 500;
    private static final String STOP = "<shutdownTimeoutMillis>" + SHUTDOWN_MILLIS + "</shutdownTimeoutMillis>";

    @TempDir
    Path dir;

    @ParameterizedTest
    @EnumSource
    void whateverTheCollectorDoesTheApplicationLogsAndStops(BadCollector.Manner manner) throws Exception {
        try (BadCollector collector = new BadCollector(manner)) {
            String sink = Configuration.tcpSink(collector.endpoint());
            PipelineStats stats = logAndStop(sink, () -> collector.accepted.get() > 0);
            assertEquals(0, stats.acked(), stats::toString);
            assertEquals(0, stats.onDisk(), stats::toString);
            PipelineStats spilled = logAndStop(sink + Configuration.spill(dir), () -> collector.accepted.get() > 1);
            assertEquals(0, spilled.acked(), spilled::toString);
            assertTrue(spilled.onDisk() > 0, spilled::toString);
        }
    }

    @Test
    void nobodyListensForEver() throws Exception {
        String sink = Configuration.tcpSink("127.0.0.1:" + CollectorJvm.freePort());
        assertEquals(0, logAndStop(sink, () -> true).acked());
        assertTrue(logAndStop(sink + Configuration.spill(dir), () -> true).onDisk() > 0);
    }

    @Test
    void theHostIsUnknown() throws Exception {
        String sink = Configuration.tcpSink("collector.invalid:4560");
        assertEquals(0, logAndStop(sink, () -> true).acked());
        assertTrue(logAndStop(sink + Configuration.spill(dir), () -> true).onDisk() > 0);
    }

    /** Logs without a pause, and stops once the other side did what it does. */
    private static PipelineStats logAndStop(String elements, Await.Condition metTheCollector) throws Exception {
        LoggerContext context = Configuration.start(Configuration.xml(elements, STOP));
        LogferryAppender ferry = Configuration.ferry(context);
        assertTrue(ferry.isStarted());
        Logger logger = context.getLogger("test");
        for (int i = 0; i < EVENTS; i++) {
            logger.info("event here 0 {} ", i);
        }
        Await.until(metTheCollector, () -> "no connection");
        long startNanos = System.nanoTime();
        context.stop();
        long stopMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
        assertTrue(stopMillis < SHUTDOWN_MILLIS + TimeUnit.SECONDS.toMillis(30), "stop took " + stopMillis + " ms");
        Await.until(() -> stats(ferry).settled(), () -> "the sender ends: " + stats(ferry));
        PipelineStats stats = stats(ferry);
        assertEquals(0, stats.difference(), stats::toString);
        assertEquals(EVENTS, stats.accepted() - stats.markers(), stats::toString);
        assertEquals(0, stats.inRing() + stats.inBatch() + stats.inFlight(), stats::toString);
        assertEquals(
                stats.drops().total(),
                stats.drops().of(DropReason.RING_FULL) + stats.drops().of(DropReason.SHUTDOWN),
                stats::toString);
        return stats;
    }

    @Test
    void aCollectorThatComesLaterGetsEverything() throws Exception {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), CollectorJvm.freePort());
        String sink = Configuration.tcpSink("127.0.0.1:" + address.getPort());
        LoggerContext context = Configuration.start(Configuration.xml(sink));
        LogferryAppender ferry = Configuration.ferry(context);
        for (int i = 0; i < 5_000; i++) {
            context.getLogger("test").info("event here 0 {} ", i);
        }
        try (Collector collector = CollectorJvm.startHere(address, dir)) {
            Await.until(() -> stats(ferry).acked() >= 5_000, () -> "delivered: " + stats(ferry));
            context.stop();
            assertEquals(5_001, collector.stats().records(), "with END");
        } finally {
            context.stop();
        }
        Stored stored = Stored.in(dir);
        stored.events.assertUnbroken();
        assertEquals(
                5_000,
                Objects.requireNonNull(stored.events.numbers.get("here-0")).size());
        assertEquals(0, stats(ferry).difference());
    }

    private static PipelineStats stats(LogferryAppender ferry) {
        return Objects.requireNonNull(ferry.stats());
    }
}
