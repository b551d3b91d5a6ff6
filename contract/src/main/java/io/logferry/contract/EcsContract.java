package io.logferry.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.Level;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The default encoding: for the same event the same line, to the byte, whatever the framework. The lines are written
 * down here, without their time and, where it is asked for, without the place in the host's code.
 */
abstract class EcsContract extends EcsFixture {
    EcsContract(Host host) {
        super(host);
    }

    @Test
    void theLevelIsTheFrameworks() throws Exception {
        host.configure(shop());
        List<Level> levels = List.of(Level.TRACE, Level.DEBUG, Level.INFO, Level.WARN, Level.ERROR);
        List<String> lines = lines(() -> levels.forEach(level -> host.log(Call.at(level, "m"))));
        assertEquals(
                List.of(
                        "TRACE\",\"message\":\"m" + FROM_SHOP + "}",
                        "DEBUG\",\"message\":\"m" + FROM_SHOP + "}",
                        "INFO\",\"message\":\"m" + FROM_SHOP + "}",
                        "WARN\",\"message\":\"m" + FROM_SHOP + "}",
                        "ERROR\",\"message\":\"m" + FROM_SHOP + "}"),
                lines);
    }

    @Test
    void theTimeIsFinerThanMilliseconds() throws Exception {
        host.configure(shop());
        List<String> unused = lines(() -> IntStream.range(0, 20).forEach(i -> host.info("m")));
        assertTrue(
                collector.lines().stream().anyMatch(line -> !line.contains("000000Z\",\"log.level")),
                () -> collector.lines().toString());
    }

    /** Adapters may use what held an event again. */
    @Test
    void nothingOfAnEventIsInALaterOne() throws Exception {
        host.configure(shop().with("ringCapacity", 16).with("whenFull", "block").with("blockTimeoutMillis", 60_000));
        List<String> lines = lines(() -> {
            for (int i = 0; i < 100; i++) {
                host.putMdc("user", "zoe");
                host.log(Call.info("long {}", "x".repeat(2_000)).tagged("AUDIT").thrown(new Error("thrown")));
                host.clearMdc();
                host.info("m");
            }
        });
        assertEquals(200, lines.size());
        for (int i = 1; i < 200; i += 2) {
            assertEquals("INFO\",\"message\":\"m" + FROM_SHOP + "}", lines.get(i));
        }
    }

    @Test
    void argumentsAreInTheMessage() throws Exception {
        assertLine(
                "INFO\",\"message\":\"order 17 of shop cost 0.1, true, null, c, [1, 2], [a, null], [x, y] {}",
                "",
                Call.info(
                        "order {} of {} cost {}, {}, {}, {}, {}, {}, {} {}",
                        17,
                        "shop",
                        0.1,
                        true,
                        null,
                        'c',
                        new int[] {1, 2},
                        new String[] {"a", null},
                        List.of("x", "y")));
    }

    @Test
    void theMdcIsLabels_inTheOrderOfTheirKeys() throws Exception {
        host.configure(shop());
        List<String> lines = lines(() -> {
            for (String key : List.of("user", "Zone", "request.id", "a*b", "a_b", "\u00e4", "10", "9", "", "order")) {
                host.putMdc(key, "of " + key);
            }
            host.putMdc("none", null);
            host.info("m");
            host.clearMdc();
            host.info("n");
        });
        assertEquals(
                List.of(
                        "INFO\",\"message\":\"m" + FROM_SHOP
                                + ",\"labels\":{\"\":\"of \",\"10\":\"of 10\",\"9\":\"of 9\",\"Zone\":\"of Zone\","
                                + "\"a_b\":\"of a*b\",\"none\":null,\"order\":\"of order\","
                                + "\"request_id\":\"of request.id\",\"user\":\"of user\",\"\u00e4\":\"of \u00e4\"}}",
                        "INFO\",\"message\":\"n" + FROM_SHOP + "}"),
                lines);
    }

    @Test
    void aMarkerIsATag() throws Exception {
        assertLine(
                "INFO\",\"message\":\"m",
                ",\"tags\":[\"AUDIT\"]",
                Call.info("m").tagged("AUDIT"));
    }

    @Test
    void theMarkersItRefersToAreTagsAsWell_depthFirst_eachOnce() throws Exception {
        Call.Tag money = new Call.Tag("ECS_MONEY", List.of());
        Call.Tag law = new Call.Tag("ECS_LAW", List.of(money, new Call.Tag("ECS_TAX", List.of())));
        assertLine(
                "INFO\",\"message\":\"m 1",
                ",\"tags\":[\"ECS_AUDIT\",\"ECS_MONEY\",\"ECS_LAW\",\"ECS_TAX\",\"ECS_LATE\"]",
                Call.info("m {}", 1).tagged("ECS_AUDIT", money, law, new Call.Tag("ECS_LATE", List.of())));
    }

    @Test
    void callerDataAreWrittenBehindTheThread() throws Exception {
        host.configure(shop().with("includeCallerData", true));
        String line = lines(() -> host.logHere(() -> "here")).get(0);
        assertEquals(
                "INFO\",\"message\":\"here" + FROM_SHOP + ",\"log.origin.file.name\":\""
                        + host.getClass().getSimpleName()
                        + ".java\",\"log.origin.file.line\":0,\"log.origin.function\":\"logHere\"}",
                line.replaceFirst("\"log.origin.file.line\":\\d+", "\"log.origin.file.line\":0"));
    }

    @Test
    void hostileTextIsEscaped() throws Exception {
        String hostile = "\r\n\t\b\f\u0000\u001b\u007f\u0085\u2028 \ud800 \udc00\ud83d\ude00 \u00e9\u20ac \"\\/<{}%";
        String escaped =
                "\\r\\n\\t\\b\\f\\u0000\\u001b\\u007f\\u0085\\u2028 \ufffd \ufffd\ud83d\ude00 \u00e9\u20ac \\\"\\\\/<{}%";
        host.configure(shop());
        Throwable thrown = new Exception(hostile);
        thrown.setStackTrace(new StackTraceElement[0]);
        List<String> lines = lines(() -> {
            host.putMdc("k" + hostile, hostile);
            host.log(Call.info(hostile).by(hostile).tagged(hostile).thrown(thrown));
            host.clearMdc();
        });
        assertEquals(
                List.of("INFO\",\"message\":\"" + escaped + FROM_SHOP.replace("com.acme.Shop", escaped)
                        + ",\"labels\":{\"k" + escaped.replace("\\\\", "_") + "\":\"" + escaped + "\"},\"tags\":[\""
                        + escaped + "\"],\"error.type\":\"java.lang.Exception\",\"error.message\":\"" + escaped
                        + "\",\"error.stack_trace\":\"java.lang.Exception: " + escaped + "\\n\"}"),
                lines);
    }
}
