package io.logferry.examples.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.broker.ClusterOptions;
import io.logferry.broker.KafkaCluster;
import io.logferry.frame.DropReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is wrong with Kafka, the application starts, and each of its events is accepted while that lasts: the test
 * mends nothing before the application has said that all its calls returned.
 */
@Tag("chaos")
@Timeout(300)
class NeverHangsTest {
    private static final int EVENTS = 50_000;
    private static final String RING_FOR_ALL = "<ringCapacity>131072</ringCapacity>";
    private static final String PATIENT_STOP = "<shutdownTimeoutMillis>60000</shutdownTimeoutMillis>";
    private static final int TOPIC_MAX_BYTES = 50_000;

    @TempDir
    static Path brokerDir;

    @TempDir
    Path dir;

    private static KafkaCluster kafka;
    private static boolean isUp;

    @BeforeAll
    static void startBroker() throws Exception {
        kafka = KafkaCluster.start(ClusterOptions.of(brokerDir));
        isUp = true;
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @BeforeEach
    void bringUp() throws Exception {
        if (!isUp) {
            restart();
        }
    }

    private static void kill() {
        isUp = false;
        kafka.kill(1);
    }

    private static void restart() throws Exception {
        kafka.restart(1);
        kafka.awaitReady();
        isUp = true;
    }

    @Test
    void downAtTheStart() throws Exception {
        kafka.createTopic("down", 1, Map.of());
        kill();
        try (ApplicationJvm application = start("life", spilling(kafkaSink("down")))) {
            logAllAndAwaitOnDisk(application);
            restart();
            drainAndEnd(application);
        }
        assertWhole("down");
    }

    @Test
    void diesUnderLoadAndComesBack() throws Exception {
        kafka.createTopic("back", 1, Map.of());
        try (ApplicationJvm application = start("life", spilling(kafkaSink("back")))) {
            application.tell("log " + EVENTS).assertAccepted(EVENTS);
            kill();
            application.tell("log " + EVENTS).assertAccepted(2 * EVENTS);
            awaitOnDisk(application, 1);
            restart();
            drainAndEnd(application);
        }
        assertWhole("back");
    }

    @Test
    void stopsAnsweringAndGoesOn() throws Exception {
        kafka.createTopic("paused", 1, Map.of());
        try (ApplicationJvm application = start("life", spilling(kafkaSink("paused")))) {
            application.tell("log 1000");
            application.tell("drain");
            kafka.pause(1);
            try {
                application.tell("log " + EVENTS).assertAccepted(1_000 + EVENTS);
                awaitOnDisk(application, EVENTS);
            } finally {
                kafka.resume(1);
            }
            drainAndEnd(application);
        }
        assertWhole("paused");
    }

    @Test
    void theTopicIsMissingAndMadeLater() throws Exception {
        try (ApplicationJvm application = start("life", spilling(kafkaSink("missing")))) {
            logAllAndAwaitOnDisk(application);
            kafka.createTopic("missing", 1, Map.of());
            drainAndEnd(application);
        }
        assertWhole("missing");
    }

    @Test
    void nobodyListensEver() throws Exception {
        keepsAllOnDisk("127.0.0.1:" + CollectorJvm.freePort());
    }

    @Test
    void theHostIsUnknown() throws Exception {
        keepsAllOnDisk("kafka.invalid:9092");
    }

    /** The next life finds the right address, and delivers it all. */
    private void keepsAllOnDisk(String servers) throws Exception {
        String topic = "never-" + servers.replace(':', '-');
        try (ApplicationJvm application =
                start("first", spilling(Configuration.kafkaSink(Map.of("bootstrap.servers", servers), topic)))) {
            logAllAndAwaitOnDisk(application);
            Counters counters = application.tell("stop");
            assertEquals(0, counters.of("difference"), counters::toString);
            assertEquals(EVENTS + 1, counters.of("onDisk"), counters::toString); // and END
            assertEquals(0, application.end("return"));
        }
        kafka.createTopic(topic, 1, Map.of());
        try (ApplicationJvm application = start("second", spilling(kafkaSink(topic)))) {
            application.tell("log 1");
            drainAndEnd(application);
        }
        Consumed consumed = Consumed.of(kafka, topic);
        consumed.assertInOrder();
        consumed.events.assertComplete(dir);
        assertEquals(2, consumed.endedEpochs.size());
    }

    @Test
    void withoutASpillWhatDoesNotFitIsDroppedAndCountedAndTheRestArrives() throws Exception {
        kafka.createTopic("unspilled", 1, Map.of());
        kill();
        try (ApplicationJvm application = start(
                "life", Configuration.xml(kafkaSink("unspilled"), "<ringCapacity>1024</ringCapacity>", PATIENT_STOP))) {
            Counters down = application.tell("log " + EVENTS);
            down.assertAccepted(EVENTS);
            assertTrue(down.of("ringFull") > 0, down::toString);
            restart();
            application.tell("drain");
            application.tell("log 1000");
            application.tell("drain");
            Counters end = application.tell("stop");
            assertEquals(0, end.of("difference"), end::toString);
            assertEquals(EVENTS + 1_000, end.of("accepted") - end.of("markers"), end::toString);
            assertEquals(end.of("ringFull"), end.of("drops"), end::toString);
            assertEquals(0, application.end("return"));
            Consumed consumed = Consumed.of(kafka, "unspilled");
            consumed.assertWhole();
            List<Long> numbers = Objects.requireNonNull(consumed.events.numbers.get("life-0"));
            assertEquals(end.of("acked"), numbers.size() + consumed.others.size() + 1, "and END");
            assertTrue(
                    consumed.others.stream().allMatch(line -> line.contains("\"event.action\":\"logferry.loss\"")),
                    () -> "totals alone: " + consumed.others);
        }
    }

    @Test
    void aRecordTooLargeForTheTopicIsDeclaredLostAndTheRestArrives() throws Exception {
        kafka.createTopic("large", 1, Map.of("max.message.bytes", "" + TOPIC_MAX_BYTES));
        try (ApplicationJvm application = start("life", spilling(kafkaSink("large", "compression.type=none")))) {
            for (int i = 0; i < 3; i++) {
                application.tell("log 10000");
                application.tell("large " + 2 * TOPIC_MAX_BYTES);
            }
            application.tell("log 10000").assertAccepted(40_003);
            application.tell("drain");
            Counters counters = application.tell("stop");
            assertEquals(0, counters.of("difference"), counters::toString);
            assertEquals(3, counters.of("drops"), counters::toString);
            assertEquals(0, application.end("return"));
        }
        Consumed consumed = Consumed.of(kafka, "large");
        assertEquals(
                List.of(DropReason.REJECTED, DropReason.REJECTED, DropReason.REJECTED),
                consumed.lost.stream().map(range -> range.reason()).toList());
        consumed.events.assertComplete(dir);
        assertTrue(deadLetterBytes() > 0, "they are kept");
    }

    private long deadLetterBytes() throws IOException {
        try (Stream<Path> files = Files.walk(dir.resolve("spill"))) {
            return files.filter(file -> file.getFileName().toString().contains("dead"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private ApplicationJvm start(String life, String xml) throws Exception {
        return new ApplicationJvm(dir, life, xml);
    }

    private static void logAllAndAwaitOnDisk(ApplicationJvm application) throws Exception {
        application.tell("log " + EVENTS).assertAccepted(EVENTS);
        awaitOnDisk(application, EVENTS);
    }

    private static void awaitOnDisk(ApplicationJvm application, long records) throws Exception {
        Await.until(() -> application.tell("stats").of("onDisk") >= records, () -> "not on disk");
    }

    private static void drainAndEnd(ApplicationJvm application) throws Exception {
        application.tell("drain");
        application.tell("stop").assertAllAcked();
        assertEquals(0, application.end("return"));
    }

    private void assertWhole(String topic) throws Exception {
        Consumed consumed = Consumed.of(kafka, topic);
        consumed.assertWhole();
        consumed.events.assertComplete(dir);
    }

    private static String kafkaSink(String topic, String... producerConfig) {
        return Configuration.kafkaSink(kafka.clientProperties(), topic, producerConfig);
    }

    private String spilling(String sink) {
        return Configuration.xml(sink, Configuration.spill(dir.resolve("spill")), RING_FOR_ALL, PATIENT_STOP);
    }
}
