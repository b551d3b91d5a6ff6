package io.logferry.benchmarks.jmh;

import io.logferry.ring.EventRing;
import java.util.concurrent.TimeUnit;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Objects go from JMH's thread to one that polls without a pause; both spin while they have to wait. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class HandOver {
    private static final int CAPACITY = 8_192;
    private static final int OBJECTS = 100_000;

    /** What they go through. */
    public enum Through {
        JCTOOLS,
        EVENT_RING
    }

    @Param
    public Through through;

    private final Object event = new Object();
    private Queue queue;
    private Thread consumer;
    private volatile boolean ended;

    /** One of those measured. */
    private interface Queue {
        boolean offer(Object object);

        @Nullable Object poll();
    }

    @Setup
    public void start() {
        queue = through == Through.JCTOOLS ? new JcTools() : new Ring();
        consumer = new Thread(this::consume, "consumer");
        consumer.start();
    }

    private void consume() {
        while (!ended) {
            if (queue.poll() == null) {
                Thread.onSpinWait();
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(OBJECTS)
    public void offerAndPoll() {
        for (int i = 0; i < OBJECTS; i++) {
            while (!queue.offer(event)) {
                Thread.onSpinWait();
            }
        }
    }

    @TearDown
    public void end() throws InterruptedException {
        ended = true;
        consumer.join();
    }

    private static final class JcTools implements Queue {
        private final MpscAtomicArrayQueue<Object> queue = new MpscAtomicArrayQueue<>(CAPACITY);

        @Override
        public boolean offer(Object object) {
            return queue.offer(object);
        }

        @Override
        public @Nullable Object poll() {
            return queue.relaxedPoll();
        }
    }

    private static final class Ring implements Queue {
        private final EventRing<Object> ring = new EventRing<>(CAPACITY);

        @Override
        public boolean offer(Object object) {
            return ring.offer(object);
        }

        @Override
        public @Nullable Object poll() {
            return ring.poll();
        }
    }
}
