package io.logferry.log4j2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.logferry.PipelineStats;
import io.logferry.contract.Json;
import io.logferry.frame.DropReason;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.MarkerManager;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.AbstractStringLayout;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.message.StringMapMessage;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.apache.logging.log4j.util.StringMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The pipeline's few events are used again and again: each has what was logged, and nothing of the ones before. */
final class ReuseTest extends Log4jFixture {
    private static final String FEW =
            "ringCapacity='16' whenFull='block' blockTimeoutMillis='60000' shutdownTimeoutMillis='60000'";
    private static final int ROUNDS = 40;

    @AfterEach
    void emptyThreadContext() {
        ThreadContext.clearAll();
    }

    private static StringMap data(String key, Object value) {
        StringMap data = new SortedArrayStringMap();
        data.putValue(key, value);
        return data;
    }

    private static StringMap frozen(StringMap data) {
        data.freeze();
        return data;
    }

    private static LogEvent event(@Nullable StringMap data, Message message) {
        return Log4jLogEvent.newBuilder()
                .setLevel(Level.INFO)
                .setMessage(message)
                .setContextData(data)
                .build();
    }

    private List<@Nullable Object> labels() {
        List<@Nullable Object> labels = new ArrayList<>();
        for (String line : lines()) {
            labels.add(Json.parse(line.getBytes(StandardCharsets.UTF_8)).get("labels"));
        }
        return labels;
    }

    @Test
    void contextDataOfOneEventDoNotShowInAnother_frozenOrNot() {
        start(xml(FEW, ""));
        LogferryAppender ferry = appender("FERRY");
        List<@Nullable Object> expected = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            ferry.append(event(frozen(data("frozen", new BigDecimal("1.5"))), new SimpleMessage("m")));
            expected.add(Map.of("frozen", "1.5"));
            ferry.append(event(data("own", 17), new SimpleMessage("m")));
            expected.add(Map.of("own", 17L));
            ferry.append(event(frozen(data("frozen", true)), new StringMapMessage().with("entry", "e")));
            expected.add(Map.of("frozen", true, "entry", "e"));
            ferry.append(event(frozen(data("frozen", List.of("a"))), new SimpleMessage("m")));
            expected.add(Map.of("frozen", "[a]"));
            ferry.append(event(new SortedArrayStringMap(), new SimpleMessage("m")));
            expected.add(null);
            ferry.append(event(data("own", 0.1f), new StringMapMessage().with("entry", "e")));
            expected.add(Map.of("own", 0.1, "entry", "e"));
            ferry.append(event(null, new SimpleMessage("m")));
            expected.add(null);
        }
        assertEquals(expected, labels());
    }

    @Test
    void contextDataThatLog4jUsesAgainAreCopied() {
        start(xml(FEW, ""));
        LogferryAppender ferry = appender("FERRY");
        StringMap used = new SortedArrayStringMap();
        StringBuilder value = new StringBuilder();
        List<@Nullable Object> expected = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            used.clear();
            value.setLength(0);
            value.append(i);
            used.putValue("key" + i, value);
            ferry.append(event(used, new SimpleMessage("m")));
            expected.add(Map.of("key" + i, Integer.toString(i)));
        }
        assertEquals(expected, labels());
    }

    @Test
    void anEventThatCouldNotBeCopiedCostsNoneOfThoseAfterIt() {
        start(xml(FEW, ""));
        LogferryAppender ferry = appender("FERRY");
        List<@Nullable Object> expected = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            ferry.append(event(data("broken", i), new ChainsTest.Broken()));
            ferry.append(event(data("good", i), new SimpleMessage("m")));
            expected.add(Map.of("good", (long) i));
        }
        assertEquals(expected, labels());
        PipelineStats stats = Objects.requireNonNull(ferry.stats());
        assertEquals(ROUNDS, stats.drops().of(DropReason.ENCODE_FAILED), stats::toString);
    }

    /** Keeps what it is told to keep: an immutable event. */
    private static final class KeepingLayout extends AbstractStringLayout {
        /** The sender's, until it has ended. */
        final List<LogEvent> kept = new ArrayList<>();

        KeepingLayout() {
            super(StandardCharsets.UTF_8);
        }

        @Override
        public String toSerializable(LogEvent event) {
            kept.add(event.toImmutable());
            return "line";
        }
    }

    @Test
    void anImmutableEventThatALayoutKeepsStaysAsItWas() {
        start(xml(FEW, ""));
        KeepingLayout layout = new KeepingLayout();
        LogferryAppender ferry = Objects.requireNonNull(LogferryAppender.newBuilder()
                .setConfiguration(context.getConfiguration())
                .setName("KEEPING")
                .setLayout(layout)
                .setRingCapacity("16")
                .setWhenFull("block")
                .setBlockTimeoutMillis("60000")
                .setTcpSink(
                        TcpSink.newBuilder().setEndpoints(collector.endpoint()).build())
                .build());
        ferry.start();
        logger().addAppender(ferry);
        Marker marker = MarkerManager.getMarker("AUDIT");
        Throwable thrown = new IllegalStateException("why");
        ThreadContext.put("user", "zoe");
        ThreadContext.push("inner");
        logger().error(marker, "order {} of {}", 17, "shop", thrown);
        ThreadContext.clearAll();
        for (int i = 0; i < ROUNDS; i++) {
            ThreadContext.put("user", "other" + i);
            logger().info("other {}", i);
        }
        logger().removeAppender(ferry);
        ferry.stop();
        assertEquals(1 + ROUNDS, layout.kept.size());
        LogEvent event = layout.kept.get(0);
        assertEquals("order 17 of shop", event.getMessage().getFormattedMessage());
        assertEquals("{user=zoe}", event.getContextData().toString());
        assertEquals(List.of("inner"), event.getContextStack().asList());
        assertEquals(Level.ERROR, event.getLevel());
        assertEquals("com.acme.Shop", event.getLoggerName());
        assertEquals(Thread.currentThread().getName(), event.getThreadName());
        assertSame(marker, event.getMarker());
        assertSame(thrown, event.getThrown());
        for (int i = 0; i < ROUNDS; i++) {
            LogEvent other = layout.kept.get(1 + i);
            assertEquals("other " + i, other.getMessage().getFormattedMessage());
            assertEquals("other" + i, other.getContextData().getValue("user"));
            assertNull(other.getThrown());
        }
    }
}
