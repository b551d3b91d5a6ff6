package io.logferry.log4j2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.logferry.PipelineStats;
import io.logferry.contract.Await;
import io.logferry.contract.Json;
import io.logferry.frame.DropReason;
import io.logferry.frame.Level;
import java.lang.ref.WeakReference;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.MarkerManager;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.message.StringMapMessage;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Log4j takes and writes, and the default encoding has to write as well. */
final class OddEventsTest extends Log4jFixture {
    @AfterEach
    void emptyThreadContext() {
        ThreadContext.clearAll();
    }

    /** The one event that was logged. */
    private Map<String, @Nullable Object> line() {
        PipelineStats stats = stopped();
        assertEquals(0, stats.drops().total(), stats::toString);
        assertEquals(1, collector.lines().size());
        return Json.parse(collector.lines().get(0).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aNullInTheContextStackIsWrittenAsText() {
        start(xml("", ""));
        ThreadContext.push("a");
        ThreadContext.push(null);
        logger().info("m");
        assertEquals(List.of("a", "null"), line().get("tags"));
    }

    @Test
    void aNullKeyOfAMapMessageIsLeftOut() {
        start(xml("", ""));
        logger().info(new StringMapMessage().with((String) null, "value").with("key", "value"));
        assertEquals(Map.of("key", "value"), line().get("labels"));
    }

    @Test
    void aMapMessageArrivesFromAThreadWithANullKey() {
        start(xml("", ""));
        Map<String, String> map = new HashMap<>(Map.of("user", "zoe"));
        map.put(null, "value");
        ThreadContext.putAll(map);
        logger().info(new StringMapMessage().with("key", "value"));
        assertEquals(Map.of("user", "zoe", "key", "value"), line().get("labels"));
    }

    @Test
    void contextDataOfAnyKindAreWrittenAsTheirText_alsoThoseThatAreFrozen() {
        start(xml("", ""));
        SortedArrayStringMap data = new SortedArrayStringMap();
        data.putValue("price", new BigDecimal("1.5"));
        data.putValue("count", 2);
        data.putValue("items", List.of("a"));
        data.freeze();
        appender("FERRY")
                .append(Log4jLogEvent.newBuilder()
                        .setLevel(org.apache.logging.log4j.Level.INFO)
                        .setMessage(new SimpleMessage("m"))
                        .setContextData(data)
                        .build());
        assertEquals(Map.of("price", "1.5", "count", 2L, "items", "[a]"), line().get("labels"));
    }

    @Test
    void whatAnEventMarkedIsNotKept() {
        start(xml("", ""));
        WeakReference<Marker> marker = logMarked();
        logger().info("two");
        Await.until(() -> collector.lines().size() == 2, () -> "not arrived");
        Await.until(
                () -> {
                    System.gc();
                    return marker.refersTo(null);
                },
                () -> "still reachable");
    }

    private WeakReference<Marker> logMarked() {
        Marker marker = new MarkerManager.Log4jMarker("AUDIT");
        logger().info(marker, "one");
        return new WeakReference<>(marker);
    }

    @Test
    void eachOfTheSixLevelsIsCountedAsSuch_othersAsTheNearestBelow() {
        start(xml("", ""));
        LogferryAppender ferry = appender("FERRY");
        context.stop();
        Map<org.apache.logging.log4j.Level, Level> all = Map.ofEntries(
                Map.entry(org.apache.logging.log4j.Level.OFF, Level.FATAL),
                Map.entry(org.apache.logging.log4j.Level.forName("ODD_DISASTER", 50), Level.FATAL),
                Map.entry(org.apache.logging.log4j.Level.FATAL, Level.FATAL),
                Map.entry(org.apache.logging.log4j.Level.forName("ODD_ALERT", 150), Level.ERROR),
                Map.entry(org.apache.logging.log4j.Level.ERROR, Level.ERROR),
                Map.entry(org.apache.logging.log4j.Level.WARN, Level.WARN),
                Map.entry(org.apache.logging.log4j.Level.forName("ODD_NOTICE", 350), Level.INFO),
                Map.entry(org.apache.logging.log4j.Level.INFO, Level.INFO),
                Map.entry(org.apache.logging.log4j.Level.DEBUG, Level.DEBUG),
                Map.entry(org.apache.logging.log4j.Level.TRACE, Level.TRACE),
                Map.entry(org.apache.logging.log4j.Level.ALL, Level.TRACE));
        all.forEach((level, countedAs) -> {
            long before = drops(ferry, countedAs);
            ferry.append(Log4jLogEvent.newBuilder().setLevel(level).build());
            assertEquals(before + 1, drops(ferry, countedAs), level::toString);
        });
        assertEquals(all.size(), Objects.requireNonNull(ferry.stats()).drops().of(DropReason.SHUTDOWN));
    }

    private static long drops(LogferryAppender ferry, Level level) {
        return Objects.requireNonNull(ferry.stats()).drops().of(DropReason.SHUTDOWN, level);
    }
}
