package io.logferry.examples.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.collector.EntryKind;
import io.logferry.frame.Position;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * With spill.mode=always, a killed application loses what was in the ring and in the open batch: a tail of its last
 * epoch, no longer than the two hold, and nothing that was on disk.
 */
@Tag("chaos")
@Timeout(300)
class ApplicationKilledTest {
    private static final int KILLS = 20;
    private static final int RING_CAPACITY = 1_024;
    private static final int BATCH_RECORDS = 256;
    private static final int WRITERS = 2;

    private final Random random = new Random();

    @Test
    void killedTwentyTimesItLosesNothingThatWasJournalled(@TempDir Path dir) throws Exception {
        long seed = Long.getLong("chaos.seed", System.nanoTime());
        System.out.println("chaos.seed=" + seed);
        random.setSeed(seed);
        List<Position> onDisk = new ArrayList<>();
        try (CollectorJvm collector = new CollectorJvm(dir.resolve("collector"))) {
            collector.start();
            Path spill = dir.resolve("spill");
            String xml = Configuration.xml(
                    Configuration.tcpSink(collector.endpoint()),
                    Configuration.spill(spill, "<mode>always</mode>"),
                    "<ringCapacity>" + RING_CAPACITY + "</ringCapacity>",
                    "<batch><maxRecords>" + BATCH_RECORDS + "</maxRecords></batch>",
                    "<whenFull>block</whenFull><blockTimeoutMillis>60000</blockTimeoutMillis>");
            for (int life = 0; life < KILLS; life++) {
                try (ApplicationJvm application = new ApplicationJvm(dir, "life" + life, xml)) {
                    application.tell("load " + WRITERS);
                    int killAt = 1 + random.nextInt(10_000);
                    Await.until(() -> application.logged() >= killAt, () -> "nothing is logged");
                    application.kill();
                }
                onDisk.add(JournalCopy.last(spill, dir.resolve("copy" + life)));
                if (life % 5 == 2) {
                    collector.kill(); // the next two lives find nobody
                } else if (!collector.isUp() && life % 5 == 4) {
                    collector.start();
                }
            }
            try (ApplicationJvm last = new ApplicationJvm(dir, "last", xml)) {
                last.tell("log 100");
                last.tell("drain");
                last.tell("stop").assertAllAcked();
            }
        }
        check(Stored.in(dir.resolve("collector")), onDisk, Stored.ledger(dir));
    }

    private static void check(Stored stored, List<Position> onDisk, Map<String, Long> ledger) {
        assertEquals(1, stored.lastSeqs.size(), "one slot, one stream");
        TreeMap<Long, Long> lastSeqs = stored.lastSeqs.values().iterator().next();
        for (Position last : onDisk) {
            assertTrue(lastSeqs.getOrDefault(last.epoch(), -1L) >= last.seq(), () -> last + " was journalled");
        }
        stored.assertUnbroken();
        for (int life = 0; life < KILLS; life++) {
            assertTailAlone(stored, ledger, "life" + life);
        }
        assertEquals(100, stored.numbers.getOrDefault("last-0", List.of()).size());
        Set<Long> killed = new HashSet<>(lastSeqs.headMap(lastSeqs.lastKey()).keySet());
        assertEquals(killed, stored.epochsOf(EntryKind.UNCLEAN), "epochs whose tail is said to be unknown");
        assertEquals(Set.of(lastSeqs.lastKey()), stored.epochsOf(EntryKind.END), "epochs that ended cleanly");
        assertEquals(killed.size() + 1, stored.markers.size(), () -> "no other marker: " + stored.markers);
    }

    private static void assertTailAlone(Stored stored, Map<String, Long> ledger, String life) {
        long missing = 0;
        for (int writer = 1; writer <= WRITERS; writer++) {
            String name = life + "-" + writer;
            long count = stored.numbers.getOrDefault(name, List.of()).size();
            long logged = ledger.getOrDefault(name, 0L);
            assertTrue(count <= logged + 1, () -> name + " stored more than it logged"); // + 1: killed before its mark
            missing += logged - count;
        }
        long lost = missing;
        assertTrue(lost <= RING_CAPACITY + BATCH_RECORDS, () -> life + " lost " + lost);
    }
}
