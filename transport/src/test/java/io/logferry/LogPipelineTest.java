package io.logferry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.Codec;
import io.logferry.frame.DropReason;
import io.logferry.frame.Level;
import io.logferry.sink.SinkConfig;
import io.logferry.spill.Sync;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogPipelineTest {
    private final RecordingStatus status = new RecordingStatus();

    static PipelineConfig config(SinkConfig sink, @Nullable SpillConfig spill) {
        return new PipelineConfig(
                "TEST", "app", 256, WhenFull.DROP, 100, 5_000, Codec.LZ4, new BatchConfig(16_384, 100, 5), spill, sink);
    }

    static SpillConfig spill(Path dir, SpillConfig.Mode mode) {
        return new SpillConfig(dir, 1 << 20, 64 << 10, 0, mode, Sync.NONE, SpillConfig.WhenSpillFull.DROP_OLDEST);
    }

    static void await(BooleanSupplier condition) {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadlineNanos, "not within 30 s");
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void whatWasOfferedIsDeliveredInOrderAndTheEpochEnds() {
        MemorySink sink = new MemorySink();
        LogPipeline<String> pipeline = LogPipeline.start(config(sink, null), new TextEncoder(), status);
        for (int i = 0; i < 200; i++) {
            assertTrue(pipeline.offer("e" + i, Level.INFO));
        }
        assertTrue(pipeline.stop(5_000));
        assertEquals(201, sink.bodies.size());
        for (int i = 0; i < 200; i++) {
            assertEquals("e" + i, sink.bodies.get(i));
        }
        assertTrue(sink.bodies.get(200).contains("\"event.action\":\"logferry.end\""), sink.bodies.get(200));
        assertEquals(201, pipeline.stats().acked());
        assertEquals(0, pipeline.stats().difference());
    }

    @Test
    void theBooksAreExactWhen64ThreadsLogWhileItStops() throws Exception {
        int threads = 64;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CyclicBarrier barrier = new CyclicBarrier(threads + 1);
        try {
            for (int round = 0; round < 1_000; round++) {
                MemorySink sink = new MemorySink();
                LogPipeline<String> pipeline = LogPipeline.start(config(sink, null), new TextEncoder(), status);
                List<Future<?>> results = new ArrayList<>();
                for (int t = 0; t < threads; t++) {
                    results.add(pool.submit(() -> {
                        barrier.await();
                        for (int i = 0; i < 50; i++) {
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
                assertEquals(64 * 50L + stats.markers(), stats.accepted(), stats::toString);
                assertTrue(stats.settled());
                assertEquals(0, stats.difference(), stats::toString);
                assertEquals(0, stats.inBatch() + stats.inFlight() + stats.onDisk(), stats::toString);
                assertEquals(sink.bodies.size(), stats.acked(), stats::toString);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void anOfferAfterTheStopIsCountedAsShutdownWithItsLevel() {
        LogPipeline<String> pipeline = LogPipeline.start(config(new MemorySink(), null), new TextEncoder(), status);
        assertTrue(pipeline.stop(5_000));
        assertFalse(pipeline.offer("late", Level.ERROR));
        assertEquals(1, pipeline.stats().drops().of(DropReason.SHUTDOWN, Level.ERROR));
        assertEquals(0, pipeline.stats().difference());
    }

    @Test
    void stopEndsInTimeAndCountsWhatASilentSinkLeaves() {
        MemorySink sink = new MemorySink();
        sink.acks = false;
        LogPipeline<String> pipeline = LogPipeline.start(config(sink, null), new TextEncoder(), status);
        for (int i = 0; i < 10; i++) {
            pipeline.offer("e" + i, Level.INFO);
        }
        assertTrue(pipeline.stop(1_000));
        PipelineStats stats = pipeline.stats();
        assertEquals(10 + stats.markers(), stats.drops().of(DropReason.SHUTDOWN), stats::toString);
        assertEquals(0, stats.difference());
    }

    @Test
    void whatADownSinkDoesNotTakeIsOnDiskAndTheNextStartDeliversIt(@TempDir Path dir) {
        MemorySink sink = new MemorySink();
        sink.down = true;
        PipelineConfig config = config(sink, spill(dir, SpillConfig.Mode.ON_FAILURE));
        LogPipeline<String> first = LogPipeline.start(config, new TextEncoder(), status);
        for (int i = 0; i < 100; i++) {
            first.offer("e" + i, Level.INFO);
        }
        assertTrue(first.stop(5_000));
        assertEquals(101, first.stats().onDisk(), () -> first.stats().toString());
        assertEquals(0, first.stats().difference());

        sink.down = false;
        LogPipeline<String> second = LogPipeline.start(config, new TextEncoder(), status);
        await(() -> second.stats().acked() == 101);
        assertTrue(second.stop(5_000));
        assertEquals(101, second.stats().carriedIn());
        assertEquals("e0", sink.bodies.get(0));
        assertEquals("e99", sink.bodies.get(99));
        assertEquals(0, second.stats().difference());
    }

    @Test
    void aSlotThatNobodyHoldsIsAdoptedAndDeleted(@TempDir Path dir) throws Exception {
        MemorySink sink = new MemorySink();
        sink.down = true;
        PipelineConfig config = config(sink, spill(dir, SpillConfig.Mode.ON_FAILURE));
        LogPipeline<String> first = LogPipeline.start(config, new TextEncoder(), status);
        LogPipeline<String> second = LogPipeline.start(config, new TextEncoder(), status);
        first.offer("of the first", Level.INFO);
        second.offer("of the second", Level.INFO);
        assertTrue(first.stop(5_000));
        assertTrue(second.stop(5_000));
        try (var slots = Files.list(dir)) {
            assertEquals(2, slots.filter(Files::isDirectory).count(), "two appenders, two slots");
        }
        sink.down = false;
        LogPipeline<String> third = LogPipeline.start(config, new TextEncoder(), status);
        await(() -> sink.bodies.contains("of the first") && sink.bodies.contains("of the second"));
        await(() -> slots(dir) == 1);
        await(() -> third.stats().onDisk() == 0);
        assertTrue(third.stop(5_000));
        assertEquals(0, third.stats().difference(), () -> third.stats().toString());
    }

    @Test
    void anOrphanOfWhichTheSinkHasMoreThanItAckedIsDeliveredAndDeleted(@TempDir Path dir) {
        MemorySink sink = new MemorySink();
        sink.acks = false;
        PipelineConfig config = config(sink, spill(dir, SpillConfig.Mode.ALWAYS));
        LogPipeline<String> first = LogPipeline.start(config, new TextEncoder(), status);
        await(() -> slots(dir) == 1);
        LogPipeline<String> second = LogPipeline.start(config, new TextEncoder(), status);
        second.offer("taken, not acked", Level.INFO);
        await(() -> sink.bodies.contains("taken, not acked"));
        sink.down = true;
        second.offer("not taken", Level.INFO);
        assertTrue(second.stop(5_000));
        assertTrue(first.stop(5_000));
        assertEquals(2, slots(dir));
        sink.down = false;
        sink.acks = true;
        LogPipeline<String> third = LogPipeline.start(config, new TextEncoder(), status);
        await(() -> slots(dir) == 1);
        assertTrue(third.stop(5_000));
        assertTrue(sink.bodies.contains("not taken"), () -> sink.bodies.toString());
        assertEquals(1, java.util.Collections.frequency(sink.bodies, "taken, not acked"));
        assertEquals(0, third.stats().difference(), () -> third.stats().toString());
    }

    @Test
    void everySlotThatNobodyHoldsIsAdoptedOneAfterTheOther(@TempDir Path dir) {
        MemorySink sink = new MemorySink();
        sink.down = true;
        PipelineConfig config = config(sink, spill(dir, SpillConfig.Mode.ON_FAILURE));
        List<LogPipeline<String>> pipelines = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            pipelines.add(LogPipeline.start(config, new TextEncoder(), status));
            pipelines.get(i).offer("of " + i, Level.INFO);
        }
        pipelines.forEach(pipeline -> assertTrue(pipeline.stop(5_000)));
        assertEquals(4, slots(dir));
        sink.down = false;
        LogPipeline<String> last = LogPipeline.start(config, new TextEncoder(), status);
        await(() -> slots(dir) == 1); // long before the next look in a minute
        await(() -> last.stats().onDisk() == 0);
        assertTrue(last.stop(5_000));
        assertTrue(sink.bodies.containsAll(List.of("of 0", "of 1", "of 2", "of 3")), () -> sink.bodies.toString());
        assertEquals(0, last.stats().difference(), () -> last.stats().toString());
    }

    private static long slots(Path dir) {
        try (var slots = Files.list(dir)) {
            return slots.filter(Files::isDirectory).count();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void anOrphanWhoseEpochWasPartlyDeliveredIsDrainedToo(@TempDir Path dir) {
        MemorySink sink = new MemorySink();
        PipelineConfig config = config(sink, spill(dir, SpillConfig.Mode.ALWAYS));
        LogPipeline<String> first = LogPipeline.start(config, new TextEncoder(), status);
        LogPipeline<String> second = LogPipeline.start(config, new TextEncoder(), status);
        first.offer("a1", Level.INFO);
        second.offer("b1", Level.INFO);
        await(() -> first.stats().acked() == 1 && second.stats().acked() == 1);
        sink.down = true;
        first.offer("a2", Level.INFO);
        second.offer("b2", Level.INFO);
        assertTrue(first.stop(5_000));
        assertTrue(second.stop(5_000));
        sink.down = false;
        LogPipeline<String> third = LogPipeline.start(config, new TextEncoder(), status);
        await(() -> third.stats().acked() == 4);
        assertTrue(third.stop(5_000));
        assertEquals(1, sink.bodies.stream().filter("a2"::equals).count());
        assertEquals(1, sink.bodies.stream().filter("b2"::equals).count());
        await(() -> third.stats().settled());
        assertEquals(0, third.stats().difference(), () -> third.stats().toString());
    }

    @Test
    void aStopThatComesBeforeTheSinkIsMadeIsNotForgotten() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        MemorySink sink = new MemorySink();
        SinkConfig slowSink = (lane, threads) -> {
            try {
                slow.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return sink.newSink(lane, threads);
        };
        LogPipeline<String> pipeline = LogPipeline.start(config(slowSink, null), new TextEncoder(), status);
        pipeline.offer("e", Level.INFO);
        assertFalse(pipeline.stop(10));
        assertFalse(pipeline.stats().settled());
        slow.countDown();
        await(() -> pipeline.stats().settled());
        assertEquals(0, pipeline.stats().difference(), () -> pipeline.stats().toString());
    }

    @Test
    void aStopAndTheExitOfTheJvmTogetherEndTheSender() {
        LogPipeline<String> pipeline = LogPipeline.start(config(new MemorySink(), null), new TextEncoder(), status);
        pipeline.offer("e", Level.INFO);
        pipeline.exit();
        assertTrue(pipeline.stop(5_000));
        pipeline.exit();
        assertEquals(0, pipeline.stats().difference());
    }

    @Test
    void aStatusListenerThatThrowsDoesNotEndTheSender() {
        StatusListener broken = new StatusListener() {
            @Override
            public void info(String message) {
                throw new IllegalStateException("as the test says");
            }

            @Override
            public void warn(String message) {
                throw new StackOverflowError("as the test says");
            }

            @Override
            public void alert(String message) {
                throw new IllegalStateException("as the test says");
            }
        };
        MemorySink sink = new MemorySink();
        sink.down = true;
        LogPipeline<String> pipeline = LogPipeline.start(config(sink, null), new TextEncoder(), broken);
        pipeline.offer("e", Level.INFO);
        sink.down = false;
        await(() -> sink.bodies.contains("e"));
        assertTrue(pipeline.stop(5_000));
    }

    @Test
    void anEventThatCouldNotBeCapturedIsCountedAndTold() {
        LogPipeline<String> pipeline = LogPipeline.start(config(new MemorySink(), null), new TextEncoder(), status);
        pipeline.countFailed(Level.ERROR);
        await(() -> status.alerts.size() == 1);
        assertTrue(pipeline.stop(5_000));
        assertEquals(1, pipeline.stats().drops().of(DropReason.ENCODE_FAILED, Level.ERROR));
        assertEquals(0, pipeline.stats().difference());
    }

    @Test
    void aSpillFolderThatCannotBeUsedIsAWarningAndLoggingGoesOn(@TempDir Path dir) throws Exception {
        Path file = Files.createFile(dir.resolve("a-file"));
        MemorySink sink = new MemorySink();
        LogPipeline<String> pipeline =
                LogPipeline.start(config(sink, spill(file, SpillConfig.Mode.ALWAYS)), new TextEncoder(), status);
        pipeline.offer("e", Level.INFO);
        assertTrue(pipeline.stop(5_000));
        assertTrue(sink.bodies.contains("e"));
        assertTrue(status.warnings.get(0).contains(file.toString()), () -> status.warnings.toString());
    }

    @Test
    void dropsAreToldOnceWhenTheyBegin() {
        MemorySink sink = new MemorySink();
        sink.down = true;
        LogPipeline<String> pipeline = LogPipeline.start(config(sink, null), new TextEncoder(), status);
        StringBuilder noise = new StringBuilder(); // compressed, it would take its time to fill the window
        new Random(1).ints(100_000, ' ', '~').forEach(c -> noise.append((char) c));
        String big = noise.toString();
        await(() -> {
            pipeline.offer(big, Level.INFO);
            return !status.alerts.isEmpty();
        });
        assertTrue(status.alerts.get(0).startsWith("log events are being dropped: RING_FULL="));
        assertTrue(pipeline.stop(1_000));
        assertEquals(1, status.alerts.size());
        assertEquals(0, pipeline.stats().difference());
    }

    @Test
    void eventsOfOwnThreadsAreSuppressedAndCounted() throws Exception {
        LogPipeline<String> pipeline = LogPipeline.start(config(new MemorySink(), null), new TextEncoder(), status);
        boolean[] suppressed = new boolean[2];
        Thread own = OwnThreads.newThread("logferry-x", () -> {
            suppressed[0] = pipeline.suppresses();
            Thread child = new Thread(() -> suppressed[1] = pipeline.suppresses());
            child.start();
            try {
                child.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        own.start();
        own.join();
        assertTrue(suppressed[0]);
        assertTrue(suppressed[1]);
        assertFalse(pipeline.suppresses());
        assertEquals(2, pipeline.stats().suppressed());
        assertEquals(0, pipeline.stats().accepted());
        pipeline.stop(5_000);
    }
}
