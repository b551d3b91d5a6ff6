package io.logferry.sink.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.broker.ClusterOptions;
import io.logferry.broker.KafkaCluster;
import io.logferry.frame.Frame;
import io.logferry.kafka.RecordId;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sink against a real broker that is not there, dies, or stands still. */
class KafkaSinkFaultTest {
    private static KafkaCluster kafka;

    @BeforeAll
    static void startBroker(@TempDir Path dir) throws Exception {
        kafka = KafkaCluster.start(ClusterOptions.of(dir));
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    private static SinkDriver connected(String topic) throws Exception {
        kafka.createTopic(topic, 1, Map.of());
        return new SinkDriver(kafka.clientProperties(), topic).connected();
    }

    private static List<Long> numbers(String topic) {
        return KafkaSinkTest.records(kafka, topic).stream()
                .map(KafkaSinkTest::id)
                .map(RecordId::seq)
                .toList();
    }

    @Test
    void whereNobodyListensTheAttemptEndsAndSaysWhere() throws IOException {
        int port;
        try (ServerSocket closedSoon = new ServerSocket(0)) {
            port = closedSoon.getLocalPort();
        }
        Map<String, String> nobody = Map.of("bootstrap.servers", "127.0.0.1:" + port);
        try (SinkDriver driver = new SinkDriver(nobody, "app-logs", Map.of(), SinkDriver.BRIEF_MILLIS)) {
            driver.connect();
            driver.expect("disconnected 127.0.0.1:" + port
                    + " did not tell within 1000 ms where topic=app-logs is: no broker answers, or none knows it");
            assertFalse(driver.sink.send(driver.frame("not now")));
        }
    }

    @Test
    void aHostThatIsUnknownIsSaid() {
        try (SinkDriver driver = new SinkDriver(Map.of("bootstrap.servers", "kafka.invalid:9092"), "app-logs")) {
            driver.connect();
            String reason = driver.nextReport();
            assertTrue(reason.contains("kafka.invalid") || reason.contains("No resolvable bootstrap"), reason);
        }
    }

    @Test
    void whatIsUnderWayWhenTheBrokerIsKilledArrivesOnceWithTheSameProducer() throws Exception {
        try (SinkDriver driver = connected("killed")) {
            driver.send(driver.frame("a"));
            driver.untilAcked(0);
            kafka.kill(1);
            Frame second = driver.frame("b", "c");
            boolean taken = driver.sink.send(second);
            kafka.restart(1);
            kafka.awaitReady("killed");
            if (!taken) {
                driver.send(second);
            }
            assertEquals(List.of("acked 7:2"), driver.untilAcked(2));
            driver.send(driver.frame("d"));
            driver.untilAcked(3);
        }
        assertEquals(List.of(0L, 1L, 2L, 3L), numbers("killed"));
    }

    @Test
    void aBrokerThatStandsStillIsWaitedForWithoutBlocking() throws Exception {
        try (SinkDriver driver = connected("paused")) {
            driver.send(driver.frame("a"));
            driver.untilAcked(0);
            kafka.pause(1);
            try {
                driver.sink.send(driver.frame("b"));
                for (int polls = 0; polls < 1_000; polls++) {
                    driver.sink.poll(System.nanoTime(), driver);
                }
                assertEquals(List.of(), List.copyOf(driver.reports));
            } finally {
                kafka.resume(1);
            }
            driver.untilAcked(1);
        }
    }

    @Test
    void aTopicThatIsDeletedAndMadeAgainIsFoundWithTheSameProducer() throws Exception {
        try (SinkDriver driver = connected("again")) {
            driver.send(driver.frame("a"));
            driver.untilAcked(0);
            try (Admin admin = Admin.create(Map.copyOf(kafka.clientProperties()))) {
                admin.deleteTopics(List.of("again")).all().get();
            }
            Frame second = driver.frame("b");
            boolean taken = driver.sink.send(second);
            kafka.createTopic("again", 1, Map.of());
            if (!taken) {
                driver.send(second);
            }
            driver.untilAcked(1);
            driver.send(driver.frame("c"));
            driver.untilAcked(2);
        }
        assertEquals(List.of(1L, 2L), numbers("again"));
    }
}
