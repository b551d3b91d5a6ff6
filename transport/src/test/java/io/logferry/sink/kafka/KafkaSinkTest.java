package io.logferry.sink.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.broker.ClusterOptions;
import io.logferry.broker.KafkaCluster;
import io.logferry.broker.TopicReader;
import io.logferry.frame.DropReason;
import io.logferry.frame.Frame;
import io.logferry.frame.LostRange;
import io.logferry.kafka.RecordId;
import io.logferry.sink.kafka.SinkDriver.Event;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sink against a real broker that is up. */
class KafkaSinkTest {
    private static final long DAY_MILLIS = TimeUnit.DAYS.toMillis(1);

    private static KafkaCluster kafka;

    @BeforeAll
    static void startBroker(@TempDir Path dir) throws Exception {
        kafka = KafkaCluster.start(ClusterOptions.of(dir));
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    private static SinkDriver connected(String topic, Map<String, String> topicConfig) throws Exception {
        kafka.createTopic(topic, 1, topicConfig);
        return new SinkDriver(kafka.clientProperties(), topic).connected();
    }

    static List<ConsumerRecord<byte[], byte[]>> records(KafkaCluster from, String topic) {
        try (TopicReader reader = new TopicReader(from.clientProperties(), topic)) {
            return reader.readToEnd(Duration.ofSeconds(30));
        }
    }

    static RecordId id(ConsumerRecord<byte[], byte[]> record) {
        return java.util.Objects.requireNonNull(
                RecordId.parse(record.headers().lastHeader(RecordId.HEADER_NAME).value()));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void eachRecordOfAFrameArrivesWithItsBodyKeyTimeAndNumber() throws Exception {
        try (SinkDriver driver = connected("mapping", Map.of())) {
            driver.send(driver.frame(new Event(1_000_000_000_000L, "one"), new Event(1_000_000_000_001L, "two")));
            assertEquals(List.of("acked 7:1"), driver.untilAcked(1));
        }
        List<ConsumerRecord<byte[], byte[]>> records = records(kafka, "mapping");
        assertEquals(
                List.of("one", "two"),
                records.stream().map(r -> text(r.value())).toList());
        assertEquals(1_000_000_000_001L, records.get(1).timestamp());
        assertEquals(SinkDriver.STREAM.toString(), text(records.get(1).key()));
        assertEquals(RecordId.data(SinkDriver.STREAM, 7, 1), id(records.get(1)));
        assertEquals(1, records.get(1).headers().toArray().length);
    }

    @Test
    void aLostRangeIsAJsonLineWithoutANumber() throws Exception {
        LostRange lost = new LostRange(DropReason.SPILL_FULL, 7, 0, 9);
        try (SinkDriver driver = connected("range", Map.of())) {
            driver.send(lost);
            driver.untilAcked(9);
        }
        ConsumerRecord<byte[], byte[]> record = records(kafka, "range").get(0);
        assertEquals(RecordId.range(SinkDriver.STREAM, lost), id(record));
        assertTrue(text(record.value()).contains("\"logferry.reason\":\"SPILL_FULL\""), text(record.value()));
    }

    @Test
    void anEventOfTheFutureGetsTheTimeOfNow() throws Exception {
        long before = System.currentTimeMillis();
        try (SinkDriver driver = connected("future", Map.of())) {
            driver.send(driver.frame(new Event(before + 30 * DAY_MILLIS, "from tomorrow")));
            driver.untilAcked(0);
        }
        long time = records(kafka, "future").get(0).timestamp();
        assertTrue(time >= before && time <= System.currentTimeMillis(), "time=" + time);
    }

    @Test
    void aClockThatIsADayAheadIsAFailedSinkAndNothingIsLost() throws Exception {
        try (SinkDriver driver = connected("clock", Map.of())) {
            driver.aheadMillis = DAY_MILLIS;
            Frame frame = driver.frame(new Event(System.currentTimeMillis() + DAY_MILLIS, "a"), new Event(0, "b"));
            driver.sink.send(frame); // of which it takes one record for now
            String reason = driver.nextReport();
            assertTrue(reason.startsWith("disconnected") && reason.contains("InvalidTimestamp"), reason);
            driver.aheadMillis = 0;
            driver.connected();
            driver.send(frame);
            driver.untilAcked(1);
        }
    }

    @Test
    void aRecordTooOldForTheTopicGetsTheTimeOfNowAndItsBatchSurvives() throws Exception {
        try (SinkDriver driver = connected("old", Map.of("message.timestamp.before.max.ms", "3600000"))) {
            long now = System.currentTimeMillis();
            driver.send(driver.frame(new Event(now, "a"), new Event(now - DAY_MILLIS, "b"), new Event(now, "c")));
            assertEquals(List.of("acked 7:2"), driver.untilAcked(2));
        }
        assertEquals(
                List.of(0L, 1L, 2L),
                records(kafka, "old").stream().map(r -> id(r).seq()).toList());
    }

    @Test
    void aRecordTooLargeForTheTopicIsRejectedAloneAndDeclaredInItsPlace() throws Exception {
        kafka.createTopic("large", 1, Map.of("max.message.bytes", "2000"));
        Map<String, String> fitting = Map.of("batch.size", "1000"); // as clients before 4.2 need it: KAFKA-8350
        try (SinkDriver driver = new SinkDriver(kafka.clientProperties(), "large", fitting).connected()) {
            StringBuilder noise = new StringBuilder();
            new java.util.Random(1).ints(10_000, 33, 126).forEach(c -> noise.append((char) c));
            driver.send(driver.frame("a", noise.toString(), "c"));
            driver.send(driver.frame("d"));
            List<String> reports = driver.untilAcked(3);
            assertTrue(reports.get(0).startsWith("rejected 7:1 RecordTooLarge"), reports::toString);
        }
        List<ConsumerRecord<byte[], byte[]>> records = records(kafka, "large");
        assertEquals(
                List.of(RecordId.range(SinkDriver.STREAM, new LostRange(DropReason.REJECTED, 7, 1, 1))),
                records.stream()
                        .map(KafkaSinkTest::id)
                        .filter(id -> id.lost() != null)
                        .toList());
        assertEquals(
                List.of(0L, 2L, 3L),
                records.stream()
                        .map(KafkaSinkTest::id)
                        .filter(id -> id.lost() == null)
                        .map(RecordId::seq)
                        .sorted()
                        .toList());
    }

    @Test
    void aRecordTooLargeForTheProducerIsRejectedInTheSameWay() throws Exception {
        kafka.createTopic("request", 1, Map.of());
        try (SinkDriver driver =
                new SinkDriver(kafka.clientProperties(), "request", Map.of("max.request.size", "2000")).connected()) {
            driver.send(driver.frame("a", "b".repeat(3_000), "c"));
            List<String> reports = driver.untilAcked(2);
            assertTrue(reports.get(0).startsWith("rejected 7:1 RecordTooLarge"), reports::toString);
        }
    }

    @Test
    void aFrameThatTheBufferAdmitsInPartContinuesWhereItStopped() throws Exception {
        kafka.createTopic("halves", 1, Map.of());
        Map<String, String> small = Map.of("buffer.memory", "40000", "batch.size", "4000", "compression.type", "none");
        String[] texts = new String[2_000];
        java.util.Arrays.setAll(texts, i -> i + "x".repeat(100));
        try (SinkDriver driver = new SinkDriver(kafka.clientProperties(), "halves", small).connected()) {
            Frame frame = driver.frame(texts);
            assertTrue(!driver.sink.send(frame), "it is larger than the buffer");
            driver.send(frame);
            driver.untilAcked(texts.length - 1);
        }
        assertEquals(
                List.of(texts),
                records(kafka, "halves").stream().map(r -> text(r.value())).toList());
    }

    @Test
    void aRecordMayBeRefusedWhileTheRestOfItsFrameWaitsForRoom() throws Exception {
        kafka.createTopic("both", 1, Map.of());
        Map<String, String> small = Map.of(
                "buffer.memory", "40000", "batch.size", "4000", "compression.type", "none", "max.request.size", "5000");
        String[] texts = new String[2_000];
        java.util.Arrays.setAll(texts, i -> i + "x".repeat(i == 3 ? 6_000 : 100));
        try (SinkDriver driver = new SinkDriver(kafka.clientProperties(), "both", small).connected()) {
            driver.send(driver.frame(texts));
            List<String> reports = driver.untilAcked(texts.length - 1);
            assertTrue(reports.get(0).startsWith("rejected 7:3 "), reports::toString);
            assertEquals(2, reports.size(), reports::toString);
        }
        List<RecordId> ids =
                records(kafka, "both").stream().map(KafkaSinkTest::id).toList();
        assertEquals(texts.length, ids.size());
        assertEquals(1, ids.stream().filter(id -> id.lost() != null).count());
    }

    @Test
    void aBacklogThatIsTooOldForTheTopicGoesWithTheTimeOfNow() throws Exception {
        long yesterday = System.currentTimeMillis() - DAY_MILLIS;
        Event[] events = new Event[800];
        java.util.Arrays.setAll(events, i -> new Event(yesterday + i, "old " + i));
        try (SinkDriver driver = connected("backlog", Map.of("message.timestamp.before.max.ms", "3600000"))) {
            driver.send(driver.frame(events));
            driver.untilAcked(events.length - 1);
        }
        assertTrue(
                records(kafka, "backlog").stream().allMatch(record -> record.timestamp() > yesterday + DAY_MILLIS / 2));
    }

    @Test
    void theRecordThatEndsAnEpochSaysSoInItsHeader() throws Exception {
        try (SinkDriver driver = connected("end", Map.of())) {
            driver.send(driver.frame("a"));
            driver.send(driver.end("over"));
            driver.untilAcked(1);
        }
        assertEquals(
                RecordId.end(SinkDriver.STREAM, 7, 1), id(records(kafka, "end").get(1)));
    }

    @Test
    void everyProducerEndsWhetherItWasTakenOrNot() throws Exception {
        kafka.createTopic("threads", 1, Map.of());
        try (SinkDriver driver = new SinkDriver(kafka.clientProperties(), "threads")) {
            driver.connect();
            driver.sink.disconnect();
            driver.connected();
            driver.sink.disconnect();
            driver.connected();
        }
        try (SinkDriver driver = new SinkDriver(kafka.clientProperties(), "not-there")) {
            driver.connect();
        }
        SinkDriver.await(
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().contains("logferry-shop")),
                "no producer is left");
    }

    @Test
    void aMissingTopicIsSaidAndFoundWhenItIsMade() throws Exception {
        try (SinkDriver driver =
                new SinkDriver(kafka.clientProperties(), "missing", Map.of(), SinkDriver.BRIEF_MILLIS)) {
            driver.connect();
            String reason = driver.nextReport();
            assertTrue(reason.contains("topic=missing"), reason);
            kafka.createTopic("missing", 1, Map.of());
            driver.connectedAtLast();
        }
    }

    @Test
    void afterADisconnectCallbacksOfTheOldProducerChangeNothing() throws Exception {
        try (SinkDriver driver = connected("generations", Map.of())) {
            driver.send(driver.frame("a"));
            driver.sink.disconnect();
            driver.connected();
            Frame second = driver.frame("b");
            driver.send(second);
            assertEquals(List.of("acked 7:1"), driver.untilAcked(1));
        }
    }
}
