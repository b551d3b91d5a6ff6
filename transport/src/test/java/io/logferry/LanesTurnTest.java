package io.logferry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.Codec;
import io.logferry.ring.EventRing;
import io.logferry.sender.Controls;
import io.logferry.sender.Ledger;
import io.logferry.sink.Sink;
import io.logferry.sink.SinkConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two lanes, pass by pass, on a manual clock. */
class LanesTurnTest {
    private final List<MemorySink> sinks = List.of(new MemorySink(), new MemorySink());
    private final List<Ledger> ledgers = new ArrayList<>();
    private final List<Lane<String>> opened = new ArrayList<>();
    private final EventRing<String> ring = new EventRing<>(1_024);
    private final Controls<String> controls = new Controls<>(new TextEncoder());
    private Lanes<String> lanes;
    private long nowNanos;

    /** The sinks. */
    private record Two(List<MemorySink> sinks) implements SinkConfig {
        @Override
        public Sink newSink(int lane, ThreadFactory threads) {
            return sinks.get(lane).newSink(lane, threads);
        }

        @Override
        public int lanes() {
            return sinks.size();
        }
    }

    @BeforeEach
    void open() {
        Two two = new Two(sinks);
        PipelineConfig config = new PipelineConfig(
                "TEST", "app", 1_024, WhenFull.DROP, 0, 5_000, Codec.LZ4, new BatchConfig(16_384, 100, 5), null, two);
        for (int i = 0; i < sinks.size(); i++) {
            ledgers.add(new Ledger());
            opened.add(Lane.open(
                    two.newSink(i, Thread::new), ring, controls, config, ledgers.get(i), new RecordingStatus()));
        }
        lanes = new Lanes<>(opened);
    }

    private void pass(int times) {
        for (int i = 0; i < times; i++) {
            lanes.runOnce(nowNanos);
            nowNanos += TimeUnit.MILLISECONDS.toNanos(1);
        }
    }

    @Test
    void aFencedLaneGetsNothing_evenWhileTheOthersTakeNoMore() {
        sinks.get(0).fences = true;
        sinks.get(1).acks = false;
        pass(5);
        StringBuilder noise = new StringBuilder();
        new Random(1).ints(100_000, ' ', '~').forEach(c -> noise.append((char) c));
        for (int i = 0; i < 50; i++) {
            assertTrue(ring.offer(noise.toString()));
            pass(10);
        }
        assertTrue(ring.size() > 0);
        assertTrue(ledgers.get(1).inFlight() > 0);
        assertEquals(0, ledgers.get(0).inBatch() + ledgers.get(0).inFlight());
    }

    @Test
    void aLaneThatIsDoneDoesNotKeepTheTurn() {
        pass(5);
        sinks.get(1).acks = false;
        while (sinks.get(1).bodies.isEmpty()) {
            ring.offer("event");
            pass(10);
        }
        pass(2_500); // the second is silent now
        controls.stop(nowNanos, TimeUnit.SECONDS.toNanos(5), TimeUnit.SECONDS.toNanos(5));
        pass(5);
        assertTrue(opened.get(0).sender().isDone());
        assertFalse(opened.get(1).sender().isDone());
        for (int i = 0; i < 3; i++) { // of threads that asked before the stop
            ring.offer("late");
            pass(10);
            assertEquals(0, ring.size());
        }
    }
}
