package io.logferry.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import io.logferry.PipelineStats;
import io.logferry.contract.Allocation;
import io.logferry.contract.Json;
import io.logferry.frame.DropReason;
import io.logferry.frame.Level;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.MarkerFactory;

final class LogferryAppenderTest extends AppenderFixture {
    /** Refuses what it is told to refuse, in the way it is told. */
    public static final class Moody extends Filter<ILoggingEvent> {
        @Override
        public FilterReply decide(ILoggingEvent event) {
            return switch (event.getMessage()) {
                case "deny" -> FilterReply.DENY;
                case "throw" -> throw new IllegalStateException("throw");
                case "error" -> throw new StackOverflowError("error");
                default -> FilterReply.NEUTRAL;
            };
        }
    }

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
    void anEncoderWithoutClassIsAPattern_asWithLogbacksOwnAppenders() {
        Logger logger = start("<encoder><pattern>%-5level %m%n</pattern></encoder>");
        logger.info("one");
        stopped();
        assertEquals(List.of("INFO  one"), collector.lines());
    }

    @Test
    void filtersDecide_andWhatTheyThrowIsCountedByLevel() {
        Logger logger = start(PATTERN + "<filter class='" + Moody.class.getName() + "'/>");
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
