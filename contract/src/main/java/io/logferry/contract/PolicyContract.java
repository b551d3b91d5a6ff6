package io.logferry.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.PipelineStats;
import io.logferry.frame.Codec;
import io.logferry.frame.DropReason;
import io.logferry.frame.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens when events come faster than they go. */
abstract class PolicyContract extends ContractFixture {
    private static final List<Level> LEVELS = List.of(Level.TRACE, Level.DEBUG, Level.INFO, Level.WARN, Level.ERROR);

    @TempDir
    private Path spool = Path.of("");

    PolicyContract(Host host) {
        super(host);
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    private void logNumbers(int count) {
        numbers(count).forEach(number -> host.info("{}", number));
    }

    @Test
    void dropTakesWhatTheRingHolds_andCountsTheRestByLevel() {
        host.configure(plain().with("ringCapacity", 16));
        holdSender();
        for (int i = 0; i < 1_000; i++) {
            host.log(Call.at(LEVELS.get(i % LEVELS.size()), "{}", i));
        }
        releaseSender();
        PipelineStats stats = stopped();
        List<String> lines = collector.lines();
        assertTrue(lines.size() >= 16, () -> "only " + lines);
        assertEquals(numbers(16), lines.subList(0, 16));
        assertEquals(1_000, events(stats));
        assertEquals(1_000 - lines.size(), stats.drops().of(DropReason.RING_FULL));
        for (Level level : LEVELS) {
            long arrived = lines.stream()
                    .filter(line -> LEVELS.get(Integer.parseInt(line) % LEVELS.size()) == level)
                    .count();
            assertEquals(200 - arrived, stats.drops().of(DropReason.RING_FULL, level), level::toString);
        }
    }

    @Test
    void blockWaitsForRoom_soNothingIsLost() {
        host.configure(patient().with("ringCapacity", 16));
        holdSender();
        Thread caller = new Thread(() -> logNumbers(500));
        caller.start();
        Await.until(() -> caller.getState() == Thread.State.TIMED_WAITING, () -> "it does not wait for room");
        releaseSender();
        Await.until(() -> !caller.isAlive(), () -> "it still waits");
        PipelineStats stats = stopped();
        assertEquals(0, stats.drops().total());
        assertEquals(numbers(500), collector.lines());
    }

    @Test
    void blockGivesUpAfterItsTimeout() {
        host.configure(
                plain().with("ringCapacity", 16).with("whenFull", "block").with("blockTimeoutMillis", 5));
        holdSender();
        logNumbers(100);
        releaseSender();
        PipelineStats stats = stopped();
        assertEquals(100, events(stats));
        assertTrue(stats.drops().of(DropReason.RING_FULL) > 0, stats::toString);
        assertEquals(
                100 - stats.drops().of(DropReason.RING_FULL), collector.lines().size());
    }

    @Test
    void aCollectorThatIsDownIsNoReasonNotToStart_andEveryLossIsCounted() {
        host.configure(plain().with("tcpSink.endpoints", downEndpoint())
                .with("shutdownTimeoutMillis", 200)
                .with("ringCapacity", 64));
        logNumbers(50_000);
        PipelineStats stats = stopped();
        assertEquals(50_000, events(stats));
        assertEquals(0, stats.acked());
        assertTrue(stats.drops().of(DropReason.SHUTDOWN) > 0, stats::toString);
        assertEquals(List.of(), host.errors());
    }

    @Test
    void whatTheCollectorDoesNotTakeIsSpilled_andDeliveredByTheNextStart() {
        Settings spilling = patient().with("spill.dir", spool);
        host.configure(spilling.with("tcpSink.endpoints", downEndpoint()));
        logNumbers(2_000);
        PipelineStats stats = stopped();
        assertEquals(0, stats.drops().total());
        assertEquals(2_000, stats.onDisk() - stats.markers(), stats::toString);
        host.stop();
        host.configure(spilling);
        Await.until(
                () -> collector.lines().size() == 2_000,
                () -> "delivered=" + collector.lines().size());
        stats = stopped();
        assertEquals(numbers(2_000), collector.lines());
        assertTrue(stats.carriedIn() >= 2_000, stats::toString);
    }

    @Test
    void framesCompressedWithZstdAreSpilledAndReplayed() {
        Settings spilling = patient().with("spill.dir", spool).with("compression", "zstd");
        host.configure(spilling.with("tcpSink.endpoints", downEndpoint()));
        logNumbers(2_000);
        assertEquals(0, stopped().drops().total());
        host.stop();
        host.configure(spilling.with("compression", "none"));
        Await.until(
                () -> collector.lines().size() == 2_000,
                () -> "delivered=" + collector.lines().size());
        stopped();
        assertEquals(numbers(2_000), collector.lines());
        Codec used = Codec.ZSTD.whyNotWritten() == null ? Codec.ZSTD : Codec.LZ4;
        assertTrue(collector.codecs().contains(used), () -> collector.codecs().toString());
        assertEquals(List.of(), host.errors());
    }

    @Test
    void anEventThatIsTooLargeIsDroppedAndCounted_itsNeighboursArrive() {
        host.configure(plain());
        String huge = "x".repeat(1 << 20);
        String large = "y".repeat(800_000);
        for (String message : List.of("a", huge, "b", large, "c")) {
            host.info(message);
        }
        PipelineStats stats = stopped();
        assertLines("a", "b", large, "c");
        assertEquals(1, stats.drops().of(DropReason.TOO_LARGE, Level.INFO));
    }
}
