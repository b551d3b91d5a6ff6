package io.logferry.examples.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.broker.ClusterOptions;
import io.logferry.broker.KafkaCluster;
import io.logferry.frame.Position;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * With spill.mode=always and Kafka, a killed application loses what was in the ring and in the open batch, as with a
 * collector. What it had sent and not yet known to be durable is sent again by its next life: the consumer's
 * de-duplication makes that once.
 */
@Tag("chaos")
@Timeout(600)
class KafkaApplicationKilledTest {
    /** A multiple of five, in which everything happens. */
    private static final int KILLS = Integer.getInteger("logferry.kills", 5);

    private static final int RING_CAPACITY = 1_024;
    private static final int BATCH_RECORDS = 256;
    private static final String TOPIC = "killed";

    @TempDir
    Path dir;

    @Test
    void killedAgainAndAgainItLosesNothingThatWasJournalled() throws Exception {
        long seed = Long.getLong("chaos.seed", System.nanoTime());
        System.out.println("chaos.seed=" + seed);
        Random random = new Random(seed);
        List<Position> onDisk = new ArrayList<>();
        try (KafkaCluster kafka = KafkaCluster.start(ClusterOptions.of(dir.resolve("kafka")))) {
            kafka.createTopic(TOPIC, 1, Map.of());
            Path spill = dir.resolve("spill");
            String xml = xml(kafka, spill);
            for (int life = 0; life < KILLS; life++) {
                boolean standsStill = life % 5 >= 3;
                try (ApplicationJvm application = new ApplicationJvm(dir, "life" + life, xml)) {
                    application.tell("load 2");
                    if (standsStill) {
                        Await.until(() -> application.tell("stats").of("acked") > 0, () -> "nothing is acked");
                        kafka.pause(1); // it will store what the dead one had sent, and get it again
                    }
                    long killAt = application.logged() + 1 + random.nextInt(20_000);
                    Await.until(() -> application.logged() >= killAt, () -> "nothing is logged");
                    application.kill();
                }
                if (standsStill) {
                    kafka.resume(1);
                }
                onDisk.add(JournalCopy.last(spill, dir.resolve("copy" + life)));
                if (life % 5 == 1) {
                    kafka.kill(1); // the next life finds nobody
                } else if (life % 5 == 2) {
                    kafka.restart(1);
                }
            }
            kafka.awaitReady(TOPIC);
            try (ApplicationJvm last = new ApplicationJvm(dir, "last", xml)) {
                last.tell("log 100");
                last.tell("drain");
                last.tell("stop").assertAllAcked();
                assertEquals(0, last.end("return"));
            }
            check(Consumed.of(kafka, TOPIC), onDisk);
        }
    }

    private static String xml(KafkaCluster kafka, Path spill) {
        return Configuration.xml(
                Configuration.kafkaSink(kafka.clientProperties(), TOPIC),
                Configuration.spill(spill, "<mode>always</mode>"),
                "<ringCapacity>" + RING_CAPACITY + "</ringCapacity>",
                "<batch><maxRecords>" + BATCH_RECORDS + "</maxRecords></batch>",
                "<whenFull>block</whenFull><blockTimeoutMillis>60000</blockTimeoutMillis>",
                "<shutdownTimeoutMillis>60000</shutdownTimeoutMillis>");
    }

    private void check(Consumed consumed, List<Position> onDisk) throws Exception {
        assertEquals(1, consumed.lastSeqs.size(), "one slot, one stream");
        TreeMap<Long, Long> lastSeqs = consumed.lastSeqs.values().iterator().next();
        for (Position last : onDisk) {
            assertTrue(lastSeqs.getOrDefault(last.epoch(), -1L) >= last.seq(), () -> last + " was journalled");
        }
        consumed.assertInOrder();
        consumed.events.assertUnbroken();
        for (int life = 0; life < KILLS; life++) {
            long missing = consumed.events.missing(dir, "life" + life);
            String name = "life" + life;
            assertTrue(missing <= RING_CAPACITY + BATCH_RECORDS, () -> name + " lost " + missing);
        }
        assertEquals(
                100,
                Objects.requireNonNull(consumed.events.numbers.get("last-0")).size());
        assertEquals(List.of(), consumed.lost);
        assertEquals(List.of(), consumed.others);
        Set<Long> killed = new HashSet<>(lastSeqs.headMap(lastSeqs.lastKey()).keySet());
        assertEquals(killed, consumed.uncleanEpochs, "epochs whose tail is said to be unknown");
        assertEquals(Set.of(lastSeqs.lastKey()), consumed.endedEpochs, "epochs that ended cleanly");
        System.out.println("repeated before de-duplication: " + consumed.repeated);
    }
}
