package io.logferry.examples.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.collector.EntryKind;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two collectors that know nothing of each other. */
@Tag("chaos")
@Timeout(300)
class TakeoverTest {
    private static final int STORED_BYTES = 500_000;

    @Test
    void theSecondTakesOverFromTheFirstAndTheFirstFromTheSecond(@TempDir Path dir) throws Exception {
        try (CollectorJvm first = new CollectorJvm(dir.resolve("first"));
                CollectorJvm second = new CollectorJvm(dir.resolve("second"))) {
            first.start();
            String xml = Configuration.xml(
                    Configuration.tcpSink(first.endpoint(), second.endpoint()),
                    Configuration.spill(dir.resolve("spill")),
                    "<whenFull>block</whenFull><blockTimeoutMillis>60000</blockTimeoutMillis>");
            try (ApplicationJvm application = new ApplicationJvm(dir, "life", xml)) {
                application.tell("load 2");
                awaitMore(first);
                second.start();
                first.kill();
                awaitMore(second);
                first.start();
                second.kill();
                awaitMore(first);
                application.tell("pause");
                application.tell("drain");
                application.tell("stop").assertAllAcked();
            }
        }
        Stored first = Stored.in(dir.resolve("first"));
        Stored second = Stored.in(dir.resolve("second"));
        assertOnce(first);
        assertOnce(second);
        assertEquals(Events.ledger(dir), union(first, second), "events by writer, in the ledger and stored");
        for (Stored stored : new Stored[] {first, second}) {
            assertEquals(1, stored.count(EntryKind.ELSEWHERE));
            assertTrue(stored.markers.stream()
                    .filter(marker -> marker.kind() == EntryKind.ELSEWHERE)
                    .allMatch(marker -> marker.line().contains("before base")));
            assertEquals(0, stored.count(EntryKind.RANGE), () -> "nothing was lost: " + stored.markers);
        }
        assertEquals(1, first.count(EntryKind.END));
    }

    private static void awaitMore(CollectorJvm collector) throws Exception {
        long enough = collector.lineBytes() + STORED_BYTES;
        Await.until(() -> collector.lineBytes() >= enough, () -> "nothing is stored");
    }

    /** Each collector alone has every number at most once, in order, with holes. */
    private static void assertOnce(Stored stored) {
        stored.events.numbers.forEach((writer, numbers) -> {
            for (int i = 1; i < numbers.size(); i++) {
                assertTrue(
                        numbers.get(i) > numbers.get(i - 1), writer + ": " + numbers.get(i) + " after its successor");
            }
        });
    }

    /** How many different numbers of each writer the two have, which must be the first ones without a hole. */
    private static Map<String, Long> union(Stored first, Stored second) {
        Map<String, TreeSet<Long>> both = new TreeMap<>();
        first.events.numbers.forEach((writer, n) ->
                both.computeIfAbsent(writer, w -> new TreeSet<>()).addAll(n));
        second.events.numbers.forEach((writer, n) ->
                both.computeIfAbsent(writer, w -> new TreeSet<>()).addAll(n));
        Map<String, Long> counts = new TreeMap<>();
        both.forEach((writer, numbers) -> {
            assertEquals(numbers.size() - 1L, numbers.last(), "a hole in the numbers of writer=" + writer);
            counts.put(writer, (long) numbers.size());
        });
        return counts;
    }
}
