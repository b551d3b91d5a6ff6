package io.logferry.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RingWakeUpTest {
    private static final int CAPACITY = 64;

    private final EventRing<Integer> ring = new EventRing<>(CAPACITY);

    @Test
    void aSleepingConsumerIsWokenWhenTheRingIsAQuarterFull() throws InterruptedException {
        SleepingConsumer consumer = new SleepingConsumer(ring);
        for (int round = 1; round <= 100; round++) {
            consumer.awaitAsleep();
            offer(CAPACITY / 4);
            consumer.awaitWakeUp(round);
            assertEquals(CAPACITY / 4, consumer.sizeAtWakeUp(), "woken too early");
            consumer.permit();
        }
        consumer.end();
    }

    @Test
    void itIsWokenOncePerSleepHoweverManyEventsFollow() throws InterruptedException {
        SleepingConsumer consumer = new SleepingConsumer(ring);
        for (int round = 1; round <= 100; round++) {
            consumer.awaitAsleep();
            assertEquals(round - 1, consumer.wakeUps());
            offer(CAPACITY / 4);
            consumer.awaitWakeUp(round);
            offer(CAPACITY * 3 / 4);
            assertTrue(!ring.offer(-1));
            ring.wake();
            consumer.permit(); // a second wake-up would now end its next sleep, seen in the next round
        }
        consumer.awaitAsleep();
        assertEquals(100, consumer.wakeUps());
        consumer.end();
    }

    @Test
    void manyProducersAtOnceWakeItOnce() throws InterruptedException {
        SleepingConsumer consumer = new SleepingConsumer(ring);
        for (int round = 1; round <= 50; round++) {
            consumer.awaitAsleep();
            Thread[] producers = new Thread[4];
            for (int i = 0; i < producers.length; i++) {
                producers[i] = new Thread(() -> offer(CAPACITY / 4));
                producers[i].start();
            }
            for (Thread producer : producers) {
                producer.join();
            }
            consumer.awaitWakeUp(round);
            assertEquals(round, consumer.wakeUps());
            consumer.permit();
        }
        consumer.awaitAsleep();
        assertEquals(50, consumer.wakeUps());
        consumer.end();
    }

    @Test
    void aConsumerDoesNotSleepWhileTheRingIsAQuarterFull() {
        ring.consumeOnThisThread();
        offer(CAPACITY / 4);
        ring.park(TimeUnit.HOURS.toNanos(1));
        assertEquals(0, ring.poll());
    }

    @Test
    void anIdleConsumerIsWokenByTheFirstEventAndSleepsNotWhileThereIsOne() throws InterruptedException {
        Thread consumer = new Thread(() -> {
            ring.consumeOnThisThread();
            for (int next = 0; next < 1_000; next++) {
                ring.parkUntilFirst(TimeUnit.HOURS.toNanos(1));
                assertEquals(next, ring.poll());
            }
        });
        AtomicReference<Throwable> failure = new AtomicReference<>();
        consumer.setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
        consumer.start();
        for (int i = 0; i < 1_000; i++) {
            int event = i;
            Await.await(() -> (ring.taken() == event && ring.size() == 0) || failure.get() != null);
            ring.offer(event);
        }
        consumer.join();
        assertNull(failure.get());
    }

    @Test
    void wakingEndsTheSleepOfAnEmptyRingsConsumer() throws InterruptedException {
        SleepingConsumer consumer = new SleepingConsumer(ring);
        consumer.awaitAsleep();
        ring.wake();
        consumer.awaitWakeUp(1);
        assertEquals(0, consumer.sizeAtWakeUp());
        consumer.end();
    }

    @Test
    void closingEndsTheSleepOfTheConsumerAlsoOfOneThatIsAboutToSleep() throws InterruptedException {
        ring.consumeOnThisThread();
        ring.close();
        ring.park(TimeUnit.HOURS.toNanos(1));
        SleepingConsumer consumer = new SleepingConsumer(ring);
        consumer.awaitAsleep();
        consumer.end();
    }

    @Test
    void aSingleEventIsPolledWithoutAWakeUpBecauseSleepIsBounded() throws InterruptedException {
        Integer[] polled = new Integer[1];
        Thread consumer = new Thread(() -> {
            ring.consumeOnThisThread();
            Integer event = ring.poll();
            while (event == null) {
                ring.park(1_000_000);
                event = ring.poll();
            }
            polled[0] = event;
        });
        consumer.start();
        assertTrue(ring.offer(7));
        consumer.join();
        assertEquals(7, polled[0]);
    }

    @Test
    void offeringWithoutAConsumerWorks() {
        offer(CAPACITY);
        ring.wake();
        assertEquals(CAPACITY, ring.taken());
    }

    private void offer(int events) {
        for (int i = 0; i < events; i++) {
            ring.offer(i);
        }
    }
}
