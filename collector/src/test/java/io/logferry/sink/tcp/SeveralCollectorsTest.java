package io.logferry.sink.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.BatchConfig;
import io.logferry.LogPipeline;
import io.logferry.PipelineConfig;
import io.logferry.SpillConfig;
import io.logferry.StatusListener;
import io.logferry.WhenFull;
import io.logferry.collector.EntryKind;
import io.logferry.frame.Codec;
import io.logferry.frame.Level;
import io.logferry.frame.RecordEncoder;
import io.logferry.sink.Sink;
import io.logferry.sink.SinkConfig;
import io.logferry.sink.SinkState;
import io.logferry.spill.Sync;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real collectors that end and start again while a pipeline sends to them. */
@Timeout(180)
class SeveralCollectorsTest {
    private static final long PROBE_MILLIS = 50;

    @TempDir
    Path temp;

    private final List<Node> collectors = new ArrayList<>();
    private int logged;

    /** As users configure it, but for the time between two looks for a better collector. */
    private record QuickReturn(TcpSinkConfig config) implements SinkConfig {
        @Override
        public Sink newSink(int lane, ThreadFactory threads) {
            Targets targets =
                    new Targets(config.endpoints(), lane, InetAddress::getAllByName, name -> List.of(), false);
            return new TcpSink(config, threads, targets, Wire.HANDSHAKE_MILLIS, PROBE_MILLIS);
        }

        @Override
        public int lanes() {
            return config.lanes();
        }
    }

    private void startLocal(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            collectors.add(new LocalNode(temp.resolve("collector-" + i)));
        }
    }

    @AfterEach
    void closeCollectors() {
        collectors.forEach(Node::close);
    }

    private LogPipeline<String> start(String strategy, @Nullable SpillConfig spill) {
        String endpoints = collectors.stream().map(Node::endpoint).collect(Collectors.joining(","));
        List<String> mistakes = new ArrayList<>();
        TcpSinkConfig config = TcpSinkConfig.parse(Map.of("endpoints", endpoints, "strategy", strategy), mistakes);
        if (config == null) {
            throw new AssertionError(mistakes);
        }
        PipelineConfig pipeline = new PipelineConfig(
                "TEST",
                "app",
                1_024,
                WhenFull.BLOCK,
                60_000,
                10_000,
                Codec.LZ4,
                new BatchConfig(4_096, 50, 1),
                spill,
                new QuickReturn(config));
        return LogPipeline.start(pipeline, new Numbers(), new Silence());
    }

    private void log(LogPipeline<String> pipeline, int count) {
        for (int i = 0; i < count; i++) {
            assertTrue(pipeline.offer(Integer.toString(logged++), Level.INFO));
        }
    }

    private Path[] dirs() {
        return collectors.stream().map(Node::dir).toArray(Path[]::new);
    }

    private static void await(String what, BooleanSupplier condition) {
        long startNanos = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - startNanos < 60_000_000_000L, () -> "not within 60 s: " + what);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static void assertStops(LogPipeline<String> pipeline) {
        assertTrue(pipeline.stop(10_000));
        await("orphans end", () -> pipeline.stats().settled());
        assertEquals(0, pipeline.stats().difference(), () -> pipeline.stats().toString());
        assertEquals(0, pipeline.stats().drops().total(), () -> pipeline.stats().toString());
    }

    private void assertNothingMissing() {
        new Together(dirs()).assertHoldsAll(logged);
    }

    /** Logs one by one until a collector has the last one. */
    private void logUntilItArrivesAt(Node collector, LogPipeline<String> pipeline) {
        await("an event at " + collector.endpoint(), () -> {
            log(pipeline, 1);
            String last = Integer.toString(logged - 1);
            await("its ack", () -> pipeline.stats().acked() == pipeline.stats().accepted());
            return Together.of(collector.dir()).containsValue(last);
        });
    }

    @Test
    void thePreferredOneIsKilledUnderLoad_theOtherTakesOver_andOnTheWayBackNothingIsRepeated() throws Exception {
        Node preferred = new ProcessNode(temp.resolve("preferred"));
        Node other = new LocalNode(temp.resolve("other"));
        collectors.addAll(List.of(preferred, other));
        LogPipeline<String> pipeline = start("failover", null);
        log(pipeline, 5_000);
        preferred.kill();
        Set<Together.Id> beforeKill = Together.of(preferred.dir()).keySet();
        log(pipeline, 5_000);
        await("all is acked", () -> pipeline.stats().acked() == logged);
        assertTrue(Together.of(other.dir()).size() >= 5_000);

        preferred.startAgain();
        Thread load = new Thread(() -> log(pipeline, 5_000));
        load.start();
        load.join();
        logUntilItArrivesAt(preferred, pipeline);
        assertStops(pipeline);

        assertNothingMissing();
        assertEquals(1, new Together(dirs()).streamCount());
        Set<Together.Id> atBoth = new HashSet<>(Together.of(other.dir()).keySet());
        atBoth.retainAll(Together.of(preferred.dir()).keySet());
        assertTrue(beforeKill.containsAll(atBoth), "only what was in flight at the kill was sent again");
        assertTrue(
                Together.marks(preferred.dir()).stream().anyMatch(mark -> mark.kind() == EntryKind.ELSEWHERE),
                "it knows that others have what it missed");
    }

    @Test
    void spreadOverThree_oneIsKilled_theOthersCarryItsShare_andItGetsItsLaneBack() throws Exception {
        startLocal(3);
        LogPipeline<String> pipeline = start("spread", null);
        await("all are connected", () -> pipeline.stats().sinks().stream().allMatch(SinkState::up));
        log(pipeline, 9_000);
        await("all is acked", () -> pipeline.stats().acked() == logged);
        for (Node each : collectors) {
            int share = Together.of(each.dir()).size();
            assertTrue(share > 1_500, () -> "a third of 9000 or so, not " + share);
        }
        Node killed = collectors.get(1);
        log(pipeline, 1_000);
        killed.kill();
        log(pipeline, 5_000);
        await("all is acked", () -> pipeline.stats().acked() == logged);
        killed.startAgain();
        logUntilItArrivesAt(killed, pipeline);
        assertStops(pipeline);
        assertNothingMissing();
        assertEquals(3, new Together(dirs()).streamCount());
    }

    @Test
    void fromSpreadToFailoverWithAllOnDisk_everySlotIsDelivered() throws Exception {
        startLocal(2);
        SpillConfig spill = new SpillConfig(
                temp.resolve("spill"),
                16 << 20,
                1 << 20,
                0,
                SpillConfig.Mode.ALWAYS,
                Sync.NONE,
                SpillConfig.WhenSpillFull.DROP_OLDEST);
        LogPipeline<String> first = start("spread", spill);
        log(first, 2_000);
        for (Node each : collectors) {
            each.kill();
        }
        log(first, 2_000);
        assertStops(first);
        assertTrue(first.stats().onDisk() > 0, () -> first.stats().toString());
        for (Node each : collectors) {
            each.startAgain();
        }
        LogPipeline<String> second = start("failover", spill);
        await("the other lane's slot is adopted and drained", () -> slots(spill.dir()) == 1);
        await("all is acked", () -> second.stats().onDisk() == 0);
        log(second, 10);
        assertStops(second);
        assertNothingMissing();
    }

    private static long slots(Path dir) {
        try (Stream<Path> slots = Files.list(dir)) {
            return slots.filter(Files::isDirectory).count();
        } catch (java.io.IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }

    /** Events are their own text. */
    private static final class Numbers implements RecordEncoder<String> {
        @Override
        public long timeNanos(String event) {
            return 0;
        }

        @Override
        public Level level(String event) {
            return Level.INFO;
        }

        @Override
        public void encode(String event, ByteBuffer into) {
            into.put(event.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Nobody listens. */
    private static final class Silence implements StatusListener {
        @Override
        public void info(String message) {}

        @Override
        public void warn(String message) {}

        @Override
        public void alert(String message) {}
    }
}
