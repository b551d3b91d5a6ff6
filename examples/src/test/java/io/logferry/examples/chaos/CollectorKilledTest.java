package io.logferry.examples.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.collector.EntryKind;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("chaos")
@Timeout(300)
class CollectorKilledTest {
    private static final int KILLS = Integer.getInteger("logferry.kills", 4);
    private static final String PATIENT = "<whenFull>block</whenFull><blockTimeoutMillis>60000</blockTimeoutMillis>";

    @Test
    void killedAgainAndAgainUnderLoadItLosesNothingAndStoresNothingTwice(@TempDir Path dir) throws Exception {
        long seed = Long.getLong("chaos.seed", System.nanoTime());
        System.out.println("chaos.seed=" + seed);
        Random random = new Random(seed);
        try (CollectorJvm collector = new CollectorJvm(dir.resolve("collector"))) {
            String xml = Configuration.xml(
                    Configuration.tcpSink(collector.endpoint()), Configuration.spill(dir.resolve("spill")), PATIENT);
            try (ApplicationJvm application = new ApplicationJvm(dir, "life", xml)) {
                application.tell("load 2");
                for (int kill = 0; kill < KILLS; kill++) {
                    collector.start();
                    long storedBytes = collector.lineBytes() + 1 + random.nextInt(1_000_000); // in mid-replay
                    Await.until(() -> collector.lineBytes() >= storedBytes, () -> "nothing is stored");
                    long killAt = application.logged() + (random.nextBoolean() ? random.nextInt(5_000) : 0);
                    Await.until(() -> application.logged() >= killAt, () -> "nothing is logged");
                    collector.kill();
                    long startAt = application.logged() + (random.nextBoolean() ? random.nextInt(5_000) : 0);
                    Await.until(() -> application.logged() >= startAt, () -> "nothing is logged");
                }
                collector.start();
                application.tell("pause");
                application.tell("drain");
                Counters counters = application.tell("stop");
                counters.assertAllAcked();
                assertTrue(counters.of("replayed") > 0, counters::toString);
            }
        }
        Stored stored = Stored.in(dir.resolve("collector"));
        stored.events.assertComplete(dir);
        assertEquals(1, stored.count(EntryKind.END));
        assertEquals(1, stored.markers.size(), () -> "END alone: " + stored.markers);
    }
}
