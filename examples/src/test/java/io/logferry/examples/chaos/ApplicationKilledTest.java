package io.logferry.examples.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.collector.EntryKind;
import io.logferry.frame.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
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
    /** A multiple of five, in which everything happens. */
    private static final int KILLS = Integer.getInteger("logferry.kills", 5);

    private static final int TURNS = Integer.getInteger("logferry.kills", 4);
    private static final int RING_CAPACITY = 1_024;
    private static final int BATCH_RECORDS = 256;
    private static final int WRITERS = 2;

    @TempDir
    Path dir;

    private final long seed = Long.getLong("chaos.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @BeforeEach
    void printSeed() {
        System.out.println("chaos.seed=" + seed);
    }

    @Test
    void killedAgainAndAgainItLosesNothingThatWasJournalled() throws Exception {
        List<Position> onDisk = new ArrayList<>();
        try (CollectorJvm collector = new CollectorJvm(dir.resolve("collector"))) {
            collector.start();
            Path spill = dir.resolve("spill");
            String xml = xml(collector, spill);
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
        check(Stored.in(dir.resolve("collector")), onDisk);
    }

    @Test
    void twoAtOnceKilledInTurnsLeaveTheirSlotsToThoseThatComeAfter() throws Exception {
        try (CollectorJvm collector = new CollectorJvm(dir.resolve("collector"))) {
            collector.start();
            String xml = xml(collector, dir.resolve("spill"));
            ApplicationJvm[] alive = new ApplicationJvm[2];
            try {
                for (int life = 0; life < TURNS; life++) {
                    int turn = random.nextInt(2);
                    if (alive[turn] != null) {
                        alive[turn].kill();
                    }
                    ApplicationJvm next = new ApplicationJvm(dir, "life" + life, xml);
                    alive[turn] = next;
                    next.tell("load " + WRITERS);
                    int goOnAt = 1 + random.nextInt(3_000);
                    Await.until(() -> next.logged() >= goOnAt, () -> "nothing is logged");
                    if (life % 3 == 0) {
                        collector.kill();
                    } else if (!collector.isUp()) {
                        collector.start();
                    }
                }
            } finally {
                for (ApplicationJvm application : alive) {
                    if (application != null) {
                        application.kill();
                    }
                }
            }
            if (!collector.isUp()) {
                collector.start();
            }
            try (ApplicationJvm last = new ApplicationJvm(dir, "last", xml)) {
                last.tell("log 100");
                Await.until(() -> slots(dir.resolve("spill")) == 1, () -> "an orphan is left");
                last.tell("drain");
                last.tell("stop").assertAllAcked();
            }
        }
        Stored stored = Stored.in(dir.resolve("collector"));
        stored.events.assertUnbroken();
        for (int life = 0; life < TURNS; life++) {
            assertTailAlone(stored, "life" + life);
        }
        assertEquals(0, stored.count(EntryKind.RANGE), () -> "nothing else was lost: " + stored.markers);
    }

    private static long slots(Path spill) throws IOException {
        try (Stream<Path> files = Files.list(spill)) {
            return files.filter(Files::isDirectory).count();
        }
    }

    private static String xml(CollectorJvm collector, Path spill) {
        return Configuration.xml(
                Configuration.tcpSink(collector.endpoint()),
                Configuration.spill(spill, "<mode>always</mode>"),
                "<ringCapacity>" + RING_CAPACITY + "</ringCapacity>",
                "<batch><maxRecords>" + BATCH_RECORDS + "</maxRecords></batch>",
                "<whenFull>block</whenFull><blockTimeoutMillis>60000</blockTimeoutMillis>");
    }

    private void check(Stored stored, List<Position> onDisk) throws IOException {
        assertEquals(1, stored.lastSeqs.size(), "one slot, one stream");
        TreeMap<Long, Long> lastSeqs = stored.lastSeqs.values().iterator().next();
        for (Position last : onDisk) {
            assertTrue(lastSeqs.getOrDefault(last.epoch(), -1L) >= last.seq(), () -> last + " was journalled");
        }
        stored.events.assertUnbroken();
        for (int life = 0; life < KILLS; life++) {
            assertTailAlone(stored, "life" + life);
        }
        assertEquals(
                100, stored.events.numbers.getOrDefault("last-0", List.of()).size());
        Set<Long> killed = new HashSet<>(lastSeqs.headMap(lastSeqs.lastKey()).keySet());
        assertEquals(killed, stored.epochsOf(EntryKind.UNCLEAN), "epochs whose tail is said to be unknown");
        assertEquals(Set.of(lastSeqs.lastKey()), stored.epochsOf(EntryKind.END), "epochs that ended cleanly");
        assertEquals(killed.size() + 1, stored.markers.size(), () -> "no other marker: " + stored.markers);
    }

    private void assertTailAlone(Stored stored, String life) throws IOException {
        long lost = stored.events.missing(dir, life);
        assertTrue(lost <= RING_CAPACITY + BATCH_RECORDS, () -> life + " lost " + lost);
    }
}
