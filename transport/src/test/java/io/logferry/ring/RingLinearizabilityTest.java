package io.logferry.ring;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whatever producers, the consumer and readers do at once, there is an order of their calls in which a bounded queue
 * answers the same. Lincheck makes the calls up, and tries the schedules of their threads one after the other.
 */
class RingLinearizabilityTest {
    private static final int CAPACITY = 2;
    private static final int SCENARIOS = 20;
    private static final int SCHEDULES = 500;

    /** What is checked. */
    public static final class Ring {
        private final EventRing<Integer> ring = new EventRing<>(CAPACITY);

        @Operation
        public boolean offer(@Param(gen = IntGen.class) int event) {
            return ring.offer(event);
        }

        /** A single poll may find that the oldest event is not yet published, though a younger one is: so it asks again. */
        @Operation(nonParallelGroup = "consumer")
        public @Nullable Integer poll() {
            Integer event = ring.poll();
            while (event == null && ring.size() > 0) {
                event = ring.poll();
            }
            return event;
        }

        @Operation
        public int size() {
            return ring.size();
        }

        @Operation
        public long taken() {
            return ring.taken();
        }
    }

    /** What it shall be. */
    public static final class Fifo {
        private final Queue<Integer> events = new ArrayDeque<>();
        private long taken;

        public boolean offer(int event) {
            boolean room = events.size() < CAPACITY && events.add(event);
            taken += room ? 1 : 0;
            return room;
        }

        public @Nullable Integer poll() {
            return events.poll();
        }

        public int size() {
            return events.size();
        }

        public long taken() {
            return taken;
        }
    }

    @Test
    void itAnswersAsABoundedQueue_whoeverAsksAtOnce() {
        new ModelCheckingOptions()
                .iterations(SCENARIOS)
                .invocationsPerIteration(SCHEDULES)
                .threads(3)
                .actorsPerThread(3)
                .sequentialSpecification(Fifo.class)
                .check(Ring.class);
    }
}
