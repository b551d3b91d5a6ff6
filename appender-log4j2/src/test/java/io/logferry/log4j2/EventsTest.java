package io.logferry.log4j2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.contract.Json;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.MarkerManager;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.message.FormattedMessage;
import org.apache.logging.log4j.message.LocalizedMessage;
import org.apache.logging.log4j.message.MapMessage;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.MessageFormatMessage;
import org.apache.logging.log4j.message.ObjectArrayMessage;
import org.apache.logging.log4j.message.ObjectMessage;
import org.apache.logging.log4j.message.ParameterizedMessage;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.message.StringFormattedMessage;
import org.apache.logging.log4j.message.StringMapMessage;
import org.apache.logging.log4j.message.StructuredDataMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Events as they come from every kind of logger: what reaches the appender is another class each time. */
final class EventsTest extends Log4jFixture {
    enum Way {
        SYNC,
        ALL_ASYNC,
        MIXED,
        ASYNC_APPENDER
    }

    @AfterEach
    void emptyThreadContext() {
        ThreadContext.clearAll();
    }

    private Logger logger(Way way, String attributes, String elements) {
        String ferry = "<Logferry name='FERRY' " + attributes + ">" + elements + tcpSink() + "</Logferry>";
        switch (way) {
            case SYNC -> start(appenders(ferry));
            case ALL_ASYNC -> startAsync(located(appenders(ferry)));
            case MIXED -> start(located(appenders(ferry)).replace("Root", "AsyncRoot"));
            case ASYNC_APPENDER ->
                start(appenders(
                                ferry
                                        + "<Async name='ASYNC' includeLocation='true' shutdownTimeout='10000'><AppenderRef ref='FERRY'/></Async>")
                        .replace(
                                "<Root level='all'><AppenderRef ref='FERRY'/>",
                                "<Root level='all'><AppenderRef ref='ASYNC'/>"));
        }
        return logger();
    }

    private static String located(String xml) {
        return xml.replace("<Root ", "<Root includeLocation='true' ");
    }

    private static Stream<Message> messages() {
        Object[] many = {
            1, "two", 3.0, null, '5', 6L, List.of(7), Map.of("eight", 8), new int[] {9}, true, "eleven", "12"
        };
        return Stream.of(
                new SimpleMessage("simple"),
                new SimpleMessage((String) null),
                new ParameterizedMessage("{} and {} and {}", 1, null),
                new ParameterizedMessage("{} {} {} {} {} {} {} {} {} {} {} {}", many),
                new StringFormattedMessage(Locale.ROOT, "%5.2f|%s", Math.PI, "x"),
                new MessageFormatMessage(Locale.ROOT, "{1} {0}", "a", 2),
                new FormattedMessage("{} %s", "x"),
                new LocalizedMessage("key {}", "value"),
                new ObjectMessage(List.of(1, "two")),
                new ObjectArrayMessage("a", 1, null),
                new StringMapMessage().with("b", "2").with("a", "1 \"quoted\""),
                new StructuredDataMessage("id", "text", "type"),
                new Own("own text"));
    }

    /** Neither reusable nor formatted into builders. */
    private record Own(String text) implements Message {
        @Override
        public String getFormattedMessage() {
            return text;
        }

        @Override
        public Object[] getParameters() {
            return new Object[] {text};
        }

        @Override
        public Throwable getThrowable() {
            return new IllegalStateException(text);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyKindOfMessageHasItsText_inTheDefaultEncodingAndInLayouts(Way way) {
        List<String> expected = new ArrayList<>();
        Logger logger = logger(way, "", "");
        messages().forEach(message -> expected.add(message.getFormattedMessage()));
        messages().forEach(logger::info);
        assertEquals(
                expected,
                lines().stream()
                        .map(line -> Json.parse(line.getBytes(StandardCharsets.UTF_8))
                                .get("message"))
                        .toList());
        int before = collector.lines().size();
        Logger laidOut = logger(way, "", PLAIN);
        messages().forEach(laidOut::info);
        assertEquals(expected, lines().subList(before, 2 * before));
    }

    @ParameterizedTest
    @EnumSource
    void callsOfTheLoggersOwnMethodsHaveTheirText(Way way) {
        Logger logger = logger(way, "", PLAIN);
        logger.info("plain");
        logger.info(CharBuffer.wrap("characters"));
        logger.info((Object) 17);
        logger.info("{} {} {}", 1, "two", 3.5);
        logger.info("{} {} {} {} {} {} {} {} {} {}", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        logger.info("{} {} {} {} {} {} {} {} {} {} {} {}", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        logger.info(() -> "supplied");
        logger.printf(Level.INFO, "%s-%03d", "a", 7);
        logger.atInfo().log("{} built", "fluently");
        logger.traceEntry("{}", 1);
        assertEquals(
                List.of(
                        "plain",
                        "characters",
                        "17",
                        "1 two 3.5",
                        "1 2 3 4 5 6 7 8 9 10",
                        "1 2 3 4 5 6 7 8 9 10 11 12",
                        "supplied",
                        "a-007",
                        "fluently built",
                        "Enter 1"),
                lines());
    }

    @ParameterizedTest
    @EnumSource
    void whatChangesAfterTheCallIsWrittenAsItWas(Way way) {
        Logger logger = logger(way, "", "");
        StringBuilder argument = new StringBuilder("before");
        ThreadContext.put("user", "before");
        ThreadContext.push("before");
        logger.info("{}", argument);
        logger.info("{} {}", argument, new AtomicInteger(1));
        argument.setLength(0);
        argument.append("after");
        ThreadContext.put("user", "after");
        ThreadContext.clearStack();
        List<String> lines = lines();
        assertEquals(2, lines.size());
        for (String line : lines) {
            assertEquals(0, line.split("after", -1).length - 1, line);
            assertEquals(3, line.split("before", -1).length - 1, line);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyPartOfAnEventReachesTheLayout(Way way) throws InterruptedException {
        Logger logger = logger(
                way,
                "includeCallerData='true'",
                "<PatternLayout pattern='%level %logger %thread %X{user} %x %markerSimpleName %class{1}.%method %m %ex{short.message}%n' alwaysWriteExceptions='false'/>");
        Thread caller = new Thread(
                () -> {
                    ThreadContext.put("user", "zoe");
                    ThreadContext.push("inner");
                    logger.error(MarkerManager.getMarker("AUDIT"), "broken {}", 1, new IllegalStateException("why"));
                },
                "the caller");
        caller.start();
        caller.join();
        assertEquals(
                List.of("ERROR com.acme.Shop the caller zoe [inner] AUDIT EventsTest.lambda broken 1 why"),
                lines().stream()
                        .map(line -> line.replaceAll("lambda\\S*", "lambda"))
                        .toList());
    }

    /** As Log4j has it: what is to be located is said at the logger too, because that is who takes the place. */
    @Test
    void anAsyncLoggerWithoutIncludeLocationGivesNoPlace_theEventArrives() {
        startAsync(xml("includeCallerData='true'", ""));
        logger().info("m");
        Map<String, ?> line = Json.parse(lines().get(0).getBytes(StandardCharsets.UTF_8));
        assertEquals("m", line.get("message"));
        assertTrue(line.keySet().stream().noneMatch(key -> key.startsWith("log.origin")), line::toString);
    }

    @ParameterizedTest
    @EnumSource
    void entriesOfAMapMessageAreLabels_nearerToTheEventThanTheContext(Way way) {
        Logger logger = logger(way, "", "");
        ThreadContext.put("user", "zoe");
        ThreadContext.put("order", "of the context");
        logger.info(new MapMessage<>(Map.of("order", 17, "paid", true, "items", List.of("a", "b"))));
        Map<String, ?> line = Json.parse(lines().get(0).getBytes(StandardCharsets.UTF_8));
        assertEquals(Map.of("user", "zoe", "order", 17L, "paid", true, "items", "[a, b]"), line.get("labels"));
    }
}
