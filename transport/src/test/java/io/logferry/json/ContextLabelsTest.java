package io.logferry.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is kept of a context never shows in the line of another. */
class ContextLabelsTest {
    private static final String TEXT = "\u00e9\"\n";

    private final EcsWriter writer = new EcsWriter("app");
    private final ContextLabels<Map<String, @Nullable Object>> context = new ContextLabels<>(writer, Map::get);
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    private final Map<String, @Nullable Object> map = new LinkedHashMap<>();

    @Test
    void labelsAreSortedAndTheSameWhenTheyAreWrittenAgain() {
        map.put("b", TEXT);
        map.put("a.c", 7);

        assertEquals("\"labels\":{\"a_c\":7,\"b\":\"\u00e9\\\"\\n\"}", labels("t"));
        assertEquals("\"labels\":{\"a_c\":7,\"b\":\"\u00e9\\\"\\n\"}", labels("t"));
    }

    @Test
    void aValueThatChangedIsSeenInTheSameMap() {
        map.put("a", "1");
        map.put("b", "1");
        var unused = labels("t");
        map.put("b", "2");

        assertEquals("\"labels\":{\"a\":\"1\",\"b\":\"2\"}", labels("t"));
        map.put("b", null);
        assertEquals("\"labels\":{\"a\":\"1\",\"b\":null}", labels("t"));
        assertEquals("\"labels\":{\"a\":\"1\",\"b\":null}", labels("t"));
    }

    @Test
    void anotherKeyIsSeenInAMapOfTheSameSize() {
        map.put("a", "1");
        map.put("b", "1");
        var unused = labels("t");
        map.remove("b");
        map.put("c", "1");

        assertEquals("\"labels\":{\"a\":\"1\",\"c\":\"1\"}", labels("t"));
    }

    @Test
    void aMutableValueIsReadEachTime() {
        StringBuilder value = new StringBuilder("1");
        map.put("a", value);
        var unused = labels("t");
        value.append('2');

        assertEquals("\"labels\":{\"a\":\"12\"}", labels("t"));
    }

    @Test
    void anEmptyContextAfterAnotherHasNoLabels() {
        map.put("a", "1");
        var unused = labels("t");
        map.clear();

        assertEquals("", labels("t"));
    }

    @Test
    void aNullKeyIsLeftOutAndTheThreadMayHaveNoName() {
        map.put("a", "1");
        map.put(null, "2");

        assertEquals("\"labels\":{\"a\":\"1\"}", labels(null));
        map.remove(null);
        map.put("b", "3");
        assertEquals("\"labels\":{\"a\":\"1\",\"b\":\"3\"}", labels(null));
    }

    @Test
    void aLabelOfTheEventComesBeforeTheContextsOfTheSameKey() {
        map.put("a", "context");
        map.put("b", "context");
        var unused = labels("t");

        begin(buffer, "t");
        writer.label("a", "event");
        assertEquals("\"labels\":{\"a\":\"event\",\"b\":\"context\"}", rest("t"));
        assertEquals("\"labels\":{\"a\":\"context\",\"b\":\"context\"}", labels("t"));
    }

    @Test
    void contextsOfAnySizeAreWritten() {
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            map.put("key" + (100 + i), "value");
            expected.append(i == 0 ? "" : ",").append("\"key").append(100 + i).append("\":\"value\"");
        }
        assertEquals("\"labels\":{" + expected + "}", labels("t"));
        assertEquals("\"labels\":{" + expected + "}", labels("t"));

        map.clear();
        map.put("a", "x".repeat(5_000));
        assertEquals("\"labels\":{\"a\":\"" + "x".repeat(5_000) + "\"}", labels("t"));
        assertEquals("\"labels\":{\"a\":\"" + "x".repeat(5_000) + "\"}", labels("t"));
    }

    @Test
    void whatDidNotFitIsNotKept() {
        map.put("a", "1");
        var unused = labels("t");
        map.put("a", "x".repeat(100));
        ByteBuffer small = ByteBuffer.allocate(160);
        begin(small, "t");

        assertThrows(BufferOverflowException.class, () -> write("t"));
        assertEquals("\"labels\":{\"a\":\"" + "x".repeat(100) + "\"}", labels("t"));
    }

    @Test
    void keysOfAMapThatFailedHalfwayAreForgotten() {
        map.put("a", "1");
        map.put("b", "1");
        begin(buffer, "t");
        assertFalse(context.writeKnown("t", map, map.size()));
        context.addKey("b"); // and then the map throws
        context.addKey("a");

        assertEquals("\"labels\":{\"a\":\"1\",\"b\":\"1\"}", labels("t"));
    }

    @Test
    void aLabelOfTheEventDoesNotEndWhatIsKept() {
        map.put("a", "context");
        var unused = labels("t");
        begin(buffer, "t");
        writer.label("b", "event");
        assertTrue(context.writeKnown("t", map, map.size()));
        writer.end();
        begin(buffer, "t");

        assertTrue(context.writeKnown("t", map, map.size()));
    }

    private String labels(@Nullable String thread) {
        begin(buffer, thread);
        return rest(thread);
    }

    private void begin(ByteBuffer into, @Nullable String thread) {
        writer.begin(into.clear(), 0, 0, "INFO", null, thread);
        writer.message(null);
    }

    private String rest(@Nullable String thread) {
        write(thread);
        writer.end();
        String line = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
        int labels = line.indexOf("\"labels\"");
        return labels < 0 ? "" : line.substring(labels, line.length() - 1);
    }

    private void write(@Nullable String thread) {
        if (!context.writeKnown(thread, map, map.size())) {
            map.keySet().forEach(context::addKey);
            context.write(map);
        }
    }
}
