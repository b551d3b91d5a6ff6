package io.logferry.ring;

import static io.logferry.ring.Await.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Producers that wait for room, and those that must not. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RingFullTest {
    private static final int CAPACITY = 16;
    private static final long HOUR_NANOS = TimeUnit.HOURS.toNanos(1);

    private final EventRing<Integer> ring = new EventRing<>(CAPACITY);

    @Test
    void aWaitingProducersEventIsTakenOnceThereIsRoom() throws InterruptedException {
        fill();
        Producer producer = new Producer(ring);
        producer.awaitWaiting();
        assertEquals(0, ring.poll());
        producer.thread.join();
        assertTrue(producer.taken);
        assertFalse(producer.interrupted);
        assertEquals(CAPACITY + 1, ring.taken());
    }

    @Test
    void aProducerGivesUpAfterItsTime() {
        fill();
        assertFalse(ring.offer(-1, 0));
        assertFalse(ring.offer(-1, 1_000_000));
        assertFalse(ring.offer(-1, -1));
        assertEquals(CAPACITY, ring.taken());
    }

    @Test
    void closingSendsWaitingProducersAway() throws InterruptedException {
        fill();
        Producer producer = new Producer(ring);
        producer.awaitWaiting();
        ring.close();
        producer.thread.join();
        assertFalse(producer.taken);
        assertEquals(CAPACITY, ring.taken());
    }

    @Test
    void aFullClosedRingRefusesWithoutWaiting() {
        fill();
        ring.close();
        assertFalse(ring.offer(-1, HOUR_NANOS));
    }

    @Test
    void anInterruptSendsAWaitingProducerAwayWithItsFlagSet() throws InterruptedException {
        fill();
        Producer producer = new Producer(ring);
        producer.awaitWaiting();
        producer.thread.interrupt();
        producer.thread.join();
        assertFalse(producer.taken);
        assertTrue(producer.interrupted);
    }

    @Test
    void anInterruptedThreadsEventIsTakenAndItsFlagStaysSet() {
        Thread.currentThread().interrupt();
        boolean taken = ring.offer(1) && ring.offer(2, HOUR_NANOS);
        assertTrue(Thread.interrupted());
        assertTrue(taken);
    }

    @Test
    void anInterruptedThreadDoesNotWaitForRoomAndItsFlagStaysSet() {
        fill();
        Thread.currentThread().interrupt();
        boolean taken = ring.offer(-1, HOUR_NANOS);
        assertTrue(Thread.interrupted());
        assertFalse(taken);
    }

    @Test
    void virtualThreadsWaitForRoomAsWell() throws ReflectiveOperationException {
        assumeTrue(Runtime.version().feature() >= 21, "no virtual threads before JDK 21");
        int producers = 200;
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        var start = Class.forName("java.lang.Thread$Builder").getMethod("start", Runnable.class);
        for (int i = 0; i < producers; i++) {
            int event = i;
            start.invoke(builder, (Runnable) () -> ring.offer(event, HOUR_NANOS));
        }
        boolean[] polled = new boolean[producers];
        for (int i = 0; i < producers; i++) {
            await(() -> ring.size() > 0);
            Integer event = ring.poll();
            while (event == null) { // its producer is not done yet
                Thread.onSpinWait();
                event = ring.poll();
            }
            assertFalse(polled[event], "twice: " + event);
            polled[event] = true;
        }
        assertEquals(producers, ring.taken());
        assertEquals(0, ring.size());
    }

    private void fill() {
        for (int i = 0; i < CAPACITY; i++) {
            assertTrue(ring.offer(i));
        }
    }

    /** A thread that offers one event and waits for room up to an hour. */
    private static final class Producer {
        private final EventRing<Integer> ring;
        private final Thread thread;
        private boolean taken;
        private boolean interrupted;

        Producer(EventRing<Integer> ring) {
            this.ring = ring;
            this.thread = new Thread(() -> {
                taken = ring.offer(99, HOUR_NANOS);
                interrupted = Thread.currentThread().isInterrupted();
            });
            thread.setDaemon(true);
            thread.start();
        }

        void awaitWaiting() {
            await(() -> LockSupport.getBlocker(thread) == ring);
        }
    }
}
