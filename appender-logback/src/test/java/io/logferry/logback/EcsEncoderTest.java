package io.logferry.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.logferry.contract.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import org.slf4j.helpers.BasicMarkerFactory;

final class EcsEncoderTest {
    private final LoggerContext context = Contexts.empty();
    private final Logger logger = context.getLogger("com.acme.Shop");
    private final EcsEncoder encoder = new EcsEncoder("shop", false);

    private LoggingEvent event(String message, @Nullable Throwable thrown, Object... arguments) {
        return new LoggingEvent(getClass().getName(), logger, Level.INFO, message, thrown, arguments);
    }

    private Map<String, @Nullable Object> encoded(ILoggingEvent event) {
        return encoded(encoder, CapturedEvent.of(event, false, false));
    }

    private static Map<String, @Nullable Object> encoded(EcsEncoder encoder, ILoggingEvent event) {
        ByteBuffer into = ByteBuffer.allocate(1 << 21).position(7);
        encoder.encode(event, into);
        byte[] line = Arrays.copyOfRange(into.array(), 7, into.position());
        for (byte b : line) {
            assertTrue(b < 0 || b >= ' ', "control character in the line");
        }
        return Json.parse(line);
    }

    private static String printed(Throwable thrown) {
        StringWriter out = new StringWriter();
        thrown.printStackTrace(new PrintWriter(out));
        return out.toString().replace("\tat app//", "\tat ");
    }

    @Test
    void anEventIsOneLineOfEcs() {
        context.getMDCAdapter().put("user", "zo\u00eb");
        LoggingEvent event = event("order {} of {}", null, 17, "shop");
        event.setInstant(Instant.parse("2026-11-20T10:35:00.123456789Z"));
        Map<String, @Nullable Object> line = encoded(event);
        assertEquals("2026-11-20T10:35:00.123456789Z", line.get("@timestamp"));
        assertEquals("INFO", line.get("log.level"));
        assertEquals("order 17 of shop", line.get("message"));
        assertEquals("com.acme.Shop", line.get("log.logger"));
        assertEquals(Thread.currentThread().getName(), line.get("process.thread.name"));
        assertEquals("shop", line.get("service.name"));
        assertEquals(Map.of("user", "zo\u00eb"), line.get("labels"));
        assertNull(line.get("tags"));
        assertNull(line.get("error.type"));
        assertNull(line.get("log.origin.function"));
    }

    @Test
    void timeIsInNanoseconds_saturatedFarAway() {
        LoggingEvent event = event("m", null);
        event.setInstant(Instant.ofEpochSecond(-1, 999_999_999));
        assertEquals(-1, encoder.timeNanos(event));
        event.setInstant(Instant.parse("2262-04-11T23:47:15.999999999Z"));
        assertEquals(9_223_372_035_999_999_999L, encoder.timeNanos(event));
        event.setInstant(Instant.MAX.minusSeconds(86_400L * 366 * 700_000_000));
        assertEquals(Long.MAX_VALUE, encoder.timeNanos(event));
        event.setInstant(Instant.parse("1600-01-01T00:00:00Z"));
        assertEquals(Long.MIN_VALUE, encoder.timeNanos(event));
    }

    @Test
    void levelsAreMapped() {
        for (io.logferry.frame.Level level : List.of(
                io.logferry.frame.Level.TRACE,
                io.logferry.frame.Level.DEBUG,
                io.logferry.frame.Level.INFO,
                io.logferry.frame.Level.WARN,
                io.logferry.frame.Level.ERROR)) {
            LoggingEvent event = new LoggingEvent();
            event.setLevel(Level.valueOf(level.name()));
            assertEquals(level, encoder.level(event));
        }
    }

    @Test
    void keyValuePairsAreLabels_numbersAndTruthValuesAsSuch_andTheyWinOverTheMdc() {
        context.getMDCAdapter().put("same", "mdc");
        LoggingEvent event = event("m", null);
        event.addKeyValuePair(new KeyValuePair("same", "pair"));
        event.addKeyValuePair(new KeyValuePair("int", 1));
        event.addKeyValuePair(new KeyValuePair("float", 0.1f));
        event.addKeyValuePair(new KeyValuePair("nan", Double.NaN));
        event.addKeyValuePair(new KeyValuePair("flag", true));
        event.addKeyValuePair(new KeyValuePair("nothing", null));
        event.addKeyValuePair(new KeyValuePair(null, 'c'));
        UUID uuid = new UUID(1, 2);
        event.addKeyValuePair(new KeyValuePair("uuid", uuid));
        Map<String, Object> labels = Json.map(encoded(event).get("labels"));
        assertEquals("pair", labels.get("same"));
        assertEquals(1L, labels.get("int"));
        assertEquals(0.1, labels.get("float"));
        assertEquals("NaN", labels.get("nan"));
        assertEquals(true, labels.get("flag"));
        assertTrue(labels.containsKey("nothing") && labels.get("nothing") == null);
        assertEquals("c", labels.get("null"));
        assertEquals(uuid.toString(), labels.get("uuid"));
    }

    @Test
    @SuppressWarnings("deprecation")
    void markersAreTags_withThoseTheyReferTo_eachOnce() {
        BasicMarkerFactory factory = new BasicMarkerFactory();
        Marker audit = factory.getMarker("AUDIT");
        Marker money = factory.getMarker("MONEY");
        audit.add(money);
        LoggingEvent event = event("m", null);
        event.addMarker(audit);
        event.addMarker(money);
        event.addMarker(factory.getMarker("LATE"));
        assertEquals(List.of("AUDIT", "MONEY", "LATE"), encoded(event).get("tags"));
    }

    @Test
    void callerDataAreWrittenIfTaken() {
        EcsEncoder withCaller = new EcsEncoder("shop", true);
        LoggingEvent event =
                new LoggingEvent(LoggingEvent.class.getName(), logger, Level.INFO, "m", null, new Object[0]);
        event.setCallerData(new StackTraceElement[] {new StackTraceElement("com.acme.Shop", "order", "Shop.java", 42)});
        Map<String, @Nullable Object> line = encoded(withCaller, event);
        assertEquals("Shop.java", line.get("log.origin.file.name"));
        assertEquals(42L, line.get("log.origin.file.line"));
        assertEquals("order", line.get("log.origin.function"));
        assertFalse(encoded(withCaller, CapturedEvent.of(event("m", null), false, false))
                .containsKey("log.origin.function"));
    }

    @Test
    void aThrowableIsWrittenAsItPrintsItself_withCausesAndSuppressed() {
        Throwable thrown = new IllegalStateException("outer", new RuntimeException(new java.io.IOException("inner")));
        thrown.addSuppressed(new IllegalArgumentException("while closing", new Error()));
        thrown.addSuppressed(new IllegalArgumentException());
        Map<String, @Nullable Object> line = encoded(event("m", thrown));
        assertEquals("java.lang.IllegalStateException", line.get("error.type"));
        assertEquals("outer", line.get("error.message"));
        assertEquals(printed(thrown), line.get("error.stack_trace"));
    }

    @Test
    void aValueThatCannotBeShownCostsOnlyItself() {
        Object broken = new Object() {
            @Override
            public String toString() {
                throw new StackOverflowError();
            }
        };
        LoggingEvent event = event("got {} and {}", null, broken, "more");
        event.addKeyValuePair(new KeyValuePair("broken", broken));
        Map<String, @Nullable Object> line = encoded(event);
        assertEquals("got [FAILED toString()] and more", line.get("message"));
        assertEquals(Map.of("broken", "[toString() failed: java.lang.StackOverflowError]"), line.get("labels"));
    }

    @Test
    void whatChangesAfterTheCallIsNotSeen() {
        context.getMDCAdapter().put("user", "before");
        StringBuilder argument = new StringBuilder("before");
        Object[] arguments = {argument, "before"};
        AtomicInteger counter = new AtomicInteger(1);
        List<KeyValuePair> pairs = new java.util.ArrayList<>(List.of(new KeyValuePair("counter", counter)));
        LoggingEvent event = event("{} {}", null, arguments);
        event.setKeyValuePairs(pairs);
        ILoggingEvent captured = CapturedEvent.of(event, false, false);
        argument.append(" and after");
        arguments[1] = "after";
        counter.set(2);
        pairs.add(new KeyValuePair("later", 1));
        context.getMDCAdapter().put("user", "after");
        Map<String, @Nullable Object> line = encoded(encoder, captured);
        assertEquals("before before", line.get("message"));
        assertEquals(Map.of("counter", "1", "user", "before"), line.get("labels"));
    }
}
