package io.logferry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.DropReason;
import io.logferry.frame.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListenerTest extends PipelineStand {
    /** Keeps what it is told, as text, and by which threads. */
    private static class Recorder implements PipelineListener {
        final List<String> calls = new CopyOnWriteArrayList<>();
        final Map<DropReason, Long> drops = new ConcurrentHashMap<>();
        final List<Thread> threads = new CopyOnWriteArrayList<>();

        private void called(String text) {
            threads.add(Thread.currentThread());
            calls.add(text);
        }

        @Override
        public void sinkUp(String destination) {
            called("up " + destination);
        }

        @Override
        public void sinkDown(String destination, String reason) {
            called("down " + destination + ": " + reason);
        }

        @Override
        public void dropped(DropReason reason, long count) {
            drops.merge(reason, count, Long::sum);
            called("dropped");
        }

        @Override
        public void spillAbove(int percent, long usedBytes, long maxBytes) {
            assertTrue(usedBytes * 100 >= percent * maxBytes);
            called("above " + percent);
        }

        @Override
        public void spillBelow(int percent, long usedBytes, long maxBytes) {
            assertTrue(usedBytes * 100 < percent * maxBytes);
            called("below " + percent);
        }
    }

    private final Recorder recorder = new Recorder();

    @Test
    void itIsToldWhenTheDestinationComesUpAndGoesDown() {
        LogPipeline<String> pipeline = start("A", null);
        pipeline.replaceListener(recorder);
        await(() -> recorder.calls.equals(List.of("up memory")));
        sink.down = true;
        await(() -> recorder.calls.equals(List.of("up memory", "down memory: down")));
        sink.down = false;
        await(() -> recorder.calls.equals(List.of("up memory", "down memory: down", "up memory")));
    }

    @Test
    void itsThreadIsOneOfLogferrysOwn_soThatWhatItLogsEntersNoRing() {
        LogPipeline<String> pipeline = start("A", null);
        boolean[] suppressed = new boolean[1];
        pipeline.replaceListener(new PipelineListener() {
            @Override
            public void sinkUp(String destination) {
                suppressed[0] = pipeline.suppresses();
                recorder.sinkUp(destination);
            }
        });
        await(() -> !recorder.calls.isEmpty());
        assertTrue(suppressed[0]);
        assertTrue(recorder.threads.get(0).isDaemon());
    }

    @Test
    void aThreadThatItStartsIsTheApplications() {
        LogPipeline<String> pipeline = start("A", null);
        CompletableFuture<Boolean> suppressed = new CompletableFuture<>();
        pipeline.replaceListener(new PipelineListener() {
            @Override
            public void sinkUp(String destination) {
                new Thread(() -> suppressed.complete(pipeline.suppresses())).start();
            }
        });
        await(suppressed::isDone);
        assertFalse(suppressed.join());
    }

    @Test
    void aCallThatReturnsWithTheInterruptFlagSet_leavesItToNoOther() {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        LogPipeline<String> pipeline = start("A", null);
        pipeline.replaceListener(new PipelineListener() {
            @Override
            public void sinkUp(String destination) {
                recorder.sinkUp(destination);
                Thread.currentThread().interrupt();
            }

            @Override
            public void sinkDown(String destination, String reason) {
                interrupted.complete(Thread.currentThread().isInterrupted());
            }
        });
        await(() -> !recorder.calls.isEmpty());
        sink.down = true;
        await(interrupted::isDone);
        assertFalse(interrupted.join());
    }

    @Test
    void everyDropIsTold_alsoThoseAtTheEnd() {
        sink.acks = false;
        LogPipeline<String> pipeline = start("A", null);
        pipeline.replaceListener(recorder);
        pipeline.countFailed(Level.WARN);
        await(() -> recorder.drops.containsKey(DropReason.ENCODE_FAILED));
        pipeline.offer("e", Level.INFO);
        assertTrue(pipeline.stop(1_000));
        PipelineStats.Drops drops = pipeline.stats().drops();
        await(() -> recorder.drops.getOrDefault(DropReason.SHUTDOWN, 0L) == drops.of(DropReason.SHUTDOWN));
        await(() -> !recorder.threads.get(0).isAlive());
        assertEquals(1, recorder.drops.get(DropReason.ENCODE_FAILED));
    }

    @Test
    void itIsToldWhenTheSpillFillsAndWhenItEmpties(@TempDir Path dir) {
        sink.down = true;
        LogPipeline<String> pipeline = start("A", dir);
        pipeline.replaceListener(recorder);
        StringBuilder noise = new StringBuilder(); // it would compress to nothing
        new Random(1).ints(10_000, ' ', '~').forEach(c -> noise.append((char) c));
        await(() -> {
            pipeline.offer(noise.toString(), Level.INFO);
            return recorder.calls.contains("above 95");
        });
        sink.down = false;
        await(() -> recorder.calls.contains("below 50"));
    }

    @Test
    void aListenerThatBlocksForEverHoldsUpNobody() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch called = new CountDownLatch(1);
        LogPipeline<String> pipeline = start("A", null);
        pipeline.replaceListener(new PipelineListener() {
            @Override
            public void sinkUp(String destination) {
                called.countDown();
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        called.await();
        pipeline.offer("e", Level.INFO);
        await(() -> sink.bodies.contains("e"));
        assertTrue(pipeline.stop(5_000));
        never.countDown();
    }

    @Test
    void aListenerThatThrowsIsToldOn_andOneWarningSaysSo() {
        LogPipeline<String> pipeline = start("A", null);
        pipeline.replaceListener(new PipelineListener() {
            @Override
            public void sinkUp(String destination) {
                recorder.sinkUp(destination);
                throw new StackOverflowError("as the test says");
            }

            @Override
            public void sinkDown(String destination, String reason) {
                recorder.sinkDown(destination, reason);
                throw new IllegalStateException("as the test says");
            }
        });
        await(() -> recorder.calls.size() == 1);
        sink.down = true;
        await(() -> recorder.calls.size() == 2);
        List<String> warnings =
                status.warnings.stream().filter(w -> w.contains("listener")).toList();
        assertEquals(1, warnings.size(), warnings::toString);
        assertTrue(warnings.get(0).contains("threw java.lang.StackOverflowError"), warnings::toString);
    }

    @Test
    void aListenerMayStopItsOwnPipeline() {
        LogPipeline<String> pipeline = start("A", null);
        boolean[] stopped = new boolean[1];
        pipeline.replaceListener(new PipelineListener() {
            @Override
            public void sinkUp(String destination) {
                stopped[0] = pipeline.stop(5_000);
                recorder.sinkUp(destination);
            }
        });
        await(() -> !recorder.calls.isEmpty());
        assertTrue(stopped[0]);
        await(() -> !recorder.threads.get(0).isAlive());
    }

    @Test
    void aListenerThatTakesThePlaceOfAnotherIsToldTheStateItFinds() {
        LogPipeline<String> pipeline = start("A", null);
        pipeline.countFailed(Level.WARN);
        pipeline.replaceListener(recorder);
        await(() -> recorder.calls.contains("up memory"));
        Recorder second = new Recorder();
        pipeline.replaceListener(second);
        await(() -> second.calls.equals(List.of("up memory")));
        await(() -> !recorder.threads.get(0).isAlive());
        pipeline.replaceListener(null);
        await(() -> !second.threads.get(0).isAlive());
    }

    @Test
    void aListenerThatComesAfterTheEndIsNotCalled() {
        LogPipeline<String> pipeline = start("A", null);
        assertTrue(pipeline.stop(5_000));
        pipeline.replaceListener(recorder);
        assertFalse(Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("logferry-listener-A") && thread.isAlive()));
    }
}
