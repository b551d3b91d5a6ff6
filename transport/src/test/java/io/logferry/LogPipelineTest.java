package io.logferry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.Codec;
import io.logferry.frame.DropReason;
import io.logferry.frame.Level;
import io.logferry.frame.RecordEncoder;
import io.logferry.sink.Sink;
import io.logferry.sink.SinkConfig;
import io.logferry.spill.Sync;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

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
    void aStoppedPipelineThatIsReferredToKeepsItsCountersAlone() {
        List<WeakReference<Object>> kept = new CopyOnWriteArrayList<>();
        MemorySink memory = new MemorySink();
        SinkConfig sink = (lane, threads) -> {
            Sink made = memory.newSink(lane, threads);
            kept.add(new WeakReference<>(made)); // held by the sender, as its batches are
            return made;
        };
        LogPipeline<AtomicInteger> pipeline = LogPipeline.startPooled(
                config(sink, null),
                new EventsAreNumbers(),
                status,
                () -> {
                    AtomicInteger made = new AtomicInteger();
                    kept.add(new WeakReference<>(made));
                    return made;
                },
                event -> event.set(0));
        for (int i = 0; i < 100; i++) {
            pipeline.offer(Objects.requireNonNull(pipeline.claim(Level.INFO)), Level.INFO);
        }
        assertTrue(pipeline.stop(5_000));
        await(() -> {
            System.gc();
            return kept.stream().allMatch(reference -> reference.refersTo(null));
        });
        assertNull(pipeline.claim(Level.INFO));
        assertEquals(1, pipeline.stats().drops().of(DropReason.SHUTDOWN));
        assertEquals(100, pipeline.stats().acked() - pipeline.stats().markers());
        assertEquals(0, pipeline.stats().difference());
    }

    private static final class EventsAreNumbers implements RecordEncoder<AtomicInteger> {
        @Override
        public long timeNanos(AtomicInteger event) {
            return event.get();
        }

        @Override
        public Level level(AtomicInteger event) {
            return Level.INFO;
        }

        @Override
        public void encode(AtomicInteger event, ByteBuffer into) {
            into.put((byte) '0');
        }
    }

    @Test
    void whatTheSinkLeavesToAHelperEndsBeforeTheStop() {
        CompletableFuture<LogPipeline<String>> pipeline = new CompletableFuture<>();
        AtomicBoolean over = new AtomicBoolean();
        SinkConfig sink = (lane, threads) -> {
            threads.newThread(() -> {
                        await(() -> pipeline.join().stats().settled());
                        over.set(true);
                    })
                    .start();
            return new MemorySink().newSink(lane, threads);
        };
        pipeline.complete(LogPipeline.start(config(sink, null), new TextEncoder(), status));
        assertTrue(pipeline.join().stop(60_000));
        assertTrue(over.get());
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
