package io.logferry.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class EcsWriterTest {
    private static final Instant TIME = Instant.parse("2026-11-20T10:35:00.123456789Z");
    private static final String HEAD = "{\"@timestamp\":\"2026-11-20T10:35:00.123456789Z\",\"log.level\":\"INFO\",";
    private static final String SERVICE = "\"ecs.version\":\"8.11\",\"service.name\":\"shop\"";

    private final EcsWriter writer = new EcsWriter("shop");
    private final ByteBuffer buffer = ByteBuffer.allocate(100_000);

    private String line(Consumer<EcsWriter> rest) {
        buffer.clear();
        writer.begin(buffer, TIME.getEpochSecond(), TIME.getNano(), "INFO", null, null);
        rest.accept(writer);
        writer.end();
        return Json.utf8(Arrays.copyOf(buffer.array(), buffer.position()));
    }

    @Test
    void aFullEventHasItsFieldsInTheDocumentedOrder() {
        Event event = new Event(
                TIME,
                "ERROR",
                "com.acme.Shop",
                "http-1",
                "order \"7\" failed\nbadly",
                new Event.Origin("Shop.java", 42, "order"),
                List.of(
                        new Event.Label("user", "zo\u00eb"),
                        new Event.Label("items", 3L),
                        new Event.Label("total", 9.5),
                        new Event.Label("paid", false),
                        new Event.Label("coupon", null)),
                List.of("AUDIT", "MONEY"),
                new Event.Failure(
                        "java.io.IOException", "no\tmore", List.of("java.io.IOException\n\tat Shop.java:", 42L)));
        assertEquals(
                "{\"@timestamp\":\"2026-11-20T10:35:00.123456789Z\",\"log.level\":\"ERROR\","
                        + "\"message\":\"order \\\"7\\\" failed\\nbadly\"," + SERVICE
                        + ",\"log.logger\":\"com.acme.Shop\",\"process.thread.name\":\"http-1\","
                        + "\"log.origin.file.name\":\"Shop.java\",\"log.origin.file.line\":42,"
                        + "\"log.origin.function\":\"order\","
                        + "\"labels\":{\"user\":\"zo\u00eb\",\"items\":3,\"total\":9.5,\"paid\":false,\"coupon\":null},"
                        + "\"tags\":[\"AUDIT\",\"MONEY\"],"
                        + "\"error.type\":\"java.io.IOException\",\"error.message\":\"no\\tmore\","
                        + "\"error.stack_trace\":\"java.io.IOException\\n\\tat Shop.java:42\"}",
                Json.utf8(event.write(writer)));
    }

    @Test
    void theSmallestEventHasTimeLevelVersionAndService() {
        assertEquals(HEAD + SERVICE + "}", line(w -> w.message(null)));
    }

    @Test
    void controlCharactersAndLineEndsAreEscaped_andOtherTextIsUtf8() {
        assertEquals(
                HEAD + "\"message\":\"\\r\\n\\u0000\\u001b\\u007f\\u0085\\u2028\\u2029\u00a0\u20ac\ud83d\ude00\","
                        + SERVICE + "}",
                line(w -> w.message("\r\n\0\u001b\u007f\u0085\u2028\u2029\u00a0\u20ac\ud83d\ude00")));
    }

    @Test
    void loneSurrogatesBecomeTheReplacementCharacter() {
        assertEquals(
                HEAD + "\"message\":\"\ufffdx\ufffd\ufffd\ud83d\ude00\ufffd\"," + SERVICE + "}",
                line(w -> w.message("\ud83dx\ude00\ud83d\ud83d\ude00\ud83d")));
    }

    @Test
    void lookupsInTheTextStayText() {
        assertEquals(
                HEAD + "\"message\":\"${jndi:ldap://x/y}\"," + SERVICE + "}",
                line(w -> w.message("${jndi:ldap://x/y}")));
    }

    @Test
    void ofLabelsWithEqualKeysTheFirstIsWritten_alsoWhenTheyBecomeEqualByReplacement() {
        String line = line(w -> {
            w.message(null);
            w.label("a.b", "first");
            w.label("a_b", "second");
            w.label("c", 1);
            w.label("a*b", true);
            w.label("a\\b", 1.0);
            w.label("c", 2);
        });
        assertEquals(HEAD + SERVICE + ",\"labels\":{\"a_b\":\"first\",\"c\":1}}", line);
    }

    @Test
    void keysAreUniqueAmongThousandsOfLabels() {
        String line = line(w -> {
            w.message(null);
            for (int i = 0; i < 5000; i++) {
                w.label("k" + i % 2500, i);
            }
        });
        Map<?, ?> labels =
                (Map<?, ?>) Json.parse(line.getBytes(StandardCharsets.UTF_8)).get("labels");
        assertEquals(2500, labels == null ? 0 : labels.size());
    }

    @Test
    void numbersWithoutAJsonFormBecomeStrings() {
        String line = line(w -> {
            w.message(null);
            w.label("min", Long.MIN_VALUE);
            w.label("max", Long.MAX_VALUE);
            w.label("nan", Double.NaN);
            w.label("up", Double.POSITIVE_INFINITY);
            w.label("down", Double.NEGATIVE_INFINITY);
            w.label("zero", -0.0);
            w.label("big", 1e300);
        });
        assertEquals(
                HEAD + SERVICE + ",\"labels\":{\"min\":-9223372036854775808,\"max\":9223372036854775807,"
                        + "\"nan\":\"NaN\",\"up\":\"Infinity\",\"down\":\"-Infinity\",\"zero\":-0.0,\"big\":1.0E300}}",
                line);
    }

    @Test
    void anUnknownOriginLeavesItsFieldsOut() {
        assertEquals(HEAD + SERVICE + "}", line(w -> {
            w.message(null);
            w.origin(null, -2, null);
        }));
    }

    @Test
    void theBuffersPositionMovesBehindTheEvent_alsoInASlice() {
        byte[] array = new byte[1000];
        ByteBuffer slice = ByteBuffer.wrap(array, 100, 800).slice();
        slice.position(7);
        byte[] bytes = Event.of(TIME, "hello").write(writer, slice);
        assertEquals(7 + bytes.length, slice.position());
        assertEquals('{', array[107]);
        assertEquals('}', array[107 + bytes.length - 1]);
    }

    @Test
    void callsOutOfOrderAreRefused() {
        assertThrows(IllegalStateException.class, writer::end);
        assertThrows(IllegalStateException.class, () -> writer.message("x"));
        begin();
        assertThrows(IllegalStateException.class, () -> writer.label("k", 1));
        assertThrows(IllegalStateException.class, writer::end);
        writer.message("x");
        assertThrows(IllegalStateException.class, () -> writer.message("x"));
        assertThrows(IllegalStateException.class, () -> writer.stackTrace("x"));
        writer.tag("t");
        assertThrows(IllegalStateException.class, () -> writer.label("k", "v"));
        writer.error("E", null);
        assertThrows(IllegalStateException.class, () -> writer.tag("t"));
        assertThrows(IllegalStateException.class, () -> writer.error("E", null));
        IllegalStateException refusal = assertThrows(IllegalStateException.class, () -> writer.origin(null, 1, null));
        assertTrue(String.valueOf(refusal.getMessage()).contains("origin() is not allowed at stage=ERROR"));
        writer.end();
        assertThrows(IllegalStateException.class, writer::end);
    }

    @Test
    void beginForgetsAnEventThatWasNotEnded() {
        begin();
        writer.message("lost");
        writer.label("k", "lost");
        assertEquals(HEAD + SERVICE + ",\"labels\":{\"k\":\"kept\"}}", line(w -> {
            w.message(null);
            w.label("k", "kept");
        }));
    }

    @Test
    void wrongArgumentsAreRefused_andTheWriterGoesOn() {
        assertThrows(IllegalArgumentException.class, () -> writer.begin(buffer, 0, -1, "INFO", null, null));
        assertThrows(IllegalArgumentException.class, () -> writer.begin(buffer, 0, 1_000_000_000, "INFO", null, null));
        assertThrows(
                UnsupportedOperationException.class,
                () -> writer.begin(ByteBuffer.allocateDirect(10), 0, 0, "INFO", null, null));
        assertThrows(
                ReadOnlyBufferException.class, () -> writer.begin(buffer.asReadOnlyBuffer(), 0, 0, "INFO", null, null));
        assertEquals(HEAD + SERVICE + "}", line(w -> w.message(null)));
    }

    private void begin() {
        writer.begin(buffer, 0, 0, "INFO", null, null);
    }
}
