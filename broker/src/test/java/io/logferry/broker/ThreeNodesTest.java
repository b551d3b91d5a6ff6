package io.logferry.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of three nodes of which two must have a record. */
final class ThreeNodesTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @TempDir
    Path dir;

    @Test
    void anotherNodeTakesOverWhenTheLeaderIsKilled_andOneAloneTakesNoRecord() throws Exception {
        try (KafkaCluster cluster = KafkaCluster.start(ClusterOptions.of(dir).withNodes(3))) {
            cluster.createTopic("logs", 1, Map.of());
            Records.send(cluster.clientProperties(), "logs", "1 by the first leader");

            int first = cluster.leaderOf("logs", 0);
            cluster.kill(first);
            int second = cluster.leaderOf("logs", 0);
            assertNotEquals(first, second);
            Records.send(cluster.clientProperties(), "logs", "2 by the second");

            cluster.restart(first);
            cluster.awaitReady("logs");
            cluster.pause(second);
            int third = cluster.leaderOf("logs", 0);
            assertNotEquals(second, third);
            Records.send(cluster.clientProperties(), "logs", "3 with the second paused");
            cluster.resume(second);
            cluster.awaitReady("logs");

            try (TopicReader reader = new TopicReader(cluster.clientProperties(), "logs")) {
                assertEquals(
                        List.of("1 by the first leader", "2 by the second", "3 with the second paused"),
                        Records.values(reader.readToEnd(TIMEOUT)));
            }

            cluster.kill(first);
            cluster.kill(second);
            Map<String, String> impatient = new HashMap<>(cluster.clientProperties());
            impatient.putAll(
                    Map.of("delivery.timeout.ms", "1500", "request.timeout.ms", "1000", "max.block.ms", "1500"));
            assertThrows(TimeoutException.class, () -> Records.send(impatient, "logs", "by one node alone"));
        }
    }
}
