package io.logferry.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A ring whose events are used again. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class EventPoolTest {
    private static final int CAPACITY = 16;
    private static final long HOUR_NANOS = TimeUnit.HOURS.toNanos(1);

    /** An event that notices when two threads think that it is theirs. */
    private static final class Held {
        private int producer = -1;
        private int number = -1;

        void fill(int by, int as) {
            assertEquals(-1, producer, "somebody else's");
            producer = by;
            number = as;
        }

        void clear() {
            producer = -1;
            number = -1;
        }
    }

    private final AtomicInteger made = new AtomicInteger();
    private final EventRing<Held> ring = ringOf(CAPACITY);

    private EventRing<Held> ringOf(int capacity) {
        return new EventRing<>(capacity, new EventPool<>(capacity, this::newHeld, Held::clear));
    }

    private Held newHeld() {
        made.incrementAndGet();
        return new Held();
    }

    private Held claimed() {
        return Objects.requireNonNull(ring.claim(false));
    }

    @Test
    void whileTheRingIsFullNothingIsClaimed_unlessTheCallerWouldWait() {
        for (int i = 0; i < CAPACITY; i++) {
            assertTrue(ring.offer(claimed()));
        }
        assertNull(ring.claim(false));
        Held waiting = ring.claim(true);
        assertNotNull(waiting);
        assertFalse(ring.offer(waiting, 0));
        ring.release(Objects.requireNonNull(ring.poll()));
        assertTrue(ring.offer(waiting, 0));
        assertEquals(CAPACITY + 1, made.get());
    }

    @Test
    void twiceAsManyFreeEventsAreKeptAsTheRingHolds() {
        List<Held> claimed = new ArrayList<>();
        for (int i = 0; i < 3 * CAPACITY; i++) {
            claimed.add(claimed());
        }
        claimed.forEach(ring::release);
        for (int i = 0; i < 3 * CAPACITY; i++) {
            claimed();
        }
        assertEquals(4 * CAPACITY, made.get());
    }

    @Test
    void anEventThatCannotBeClearedIsNotUsedAgain_norIsItsPlaceLost() {
        Held stubborn = new Held();
        EventRing<Held> some = new EventRing<>(CAPACITY, new EventPool<>(CAPACITY, () -> stubborn, held -> {
            throw new OutOfMemoryError("for a test");
        }));
        for (int i = 0; i < 3 * CAPACITY; i++) {
            assertTrue(some.offer(Objects.requireNonNull(some.claim(false))));
            some.release(Objects.requireNonNull(some.poll()));
        }
    }

    @Test
    void anEventIsMadeOnlyWhenAllOthersAreInUse_andIsEmptyWhenItIsUsedAgain() {
        Held first = claimed();
        for (int i = 0; i < 1_000; i++) {
            Held held = i == 0 ? first : claimed();
            assertSame(first, held);
            held.fill(0, i);
            assertTrue(ring.offer(held));
            assertSame(held, ring.poll());
            ring.release(held);
        }
        assertEquals(1, made.get());
        assertSame(first, claimed());
        assertNotSame(first, claimed());
        assertEquals(2, made.get());
    }

    @Test
    void withoutAPoolNothingCanBeClaimed() {
        EventRing<Integer> plain = new EventRing<>(CAPACITY);
        assertThrows(IllegalStateException.class, () -> plain.claim(false));
    }

    @Test
    void noEventHasTwoOwners_andEveryoneThatWasOfferedComesOutOnceInItsProducersOrder() throws InterruptedException {
        int producers = 8;
        int eventsEach = 50_000;
        EventRing<Held> shared = ringOf(64);
        List<Thread> threads = new ArrayList<>();
        List<Throwable> broken = new ArrayList<>();
        for (int p = 0; p < producers; p++) {
            int producer = p;
            Thread thread = new Thread(() -> {
                for (int number = 0; number < eventsEach; number++) {
                    Held held = Objects.requireNonNull(shared.claim(true));
                    held.fill(producer, number);
                    assertTrue(shared.offer(held, HOUR_NANOS));
                }
            });
            thread.setUncaughtExceptionHandler((failed, cause) -> {
                synchronized (broken) {
                    broken.add(cause);
                }
            });
            threads.add(thread);
            thread.start();
        }
        shared.consumeOnThisThread();
        int[] next = new int[producers];
        Arrays.fill(next, 0);
        long polled = 0;
        while (true) {
            boolean ended = threads.stream().noneMatch(Thread::isAlive); // read before the ring is found empty
            Held held = shared.poll();
            if (held != null) {
                assertEquals(next[held.producer]++, held.number);
                shared.release(held);
                polled++;
            } else if (ended) {
                break;
            } else {
                shared.park(1_000_000);
                assertFalse(Thread.interrupted(), "timed out");
            }
        }
        assertEquals(List.of(), broken);
        assertEquals((long) producers * eventsEach, polled);
        assertEquals(polled, shared.taken());
        assertTrue(made.get() < producers * eventsEach / 100, () -> made + " were made");
    }
}
