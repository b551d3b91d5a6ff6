package io.logferry.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * The array under the ring: bounded, many producers, one consumer. Any thread offers; the rest says who.
 *
 * <pre>
 *   slots   | e5 | e6 |    |    | e3 | e4 |      capacity = 6, head = 3: the next to be polled,
 *             ^5   ^6   ^7        ^3             tail = 7: the next to be taken by a producer, limit <= head + capacity
 * </pre>
 *
 * <p>Memory order: a producer owns the slot at the tail from its compare-and-set on, which is volatile, and then stores
 * the event into it with a plain store. The fence before the compare-and-set keeps what was written into the event
 * before that store, and the consumer loads the slot with acquire. The consumer empties a slot before it moves the head
 * (release), and a producer comes to that slot again only after it has seen the head there.
 *
 * <p>It is not a library's, because of the end of a caller's stack: there any call may fail, also one between the
 * compare-and-set and the store. That slot would stay empty, and everything behind it would wait for ever. Here nothing is called in
 * between.
 *
 * @param <E> the framework's event
 */
final class RingArray<E> {
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);

    /** Each in two cache lines of its own (of 64 bytes; the processor fetches pairs): written by different threads. */
    private static final int HEAD = 16;

    private static final int TAIL = 32;
    private static final int LIMIT = 48;
    private static final int INDEXES = 64;

    private final @Nullable Object[] slots;
    private final AtomicLongArray indexes = new AtomicLongArray(INDEXES);

    /**
     * Makes an empty one.
     *
     * @param capacity a power of two
     */
    RingArray(int capacity) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("capacity=" + capacity + " is no power of two");
        }
        slots = new @Nullable Object[capacity];
        indexes.set(LIMIT, capacity);
    }

    /** Tells whether an offer would be refused now. Any thread. */
    boolean isFull() {
        return isFull(indexes.get(TAIL));
    }

    /** Looks at the head, which the consumer's core has, only at the limit that was seen last. */
    private boolean isFull(long tail) {
        if (tail < indexes.get(LIMIT)) {
            return false;
        }
        long limit = indexes.get(HEAD) + slots.length;
        indexes.lazySet(LIMIT, limit); // several producers may: each value was a true limit once
        return tail >= limit;
    }

    /** Takes the event if there is room. Any thread; never waits. */
    boolean offer(E event) {
        @Nullable Object[] array = slots;
        long tail;
        do {
            tail = indexes.get(TAIL);
            if (isFull(tail)) {
                return false;
            }
            VarHandle.releaseFence();
        } while (!indexes.compareAndSet(TAIL, tail, tail + 1));
        array[(int) tail & (array.length - 1)] = event; // nothing may be called before this
        return true;
    }

    /** The oldest event, or null if there is none that is completely published. Consumer only. */
    @SuppressWarnings("unchecked") // only offer() stores
    @Nullable E poll() {
        long head = indexes.getPlain(HEAD);
        int slot = (int) head & (slots.length - 1);
        Object event = SLOT.getAcquire(slots, slot);
        if (event != null) {
            slots[slot] = null;
            indexes.lazySet(HEAD, head + 1);
        }
        return (E) event;
    }

    /** How many events are in it, those being published included. Any thread. */
    int size() {
        long head = indexes.get(HEAD);
        while (true) {
            long tail = indexes.get(TAIL);
            long again = indexes.get(HEAD);
            if (again == head) {
                return (int) (tail - head);
            }
            head = again;
        }
    }

    /** How many events it ever took. Any thread. */
    long taken() {
        return indexes.get(TAIL);
    }
}
