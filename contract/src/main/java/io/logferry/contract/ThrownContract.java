package io.logferry.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.logferry.frame.Level;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What was thrown, in the default encoding: the same to the byte, whatever the framework. */
abstract class ThrownContract extends EcsFixture {
    private static final StackTraceElement[] SHORT = {
        new StackTraceElement("com.acme.Shop", "order", "Shop.java", 42),
        new StackTraceElement("com.acme.Till", "run", "Till.java", 7)
    };

    ThrownContract(Host host) {
        super(host);
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
}
