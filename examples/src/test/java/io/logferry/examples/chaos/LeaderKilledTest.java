package io.logferry.examples.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.broker.ClusterOptions;
import io.logferry.broker.KafkaCluster;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes, of which two must have a record before it counts. */
@Tag("chaos")
@Timeout(600)
class LeaderKilledTest {
    private static final int KILLS = Integer.getInteger("logferry.kills", 3);

    /** Room for what is logged while the sender gets no turn on a busy machine. */
    private static final String LARGE_RING = "<ringCapacity>32768</ringCapacity>";

    private static final String PATIENT_STOP = "<shutdownTimeoutMillis>60000</shutdownTimeoutMillis>";

    @TempDir
    static Path clusterDir;

    @TempDir
    Path dir;

    private static KafkaCluster kafka;

    @BeforeAll
    static void startCluster() throws Exception {
        kafka = KafkaCluster.start(ClusterOptions.of(clusterDir).withNodes(3));
    }

    @AfterAll
    static void stopCluster() {
        kafka.close();
    }

    @Test
    void theLeaderKilledAgainAndAgainAndTheWholeClusterOnceLoseNothing() throws Exception {
        long seed = Long.getLong("chaos.seed", System.nanoTime());
        System.out.println("chaos.seed=" + seed);
        Random random = new Random(seed);
        kafka.createTopic("leader", 1, Map.of());
        try (ApplicationJvm application = new ApplicationJvm(dir, "life", xml("leader"))) {
            application.tell("log 5000"); // warm
            application.tell("measure");
            application.tell("load 4 8000"); // some 5,000 a second
            for (int kill = 0; kill < KILLS; kill++) {
                awaitMore(application, 1 + random.nextInt(2_000));
                int leader = kafka.leaderOf("leader", 0);
                kafka.kill(leader);
                awaitMore(application, random.nextInt(5_000));
                kafka.restart(leader);
                kafka.awaitReady("leader");
                if (kill == KILLS / 2) {
                    killAll(application);
                }
            }
            application.tell("pause");
            application.tell("drain");
            Counters counters = application.tell("stop");
            System.out.println(Stalls.report(counters));
            counters.assertAllAcked();
            assertTrue(counters.of("replayed") > 0, counters::toString);
            assertEquals(0, application.end("return"));
        }
        Consumed consumed = Consumed.of(kafka, "leader");
        consumed.assertWhole();
        consumed.events.assertComplete(dir);
    }

    private static void killAll(ApplicationJvm application) throws Exception {
        for (int node = 1; node <= 3; node++) {
            kafka.kill(node);
        }
        awaitMore(application, 10_000);
        for (int node = 1; node <= 3; node++) {
            kafka.restart(node);
        }
        kafka.awaitReady("leader");
    }

    @Test
    void withTooFewInSyncItSpillsUntilThereAreEnough() throws Exception {
        kafka.createTopic("isr", 1, Map.of("min.insync.replicas", "3"));
        try (ApplicationJvm application = new ApplicationJvm(dir, "life", xml("isr"))) {
            application.tell("log 1000");
            application.tell("drain");
            int leader = kafka.leaderOf("isr", 0);
            int second = leader % 3 + 1;
            int third = second % 3 + 1;
            kafka.kill(second); // NOT_ENOUGH_REPLICAS from now on
            application.tell("log 20000").assertAccepted(21_000);
            awaitSpilled(application);
            kafka.kill(third); // and no quorum of the controllers
            application.tell("log 20000").assertAccepted(41_000);
            kafka.restart(second);
            kafka.restart(third);
            kafka.awaitReady("isr");
            application.tell("drain");
            application.tell("stop").assertAllAcked();
            assertEquals(0, application.end("return"));
        }
        Consumed consumed = Consumed.of(kafka, "isr");
        consumed.assertWhole();
        consumed.events.assertComplete(dir);
    }

    private static void awaitMore(ApplicationJvm application, long events) throws Exception {
        long enough = application.logged() + events;
        Await.until(() -> application.logged() >= enough, () -> "nothing is logged");
    }

    private static void awaitSpilled(ApplicationJvm application) throws Exception {
        Await.until(() -> application.tell("stats").of("onDisk") > 0, () -> "nothing is spilled");
    }

    private String xml(String topic) {
        return Configuration.xml(
                Configuration.kafkaSink(kafka.clientProperties(), topic),
                Configuration.spill(dir.resolve("spill")),
                LARGE_RING,
                PATIENT_STOP);
    }
}
