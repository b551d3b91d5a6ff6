package io.logferry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.DropReason;
import io.logferry.frame.Level;
import io.logferry.frame.RecordEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A pipeline whose events are its own and used again. */
class PooledPipelineTest {
    private final RecordingStatus status = new RecordingStatus();
    private final MemorySink sink = new MemorySink();

    /** Writes the text; an empty event is one that could not be filled. */
    private static final class Encoder implements RecordEncoder<StringBuilder> {
        @Override
        public long timeNanos(StringBuilder event) {
            return 0;
        }

        @Override
        public Level level(StringBuilder event) {
            return Level.WARN;
        }

        @Override
        public void encode(StringBuilder event, ByteBuffer into) {
            if (event.isEmpty()) {
                throw new IllegalStateException("not filled");
            }
            into.put(event.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private LogPipeline<StringBuilder> started() {
        return LogPipeline.startPooled(
                LogPipelineTest.config(sink, null),
                new Encoder(),
                status,
                StringBuilder::new,
                event -> event.setLength(0));
    }

    private static boolean log(LogPipeline<StringBuilder> pipeline, String text) {
        StringBuilder event = pipeline.claim(Level.WARN);
        return event != null && pipeline.offer(event.append(text), Level.WARN);
    }

    @Test
    void manyMoreEventsThanTheRingHoldsAreDeliveredInOrder_eachAsItWasFilled() {
        LogPipeline<StringBuilder> pipeline = started();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            @Nullable StringBuilder event = null;
            while (event == null) { // a full ring drops
                event = pipeline.claim(Level.WARN);
            }
            expected.add("event " + i);
            assertTrue(pipeline.offer(event.append("event ").append(i), Level.WARN));
        }
        assertTrue(pipeline.stop(5_000));
        assertEquals(expected, sink.bodies.subList(0, 5_000));
        assertEquals(0, pipeline.stats().difference());
    }

    @Test
    void anEventThatCouldNotBeFilledIsOfferedAllTheSame_andCounted() {
        LogPipeline<StringBuilder> pipeline = started();
        for (int i = 0; i < 300; i++) {
            log(pipeline, "");
            LogPipelineTest.await(() -> pipeline.stats().inRing() == 0);
        }
        assertTrue(log(pipeline, "x"));
        assertTrue(pipeline.stop(5_000));
        assertEquals(300, pipeline.stats().drops().of(DropReason.ENCODE_FAILED, Level.WARN));
        assertTrue(sink.bodies.contains("x"));
    }

    @Test
    void whileTheRingIsFullNothingIsClaimed_whichIsCounted_asItIsAfterTheStop() {
        sink.acks = false;
        LogPipeline<StringBuilder> pipeline = started();
        Random random = new Random(1); // what compresses well would need long to fill the window
        LogPipelineTest.await(() -> !log(
                pipeline,
                random.ints(50_000, ' ', 0x7f)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString()));
        assertTrue(pipeline.stats().drops().of(DropReason.RING_FULL, Level.WARN) > 0);
        pipeline.stop(100);
        LogPipelineTest.await(() -> pipeline.stats().settled());
        assertNull(pipeline.claim(Level.ERROR));
        assertEquals(1, pipeline.stats().drops().of(DropReason.SHUTDOWN, Level.ERROR));
        assertEquals(0, pipeline.stats().difference());
    }

    @Test
    void theBooksAreExactWhen16ThreadsLogWhileItStops() throws Exception {
        int threads = 16;
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        CyclicBarrier barrier = new CyclicBarrier(threads + 1);
        try {
            for (int round = 0; round < 150; round++) {
                sink.bodies.clear();
                LogPipeline<StringBuilder> pipeline = started();
                List<Future<?>> results = new ArrayList<>();
                for (int t = 0; t < threads; t++) {
                    results.add(executor.submit(() -> {
                        barrier.await();
                        for (int i = 0; i < 50; i++) {
                            log(pipeline, "x");
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
                assertEquals(threads * 50L + stats.markers(), stats.accepted(), stats::toString);
                assertEquals(0, stats.difference(), stats::toString);
                assertEquals(0, stats.inBatch() + stats.inFlight() + stats.onDisk(), stats::toString);
                assertEquals(sink.bodies.size(), stats.acked(), stats::toString);
            }
        } finally {
            executor.shutdownNow();
        }
    }
}
