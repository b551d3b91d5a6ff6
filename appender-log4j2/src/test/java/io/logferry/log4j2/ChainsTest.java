package io.logferry.log4j2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.PipelineStats;
import io.logferry.frame.DropReason;
import io.logferry.frame.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.appender.AppenderLoggingException;
import org.apache.logging.log4j.message.AsynchronouslyFormattable;
import org.apache.logging.log4j.message.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What stands in front of the appender, and what takes over when it drops. */
final class ChainsTest extends Log4jFixture {
    @AfterEach
    void emptyThreadContext() {
        ThreadContext.clearAll();
    }

    private String ferry(String attributes) {
        return "<Logferry name='FERRY' " + attributes + ">" + PLAIN + tcpSink() + "</Logferry>";
    }

    private static String referringTo(String name, String appenders) {
        return appenders(appenders)
                .replace("<AppenderRef ref='FERRY'/></Root>", "<AppenderRef ref='" + name + "'/></Root>");
    }

    @Test
    void filtersAndLevelsOfLoggerReferenceAndAppenderDecide() {
        start(appenders("<Logferry name='FERRY'>" + PLAIN + tcpSink() + "<RegexFilter regex='.*no.*' onMatch='DENY'"
                        + " onMismatch='NEUTRAL'/></Logferry>")
                .replace(
                        "<AppenderRef ref='FERRY'/>",
                        "<AppenderRef ref='FERRY' level='INFO'>"
                                + "<MarkerFilter marker='HIDDEN' onMatch='DENY' onMismatch='NEUTRAL'/></AppenderRef>"));
        logger().debug("below the reference's level");
        logger().info("yes");
        logger().info("no");
        logger().info(org.apache.logging.log4j.MarkerManager.getMarker("HIDDEN"), "hidden");
        PipelineStats stats = stopped();
        assertEquals(List.of("yes"), collector.lines());
        assertEquals(1, stats.accepted() - stats.markers());
    }

    @Test
    void behindAnAsyncAppenderAllArrives_alsoWhatItStillHasWhenLog4jStops() {
        start(referringTo(
                "ASYNC",
                ferry("whenFull='block' blockTimeoutMillis='60000'") + "<Async name='ASYNC' shutdownTimeout='60000'>"
                        + "<AppenderRef ref='FERRY'/></Async>"));
        List<String> expected =
                IntStream.range(0, 5_000).mapToObj(i -> "event " + i).toList();
        expected.forEach(event -> logger().info(event));
        assertEquals(expected, lines());
    }

    @Test
    void aRoutingAppenderMakesOneForEachRoute() {
        start(referringTo(
                "ROUTING",
                "<Routing name='ROUTING'><Routes pattern='$${ctx:tenant}'><Route>"
                        + "<Logferry name='FERRY-${ctx:tenant}' source='${ctx:tenant}'>"
                        + PLAIN.replace("%m", "${ctx:tenant} %m") + tcpSink()
                        + "</Logferry></Route></Routes></Routing>"));
        for (int i = 0; i < 10; i++) {
            ThreadContext.put("tenant", i % 2 == 0 ? "even" : "odd");
            logger().info("{}", i);
        }
        context.stop();
        List<String> lines = collector.lines();
        assertEquals(2, collector.streamCount());
        for (String tenant : List.of("even", "odd")) {
            assertEquals(
                    5, lines.stream().filter(line -> line.startsWith(tenant)).count(), lines::toString);
        }
    }

    /** Makes an event that can't be copied; Log4j itself does not look into it. */
    @AsynchronouslyFormattable
    record Broken() implements Message {
        @Override
        public String getFormattedMessage() {
            throw new StackOverflowError("in the application's own code");
        }

        @Override
        public Object[] getParameters() {
            return new Object[0];
        }

        @Override
        public Throwable getThrowable() {
            return new IllegalStateException("unused");
        }
    }

    @Test
    void exceptionsAreIgnoredUnlessAskedFor_anEventThatCannotBeCopiedIsCounted() {
        start(appenders(ferry("")));
        logger().warn(new Broken());
        logger().info("a");
        PipelineStats stats = stopped();
        assertEquals(List.of("a"), collector.lines());
        assertEquals(1, stats.drops().of(DropReason.ENCODE_FAILED, Level.WARN));
    }

    @Test
    void ifExceptionsAreNotIgnoredADropIsOne_aFullRingABrokenEventAndAStoppedAppender() {
        collector.close();
        start(appenders(ferry("ignoreExceptions='false' ringCapacity='16' shutdownTimeoutMillis='100'")));
        assertThrows(
                AppenderLoggingException.class,
                () -> IntStream.range(0, 1_000_000).forEach(i -> logger().info("event {}", i)));
        LogferryAppender ferry = appender("FERRY");
        assertTrue(Objects.requireNonNull(ferry.stats()).drops().of(DropReason.RING_FULL) > 0);
        assertThrows(AppenderLoggingException.class, () -> logger().info((Message) new Broken()));
        ferry.stop();
        assertThrows(AppenderLoggingException.class, () -> logger().info("late"));
    }

    @Test
    void aFailoverAppenderTakesWhatIsDropped_nothingIsLost() throws IOException {
        collector.close();
        start(referringTo(
                "FAILOVER",
                ferry("ignoreExceptions='false' ringCapacity='16' shutdownTimeoutMillis='100'")
                        + "<File name='FILE' fileName='" + dir.resolve("failed.log") + "'>" + PLAIN + "</File>"
                        + "<Failover name='FAILOVER' primary='FERRY' retryIntervalSeconds='600'>"
                        + "<Failovers><AppenderRef ref='FILE'/></Failovers></Failover>"));
        int events = 100_000;
        IntStream.range(0, events).forEach(i -> logger().info("event {}", i));
        PipelineStats stats = stopped();
        List<String> failed = Files.readAllLines(dir.resolve("failed.log"));
        assertEquals("event " + (events - 1), failed.get(failed.size() - 1));
        long refused = stats.drops().of(DropReason.RING_FULL);
        assertTrue(refused > 0 && refused <= failed.size(), stats::toString);
        assertEquals(events, failed.size() + (stats.accepted() - stats.markers() - refused), stats::toString);
    }
}
