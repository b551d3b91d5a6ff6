package io.logferry.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of one node. */
final class OneNodeTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @TempDir
    Path dir;

    @Test
    void keepsItsRecordsAndItsAddressWhenItIsKilledOrStoppedAndStartedAgain() throws Exception {
        try (KafkaCluster cluster = KafkaCluster.start(ClusterOptions.of(dir))) {
            String address = cluster.bootstrapServers();
            cluster.createTopic("logs", 2, Map.of());
            Records.send(cluster.clientProperties(), "logs", "one", "two");
            cluster.kill(1);
            cluster.restart(1);
            cluster.awaitReady("logs");
            Records.send(cluster.clientProperties(), "logs", "three");
            cluster.stop(1);
            cluster.restart(1);
            cluster.awaitReady("logs");
            assertEquals(address, cluster.bootstrapServers());
            try (TopicReader reader = new TopicReader(cluster.clientProperties(), "logs")) {
                assertEquals(List.of("one", "three", "two"), Records.values(reader.readToEnd(TIMEOUT)));
            }
        }
    }

    @Test
    void thatCannotStartShowsTheEndOfItsLog() {
        ClusterOptions nonsense = ClusterOptions.of(dir).withServerProperty("num.io.threads", "none");
        IOException refused = assertThrows(IOException.class, () -> KafkaCluster.start(nonsense));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.startsWith("Kafka node=1 ended: exit=1"), message);
        assertTrue(message.contains("num.io.threads"), message);
    }
}
