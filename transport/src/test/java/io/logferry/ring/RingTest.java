package io.logferry.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RingTest {
    private static final int CAPACITY = 16;

    private final EventRing<Integer> ring = new EventRing<>(CAPACITY);

    @Test
    void eventsComeOutInTheOrderTheyWentIn() {
        for (int round = 0; round < 5; round++) { // more than once around the ring
            for (int i = 0; i < CAPACITY - 3; i++) {
                assertTrue(ring.offer(i));
            }
            for (int i = 0; i < CAPACITY - 3; i++) {
                assertEquals(i, ring.poll());
            }
            assertNull(ring.poll());
        }
    }

    @Test
    void aFullRingRefusesUntilThereIsRoom() {
        fill();
        assertFalse(ring.offer(-1));
        assertFalse(ring.offer(-1));
        assertEquals(0, ring.poll());
        assertTrue(ring.offer(CAPACITY));
        for (int i = 1; i <= CAPACITY; i++) {
            assertEquals(i, ring.poll());
        }
        assertNull(ring.poll());
    }

    @Test
    void itCountsWhatItTookAndNotWhatItRefused() {
        assertEquals(0, ring.taken());
        fill();
        assertFalse(ring.offer(-1));
        assertFalse(ring.offer(-1, 1));
        assertEquals(CAPACITY, ring.taken());
        assertEquals(CAPACITY, ring.size());
        ring.poll();
        assertEquals(CAPACITY, ring.taken());
        assertEquals(CAPACITY - 1, ring.size());
    }

    @Test
    void aBurstOfItsWholeCapacityAfterIdlenessIsTaken() throws InterruptedException {
        EventRing<Integer> large = new EventRing<>(8_192);
        SleepingConsumer consumer = new SleepingConsumer(large);
        consumer.awaitAsleep();
        for (int i = 0; i < 8_192; i++) {
            assertTrue(large.offer(i));
        }
        consumer.end();
    }

    @Test
    void aClosedRingStillTakesWhatThereIsRoomFor() {
        ring.close();
        assertTrue(ring.offer(1));
        assertTrue(ring.offer(2, Long.MAX_VALUE));
        assertEquals(2, ring.taken());
    }

    private void fill() {
        for (int i = 0; i < CAPACITY; i++) {
            assertTrue(ring.offer(i));
        }
    }
}
