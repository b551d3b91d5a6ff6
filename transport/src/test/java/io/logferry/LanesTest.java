package io.logferry;

import static io.logferry.LogPipelineTest.await;
import static io.logferry.LogPipelineTest.config;
import static io.logferry.LogPipelineTest.spill;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.DropReason;
import io.logferry.frame.Level;
import io.logferry.sink.Sink;
import io.logferry.sink.SinkConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LanesTest {
    private final RecordingStatus status = new RecordingStatus();

    /** A destination with as many lanes as there are sinks. */
    private record Spread(List<MemorySink> sinks) implements SinkConfig {
        static Spread over(int lanes) {
            return new Spread(Stream.generate(MemorySink::new).limit(lanes).toList());
        }

        @Override
        public Sink newSink(int lane, ThreadFactory threads) {
            return sinks.get(lane).newSink(lane, threads);
        }

        @Override
        public int lanes() {
            return sinks.size();
        }

        void areDown(boolean down) {
            sinks.forEach(sink -> sink.down = down);
        }

        List<String> events() {
            return sinks.stream().flatMap(sink -> events(sink).stream()).toList();
        }

        static List<String> events(MemorySink sink) {
            return sink.bodies.stream()
                    .filter(body -> !body.contains("\"event.action\""))
                    .toList();
        }

        static long ends(MemorySink sink) {
            return sink.bodies.stream()
                    .filter(body -> body.contains("logferry.end"))
                    .count();
        }
    }

    private LogPipeline<String> start(SinkConfig sink, @Nullable SpillConfig spill) {
        return LogPipeline.start(config(sink, spill), new TextEncoder(), status);
    }

    private LogPipeline<String> startConnected(Spread spread) {
        LogPipeline<String> pipeline = start(spread, null);
        await(() -> status.infos.stream()
                        .filter(text -> text.contains(": connected to the sink"))
                        .count()
                == spread.lanes());
        return pipeline;
    }

    /** One batch each. */
    private static void offerOneByOne(LogPipeline<String> pipeline, Spread spread, String name, int count) {
        for (int i = 0; i < count; i++) {
            String event = name + i;
            assertTrue(pipeline.offer(event, Level.INFO));
            await(() -> spread.sinks.stream().anyMatch(sink -> sink.bodies.contains(event)));
        }
    }

    private static long slots(Path dir) {
        try (var slots = Files.list(dir)) {
            return slots.filter(Files::isDirectory).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertStops(LogPipeline<String> pipeline) {
        assertTrue(pipeline.stop(5_000));
        await(() -> pipeline.stats().settled());
        assertEquals(0, pipeline.stats().difference(), () -> pipeline.stats().toString());
    }

    @Test
    void theBatchesOfAQuietApplicationGoToTheLanesInTurn() {
        Spread spread = Spread.over(3);
        LogPipeline<String> pipeline = startConnected(spread);
        offerOneByOne(pipeline, spread, "e", 12);
        for (MemorySink sink : spread.sinks) {
            assertEquals(4, sink.bodies.size(), () -> sink.bodies.toString());
        }
        assertStops(pipeline);
    }

    @Test
    void aLaneThatIsDownIsPassedOverUntilItIsBack() {
        Spread spread = Spread.over(3);
        LogPipeline<String> pipeline = startConnected(spread);
        spread.sinks.get(1).down = true;
        await(() -> status.warnings.contains("lane 2: not connected to the sink: down"));
        offerOneByOne(pipeline, spread, "e", 10);
        assertEquals(List.of(), spread.sinks.get(1).bodies);
        assertEquals(5, spread.sinks.get(0).bodies.size());
        spread.sinks.get(1).down = false;
        int[] more = {0};
        await(() -> {
            offerOneByOne(pipeline, spread, "more" + more[0]++ + "-", 1);
            return !spread.sinks.get(1).bodies.isEmpty();
        });
        assertStops(pipeline);
        assertEquals(10 + more[0], spread.events().size());
    }

    @Test
    void aLaneWhoseSinkAcksNothingKeepsItsWindowAndTheOthersCarryTheRest() {
        Spread spread = Spread.over(2);
        spread.sinks.get(0).acks = false;
        LogPipeline<String> pipeline = startConnected(spread);
        StringBuilder noise = new StringBuilder();
        new Random(1).ints(20_000, ' ', '~').forEach(c -> noise.append((char) c));
        for (int i = 0; i < 200; i++) {
            String event = i + ":" + noise;
            await(() -> pipeline.offer(event, Level.INFO));
        }
        int windowRecords = 70; // of 20 kB in 1 MiB, and in the frame that waits for room in it
        await(() -> pipeline.stats().acked() + pipeline.stats().inFlight() >= 200
                && pipeline.stats().inFlight() <= windowRecords);
        assertTrue(pipeline.stop(1_000));
        assertEquals(0, pipeline.stats().difference(), () -> pipeline.stats().toString());
    }

    @Test
    void withoutASpillTheRingFillsOnlyWhenNoLaneTakesMore() {
        Spread spread = Spread.over(2);
        spread.areDown(true);
        LogPipeline<String> pipeline = start(spread, null);
        StringBuilder noise = new StringBuilder();
        new Random(1).ints(100_000, ' ', '~').forEach(c -> noise.append((char) c));
        String big = noise.toString();
        await(() -> {
            pipeline.offer(big, Level.INFO);
            return pipeline.stats().drops().of(DropReason.RING_FULL) > 0
                    && pipeline.stats().inFlight() > 70; // of which one window holds 51
        });
        assertTrue(pipeline.stop(1_000));
        assertEquals(0, pipeline.stats().difference(), () -> pipeline.stats().toString());
    }

    @Test
    void eachLaneIsInOrderAndAStopEndsTheEpochOfEach() {
        Spread spread = Spread.over(3);
        LogPipeline<String> pipeline = start(spread, null);
        for (int i = 0; i < 5_000; i++) {
            String event = Integer.toString(i);
            await(() -> pipeline.offer(event, Level.INFO));
        }
        assertStops(pipeline);
        assertEquals(5_000, spread.events().size());
        for (MemorySink sink : spread.sinks) {
            List<Integer> numbers =
                    Spread.events(sink).stream().map(Integer::valueOf).toList();
            assertEquals(numbers.stream().sorted().toList(), numbers);
            assertTrue(numbers.size() > 500, () -> numbers.size() + " of 5000");
            assertEquals(1, Spread.ends(sink));
        }
    }

    @Test
    void theExitOfTheJvmWaitsForEveryLane() throws Exception {
        Spread spread = Spread.over(2);
        spread.sinks.get(1).acks = false;
        PipelineConfig config = new PipelineConfig(
                "TEST",
                "app",
                256,
                WhenFull.DROP,
                100,
                600_000,
                io.logferry.frame.Codec.LZ4,
                new BatchConfig(16_384, 100, 5),
                null,
                spread);
        LogPipeline<String> pipeline = LogPipeline.start(config, new TextEncoder(), status);
        await(() -> status.infos.stream()
                        .filter(text -> text.contains(": connected to the sink"))
                        .count()
                == 2);
        offerOneByOne(pipeline, spread, "e", 2);
        Thread exit = new Thread(pipeline::exit);
        exit.start();
        await(() -> Spread.ends(spread.sinks.get(0)) == 1 && Spread.ends(spread.sinks.get(1)) == 1);
        await(() -> pipeline.stats().inFlight() == 2); // of the second lane: its event and its end
        assertTrue(exit.isAlive());
        spread.sinks.get(1).acks = true;
        exit.join();
        assertEquals(0, pipeline.stats().inFlight());
        assertStops(pipeline);
    }

    @Test
    void dropsOfTheApplicationAreDeclaredOnce() {
        Spread spread = Spread.over(2);
        LogPipeline<String> pipeline = startConnected(spread);
        pipeline.countFailed(Level.ERROR);
        await(() -> spread.sinks.get(0).bodies.stream().anyMatch(body -> body.contains("logferry.loss")));
        assertStops(pipeline);
        assertEquals(List.of(), spread.sinks.get(1).bodies);
        assertEquals(1, status.alerts.size());
    }

    @Test
    void theBooksAreExactWhenManyThreadsLogWhileItStops() throws Exception {
        int threads = 16;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CyclicBarrier barrier = new CyclicBarrier(threads + 1);
        try {
            for (int round = 0; round < 100; round++) {
                Spread spread = Spread.over(3);
                LogPipeline<String> pipeline = start(spread, null);
                List<Future<?>> results = new ArrayList<>();
                for (int t = 0; t < threads; t++) {
                    results.add(pool.submit(() -> {
                        barrier.await();
                        for (int i = 0; i < 200; i++) {
                            pipeline.offer("x", Level.WARN);
                        }
                        return null;
                    }));
                }
                barrier.await();
                assertTrue(pipeline.stop(5_000));
                for (Future<?> result : results) {
                    result.get();
                }
                PipelineStats stats = pipeline.stats();
                assertEquals(threads * 200L + stats.markers(), stats.accepted(), stats::toString);
                assertEquals(0, stats.difference(), stats::toString);
                assertEquals(0, stats.inBatch() + stats.inFlight() + stats.onDisk(), stats::toString);
                assertEquals(
                        spread.sinks.stream()
                                .mapToInt(sink -> sink.bodies.size())
                                .sum(),
                        stats.acked(),
                        stats::toString);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void everyLaneHasASlotOfItsOwnAndTheNextStartDeliversThemAll(@TempDir Path dir) {
        Spread spread = Spread.over(3);
        spread.areDown(true);
        SpillConfig spill = spill(dir, SpillConfig.Mode.ON_FAILURE);
        LogPipeline<String> first = start(spread, spill);
        logUntilEveryLaneHasSome(first, dir);
        long offered = first.stats().onDisk() - first.stats().markers();
        assertEquals(3, slots(dir));

        spread.areDown(false);
        LogPipeline<String> second = start(spread, spill);
        await(() -> second.stats().carriedIn() == first.stats().onDisk()
                && second.stats().onDisk() == 0);
        assertStops(second);
        assertEquals(offered, spread.events().stream().distinct().count());
        assertEquals(offered, spread.events().size());
        assertFalse(status.infos.stream().anyMatch(text -> text.contains("adopting")), () -> status.infos.toString());
    }

    @Test
    void withFewerLanesThanBeforeTheSlotsOfTheOthersAreAdopted(@TempDir Path dir) {
        Spread spread = Spread.over(3);
        spread.areDown(true);
        SpillConfig spill = spill(dir, SpillConfig.Mode.ON_FAILURE);
        LogPipeline<String> first = start(spread, spill);
        logUntilEveryLaneHasSome(first, dir);
        long offered = first.stats().onDisk() - first.stats().markers();

        MemorySink one = new MemorySink();
        LogPipeline<String> second = start(one, spill);
        await(() -> slots(dir) == 1 && second.stats().onDisk() == 0);
        assertStops(second);
        assertEquals(offered, Spread.events(one).stream().distinct().count());
        assertEquals(offered, Spread.events(one).size());
    }

    /** Until each lane's folder holds a segment; then it is stopped. */
    private static void logUntilEveryLaneHasSome(LogPipeline<String> pipeline, Path dir) {
        int[] next = {0};
        await(() -> {
            IntStream.range(0, 10).forEach(i -> pipeline.offer("e" + next[0]++, Level.INFO));
            await(() -> pipeline.stats().inRing() == 0);
            return segments(dir) == 3;
        });
        assertStops(pipeline);
        assertEquals(next[0], pipeline.stats().accepted() - pipeline.stats().markers());
    }

    private static long segments(Path dir) {
        try (var files = Files.walk(dir)) {
            return files.filter(file -> file.toString().endsWith(".seg"))
                    .map(Path::getParent)
                    .distinct()
                    .count();
        } catch (IOException | UncheckedIOException changing) {
            return 0;
        }
    }
}
