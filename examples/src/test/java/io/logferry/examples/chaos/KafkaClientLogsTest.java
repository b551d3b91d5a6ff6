package io.logferry.examples.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.broker.ClusterOptions;
import io.logferry.broker.KafkaCluster;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kafka's client logs each of its steps, from three threads of ours, into the very appender that it works for. */
@Tag("chaos")
@Timeout(300)
class KafkaClientLogsTest {
    private static final int EVENTS = 20_000;

    @TempDir
    Path dir;

    @Test
    void atTraceItsEventsAreSuppressedAndTheApplicationsPassThroughASmallRingThatBlocks() throws Exception {
        try (KafkaCluster kafka = KafkaCluster.start(ClusterOptions.of(dir.resolve("kafka")))) {
            kafka.createTopic("trace", 1, Map.of());
            String xml = Configuration.xml(
                            Configuration.kafkaSink(kafka.clientProperties(), "trace"),
                            Configuration.spill(dir.resolve("spill")),
                            "<ringCapacity>16</ringCapacity>",
                            "<whenFull>block</whenFull><blockTimeoutMillis>60000</blockTimeoutMillis>",
                            "<shutdownTimeoutMillis>60000</shutdownTimeoutMillis>")
                    .replace("<root level=\"INFO\">", "<root level=\"TRACE\">");
            try (ApplicationJvm application = new ApplicationJvm(dir, "life", xml)) {
                long logged = logAll(application, 0);
                application.tell("drain");
                kafka.kill(1);
                logged = logAll(application, logged);
                Await.until(() -> application.tell("stats").of("onDisk") > 0, () -> "nothing is spilled");
                kafka.restart(1);
                logged = logAll(application, logged);
                application.tell("drain");
                Counters counters = application.tell("stop");
                counters.assertAllAcked();
                counters.assertAccepted(logged);
                assertEquals(0, application.end("return"));
            }
            Consumed consumed = Consumed.of(kafka, "trace");
            consumed.assertWhole();
            consumed.events.assertComplete(dir);
        }
    }

    private static long logAll(ApplicationJvm application, long before) throws Exception {
        long suppressed = application.tell("stats").of("suppressed");
        Counters counters = application.tell("log " + EVENTS);
        counters.assertAccepted(before + EVENTS);
        assertTrue(counters.of("suppressed") > suppressed, counters::toString);
        return before + EVENTS;
    }
}
