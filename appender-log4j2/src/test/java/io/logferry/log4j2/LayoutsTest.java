package io.logferry.log4j2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.PipelineStats;
import io.logferry.contract.Json;
import io.logferry.frame.DropReason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.AbstractLayout;
import org.apache.logging.log4j.message.ObjectMessage;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.message.StringMapMessage;
import org.apache.logging.log4j.message.StructuredDataMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Layouts of Log4j's, and of its users'. */
final class LayoutsTest extends Log4jFixture {
    @AfterEach
    void emptyThreadContext() {
        ThreadContext.clearAll();
    }

    /** A layout that only gives whole arrays, has header and footer, and fails when told to. */
    private static final class OwnLayout extends AbstractLayout<String> {
        OwnLayout() {
            super(null, "header".getBytes(StandardCharsets.UTF_8), "footer".getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public byte[] toByteArray(LogEvent event) {
            return toSerializable(event).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String toSerializable(LogEvent event) {
            String text = event.getMessage().getFormattedMessage();
            if (text.equals("break")) {
                throw new NoClassDefFoundError("org/example/Missing");
            }
            return "<" + text + ">\r\n";
        }

        @Override
        public String getContentType() {
            return "text/plain";
        }
    }

    @Test
    void eventsOfAnySizeArriveWhole_andWhatDoesNotFitTheBatchIsNoError() {
        start(xml("whenFull='block' blockTimeoutMillis='60000'", PLAIN + "<Batch maxBytes='4KB'/>"));
        List<String> expected = new ArrayList<>();
        for (int length = 1; length < 400_000; length = length * 5 / 4 + 1) {
            for (String text : List.of("x".repeat(length), "\u00e4\u20ac".repeat(length / 2) + "\ud83d\ude00")) {
                expected.add(text);
                logger().info(text);
            }
        }
        assertEquals(expected, lines());
        assertEquals(List.of(), errors());
    }

    @Test
    void aRecordThatIsTooLargeIsCounted_itsNeighboursArrive() {
        start(xml("", PLAIN));
        String large = "y".repeat(800_000);
        for (String message : List.of("a", "x".repeat(1 << 20), "b", large, "c")) {
            logger().info(message);
        }
        PipelineStats stats = stopped();
        assertEquals(List.of("a", "b", large, "c"), collector.lines());
        assertEquals(1, stats.drops().of(DropReason.TOO_LARGE));
        assertEquals(List.of("Logferry appender FERRY: log events are being dropped: TOO_LARGE=1"), errors());
    }

    @Test
    void oneLineEndIsTakenOff_thoseInsideStay() {
        start(xml("", PLAIN));
        for (String message : List.of("one", "two\nlines", "ends\r\n", "", "\n")) {
            logger().info(message);
        }
        assertEquals(List.of("one", "two\nlines", "ends\r\n", "", "\n"), lines());
    }

    @Test
    void aLayoutThatThrowsAnErrorCostsOnlyThatEvent_headerAndFooterAreNotWritten() {
        LogferryAppender own = Objects.requireNonNull(LogferryAppender.newBuilder()
                .setName("OWN")
                .setLayout(new OwnLayout())
                .setTcpSink(
                        TcpSink.newBuilder().setEndpoints(collector.endpoint()).build())
                .build());
        own.start();
        for (String message : List.of("a", "break", "b")) {
            own.append(Log4jLogEvent.newBuilder()
                    .setLevel(Level.INFO)
                    .setMessage(new SimpleMessage(message))
                    .build());
        }
        own.stop();
        PipelineStats stats = Objects.requireNonNull(own.stats());
        assertEquals(List.of("<a>", "<b>"), collector.lines());
        assertEquals(1, stats.drops().of(DropReason.ENCODE_FAILED));
        assertEquals(0, stats.difference());
    }

    @Test
    void theTemplateLayoutWritesWhatItWritesElsewhere_parametersIncluded() {
        String template = "{\"m\":{\"$resolver\":\"message\",\"stringified\":true},"
                + "\"p\":{\"$resolver\":\"messageParameter\"},\"u\":{\"$resolver\":\"mdc\",\"key\":\"user\"},"
                + "\"t\":{\"$resolver\":\"thread\",\"field\":\"name\"},"
                + "\"e\":{\"$resolver\":\"exception\",\"field\":\"message\"}}";
        start(xml(
                "",
                "<JsonTemplateLayout><EventTemplate><![CDATA[" + template
                        + "]]></EventTemplate></JsonTemplateLayout>"));
        ThreadContext.put("user", "zoe");
        logger().info("order {} of {}", 17, "shop", new IllegalStateException("why"));
        Map<String, ?> line = Json.parse(lines().get(0).getBytes(StandardCharsets.UTF_8));
        assertEquals("order 17 of shop", line.get("m"));
        assertEquals(List.of(17L, "shop"), ((List<?>) Objects.requireNonNull(line.get("p"))).subList(0, 2));
        assertEquals("zoe", line.get("u"));
        assertEquals(Thread.currentThread().getName(), line.get("t"));
        assertEquals("why", line.get("e"));
    }

    @Test
    void layoutsThatLookIntoMessagesFindThem() {
        start(xml("", "<Rfc5424Layout appName='shop' enterpriseNumber='18060' newLine='true'/>"));
        StructuredDataMessage message = new StructuredDataMessage("order@18060", "placed", "Order");
        message.put("items", "3");
        logger().info(message);
        String line = lines().get(0);
        assertTrue(line.contains("[order@18060 items=\"3\"]") && line.endsWith("placed"), line);
    }

    @Test
    void mapsAndObjectsAreWrittenAsSuch() {
        start(
                xml(
                        "",
                        "<JsonTemplateLayout><EventTemplate><![CDATA[{\"m\":{\"$resolver\":\"message\"}}]]></EventTemplate></JsonTemplateLayout>"));
        logger().info(new StringMapMessage().with("order", "17"));
        logger().info(new ObjectMessage(Map.of("paid", true)));
        assertEquals(List.of("{\"m\":{\"order\":\"17\"}}", "{\"m\":{\"paid\":true}}"), lines());
    }

    @Test
    void aLayoutThatWantsThePlaceInTheCodeGetsIt() {
        start(xml("", "<PatternLayout pattern='%class{1}.%method:%line%n'/>"));
        logger().info("x");
        String line = lines().get(0);
        assertTrue(line.matches("LayoutsTest.aLayoutThatWantsThePlaceInTheCodeGetsIt:\\d+"), line);
    }
}
