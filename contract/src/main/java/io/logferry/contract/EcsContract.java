package io.logferry.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.Level;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The default encoding: for the same event the same line, to the byte, whatever the framework. The lines are written
 * down here, without their time and, where it is asked for, without the place in the host's code.
 */
abstract class EcsContract extends ContractFixture {
    private static final Pattern TIME = Pattern.compile(
            "^\\{\"@timestamp\":\"(\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{9}Z)\",\"log.level\":\"");
    /** What follows the message of every event here. */
    private static final String FROM_SHOP =
            "\",\"ecs.version\":\"8.11\",\"service.name\":\"shop\",\"log.logger\":\"com.acme.Shop\","
                    + "\"process.thread.name\":\"till-1\"";

    private static final StackTraceElement[] SHORT = {
        new StackTraceElement("com.acme.Shop", "order", "Shop.java", 42),
        new StackTraceElement("com.acme.Till", "run", "Till.java", 7)
    };

    EcsContract(Host host) {
        super(host);
    }

    private Settings shop() {
        return Settings.to(collector).with("source", "shop");
    }

    /** What these calls give, made by one thread whose name is till-1; each line without its time. */
    private List<String> lines(Runnable calls) throws InterruptedException {
        Thread till = new Thread(calls, "till-1");
        Instant before = Instant.now();
        till.start();
        till.join();
        Instant after = Instant.now();
        stopped();
        return collector.lines().stream()
                .map(line -> withoutTime(line, before, after))
                .toList();
    }

    private static String withoutTime(String line, Instant before, Instant after) {
        Matcher matcher = TIME.matcher(line);
        assertTrue(matcher.find(), line);
        Instant time = Instant.parse(matcher.group(1));
        assertFalse(time.isBefore(before) || time.isAfter(after), () -> before + " <= " + time + " <= " + after);
        return line.substring(matcher.end());
    }

    /** Asserts that this call gives this line, of which the beginning and the end are told. */
    private void assertLine(String levelAndMessage, String end, Call call) throws InterruptedException {
        host.configure(shop());
        assertEquals(List.of(levelAndMessage + FROM_SHOP + end + "}"), lines(() -> host.log(call)));
    }

    /** Asserts what a throwable gives as the end of the line, in which {@code |} stands for the end of a line. */
    private void assertError(String typeAndMessage, String stackTrace, Throwable thrown) throws InterruptedException {
        String trace = stackTrace.replace("|", "\\n").replace("  at ", "\\tat ").replace("  ...", "\\t...");
        assertLine(
                "WARN\",\"message\":\"failed",
                typeAndMessage + ",\"error.stack_trace\":\"" + trace + "\"",
                Call.at(Level.WARN, "failed").thrown(thrown));
    }

    private static <T extends Throwable> T at(StackTraceElement[] frames, T thrown) {
        thrown.setStackTrace(frames);
        return thrown;
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
    void aThrowableIsWrittenAsItPrintsItself() throws Exception {
        assertError(
                ",\"error.type\":\"java.lang.IllegalStateException\",\"error.message\":\"no stock\"",
                "java.lang.IllegalStateException: no stock|  at com.acme.Shop.order(Shop.java:42)|"
                        + "  at com.acme.Till.run(Till.java:7)|",
                at(SHORT, new IllegalStateException("no stock")));
    }

    @Test
    void oneWithoutMessageOrFramesIsItsTypeAlone() throws Exception {
        assertError(
                ",\"error.type\":\"java.util.NoSuchElementException\"",
                "java.util.NoSuchElementException|",
                at(new StackTraceElement[0], new java.util.NoSuchElementException()));
    }

    @Test
    void framesOfEveryKindAreWritten() throws Exception {
        StackTraceElement[] frames = {
            new StackTraceElement("a.B", "c", null, -1),
            new StackTraceElement("a.B", "c", "B.java", -1),
            new StackTraceElement("a.B", "c", "B.java", -2),
            new StackTraceElement("app", "mod", "1.0", "a.B$C", "<init>", "B.java", 1),
            new StackTraceElement("app", null, null, "a.B", "lambda$c$0", "B.java", 2)
        };
        assertError(
                ",\"error.type\":\"java.lang.Error\",\"error.message\":\"\"",
                "java.lang.Error: |  at a.B.c(Unknown Source)|  at a.B.c(B.java)|  at a.B.c(Native Method)|"
                        + "  at mod/a.B$C.<init>(B.java:1)|  at a.B.lambda$c$0(B.java:2)|",
                at(frames, new Error("")));
    }

    @Test
    void causesAndSuppressedFollow_withoutTheFramesThatAreInCommon() throws Exception {
        StackTraceElement[] deeper = {new StackTraceElement("com.acme.Db", "read", "Db.java", 9), SHORT[0], SHORT[1]};
        StackTraceElement[] closing = {new StackTraceElement("com.acme.Db", "close", "Db.java", 11), SHORT[1]};
        Throwable root = at(SHORT, new java.io.IOException("disk"));
        Throwable cause = at(deeper, new RuntimeException("cannot read", root));
        Throwable thrown = at(SHORT, new IllegalStateException("no stock", cause));
        thrown.addSuppressed(at(closing, new IllegalArgumentException("while closing", at(SHORT, new Error()))));
        thrown.addSuppressed(at(SHORT, new IllegalArgumentException()));
        assertError(
                ",\"error.type\":\"java.lang.IllegalStateException\",\"error.message\":\"no stock\"",
                "java.lang.IllegalStateException: no stock|  at com.acme.Shop.order(Shop.java:42)|"
                        + "  at com.acme.Till.run(Till.java:7)|"
                        + "\\tSuppressed: java.lang.IllegalArgumentException: while closing|"
                        + "\\t  at com.acme.Db.close(Db.java:11)|\\t  ... 1 more|"
                        + "\\tCaused by: java.lang.Error|\\t  at com.acme.Shop.order(Shop.java:42)|\\t  ... 1 more|"
                        + "\\tSuppressed: java.lang.IllegalArgumentException|\\t  ... 2 more|"
                        + "Caused by: java.lang.RuntimeException: cannot read|  at com.acme.Db.read(Db.java:9)|  ... 2 more|"
                        + "Caused by: java.io.IOException: disk|  ... 2 more|",
                thrown);
    }

    @Test
    void aCycleOfCausesIsToldAndEnds() throws Exception {
        Exception first = at(SHORT, new Exception("first"));
        first.initCause(at(new StackTraceElement[0], new Exception("second", first)));
        assertError(
                ",\"error.type\":\"java.lang.Exception\",\"error.message\":\"first\"",
                "java.lang.Exception: first|  at com.acme.Shop.order(Shop.java:42)|  at com.acme.Till.run(Till.java:7)|"
                        + "Caused by: java.lang.Exception: second|"
                        + "Caused by: [CIRCULAR REFERENCE: java.lang.Exception: first]|",
                first);
    }

    @Test
    void aCycleThroughASuppressedOneIsToldAndEnds() throws Exception {
        Exception first = at(new StackTraceElement[0], new Exception("first"));
        first.addSuppressed(at(new StackTraceElement[0], new Exception(first)));
        assertError(
                ",\"error.type\":\"java.lang.Exception\",\"error.message\":\"first\"",
                "java.lang.Exception: first|\\tSuppressed: java.lang.Exception: java.lang.Exception: first|"
                        + "\\tCaused by: [CIRCULAR REFERENCE: java.lang.Exception: first]|",
                first);
    }

    /** Causes come before what was suppressed, though they are written behind. */
    @Test
    void oneThatComesTwiceIsWrittenOnce() throws Exception {
        Exception second = at(new StackTraceElement[0], new Exception("second"));
        Exception first = at(new StackTraceElement[0], new Exception("first", second));
        first.addSuppressed(second);
        second.addSuppressed(first);
        assertError(
                ",\"error.type\":\"java.lang.Exception\",\"error.message\":\"first\"",
                "java.lang.Exception: first|\\tSuppressed: [CIRCULAR REFERENCE: java.lang.Exception: second]|"
                        + "Caused by: java.lang.Exception: second|"
                        + "\\tSuppressed: [CIRCULAR REFERENCE: java.lang.Exception: first]|",
                first);
    }

    @Test
    void throwablesOfAnyShapeAreWrittenAsTheyPrintThemselves() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Throwable> all =
                Stream.generate(() -> anyThrowable(random, 4)).limit(100).toList();
        host.configure(shop());
        lines(() -> all.forEach(thrown -> host.log(Call.info("m").thrown(thrown))));
        List<String> lines = collector.lines();
        for (int i = 0; i < all.size(); i++) {
            StringWriter printed = new StringWriter();
            all.get(i).printStackTrace(new PrintWriter(printed));
            Object written =
                    Json.parse(lines.get(i).getBytes(StandardCharsets.UTF_8)).get("error.stack_trace");
            assertEquals(printed.toString(), written, "seed=" + seed);
        }
    }

    private static Throwable anyThrowable(Random random, int depth) {
        String message = random.nextBoolean() ? "m" + random.nextInt(10) : null;
        Throwable cause = depth > 0 && random.nextInt(3) > 0 ? anyThrowable(random, depth - 1) : null;
        Throwable thrown = random.nextBoolean() ? new Exception(message, cause) : new Error(message, cause);
        thrown.setStackTrace(random.ints(random.nextInt(6), 1, 3)
                .mapToObj(line -> new StackTraceElement("com.acme.Shop", "order", "Shop.java", line))
                .toArray(StackTraceElement[]::new));
        for (int i = random.nextInt(3); depth > 0 && i > 0; i--) {
            thrown.addSuppressed(anyThrowable(random, depth - 1));
        }
        return thrown;
    }

    @Test
    void hostileTextIsEscaped() throws Exception {
        String hostile = "\r\n\t\b\f\u0000\u001b\u007f\u0085\u2028 \ud800 \udc00\ud83d\ude00 \u00e9\u20ac \"\\/<{}%";
        String escaped =
                "\\r\\n\\t\\b\\f\\u0000\\u001b\\u007f\\u0085\\u2028 \ufffd \ufffd\ud83d\ude00 \u00e9\u20ac \\\"\\\\/<{}%";
        host.configure(shop());
        Throwable thrown = at(new StackTraceElement[0], new Exception(hostile));
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
