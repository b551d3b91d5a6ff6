package io.logferry.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RingStressTest {
    private static final int PRODUCERS = 8;
    private static final int EVENTS_EACH = 100_000;

    /** One event: who offered it and as which of its own. */
    private record Event(int producer, int number) {}

    @Test
    void everyEventThatWasTakenComesOutOnceAndInItsProducersOrder() throws InterruptedException {
        EventRing<Event> ring = new EventRing<>(256);
        AtomicLong taken = new AtomicLong();
        AtomicLong refused = new AtomicLong();
        AtomicLong gaveUp = new AtomicLong();
        CountDownLatch ended = new CountDownLatch(PRODUCERS);
        for (int i = 0; i < PRODUCERS; i++) {
            int producer = i;
            Thread thread = new Thread(() -> {
                for (int number = 0; number < EVENTS_EACH; number++) {
                    Event event = new Event(producer, number);
                    boolean waits = producer % 2 == 0;
                    boolean in = waits ? ring.offer(event, TimeUnit.HOURS.toNanos(1)) : ring.offer(event);
                    (in ? taken : waits ? gaveUp : refused).incrementAndGet();
                }
                ended.countDown();
            });
            thread.setDaemon(true);
            thread.start();
        }

        ring.consumeOnThisThread();
        int[] last = new int[PRODUCERS];
        Arrays.fill(last, -1);
        List<String> outOfOrder = new ArrayList<>();
        long polled = 0;
        while (true) {
            boolean allEnded = ended.getCount() == 0; // read before the ring is found empty
            Event event = ring.poll();
            if (event != null) {
                polled++;
                if (event.number() <= last[event.producer()]) {
                    outOfOrder.add(event + " after " + last[event.producer()]);
                }
                last[event.producer()] = event.number();
            } else if (allEnded) {
                break;
            } else {
                ring.park(1_000_000);
                assertFalse(Thread.interrupted(), "timed out");
            }
        }

        assertEquals(List.of(), outOfOrder);
        assertEquals(taken.get(), polled);
        assertEquals(taken.get(), ring.taken());
        assertEquals(0, gaveUp.get());
        assertEquals((long) PRODUCERS * EVENTS_EACH, taken.get() + refused.get());
        assertEquals(0, ring.size());
    }

    @Test
    void takenIsExactWhileProducersRaceTheEnd() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            EventRing<Event> ring = new EventRing<>(1_024);
            AtomicLong taken = new AtomicLong();
            Thread[] producers = new Thread[4];
            for (int i = 0; i < producers.length; i++) {
                int producer = i;
                producers[i] = new Thread(() -> {
                    for (int number = 0; number < 300; number++) {
                        if (ring.offer(new Event(producer, number), 100_000_000)) {
                            taken.incrementAndGet();
                        }
                    }
                });
                producers[i].start();
            }
            ring.close();
            for (Thread producer : producers) {
                producer.join();
            }
            assertEquals(taken.get(), ring.taken());
            long left = 0;
            while (ring.poll() != null) {
                left++;
            }
            assertEquals(taken.get(), left);
            assertEquals(1_024, left); // 1,200 were offered, nobody polled
        }
    }
}
