package io.logferry.ring;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Events that are used again, for frameworks which do not give theirs away. It makes one only if none is free, and keeps
 * twice as many as the ring holds: those in the ring, and those of callers which wait for room. Any thread takes; the
 * ring's consumer gives back.
 *
 * <p>A free event is in one slot, and belongs to whoever exchanges it for null: that alone decides. The two indexes only
 * say where to look; a thread that fails between moving the index and the exchange, at the end of its stack for example, leaves
 * an event that is found, or replaced, one round later.
 *
 * @param <E> the event
 */
public final class EventPool<E> {
    /** Where the next one is taken, and where the next one is given; apart, because different threads write them. */
    private static final int TAKEN = 16;

    private static final int GIVEN = 32;
    private static final int INDEXES = 48;

    private final AtomicReferenceArray<@Nullable E> free;
    private final int mask;
    private final Supplier<E> newEvent;
    private final Consumer<E> clear;
    private final AtomicLongArray indexes = new AtomicLongArray(INDEXES);

    /**
     * Makes an empty one.
     *
     * @param capacity the ring's, a power of two
     * @param newEvent called by any thread
     * @param clear makes an event forget all that it refers to; one for which it throws is not used again
     */
    public EventPool(int capacity, Supplier<E> newEvent, Consumer<E> clear) {
        this.free = new AtomicReferenceArray<>(2 * capacity);
        this.mask = 2 * capacity - 1;
        this.newEvent = newEvent;
        this.clear = clear;
    }

    /** An empty event, which is the caller's. */
    E take() {
        while (true) {
            long next = indexes.get(TAKEN);
            int slot = (int) next & mask;
            if (free.get(slot) == null && next >= indexes.get(GIVEN) && indexes.get(TAKEN) == next) {
                return newEvent.get();
            } // null otherwise: others were faster, or one was on its way while the consumer came round
            if (indexes.compareAndSet(TAKEN, next, next + 1)) {
                E event = free.getAndSet(slot, null);
                if (event != null) {
                    return event;
                }
            }
        }
    }

    /** Gives up those that are free. Consumer only. */
    void forgetFree() {
        for (int slot = 0; slot < free.length(); slot++) {
            free.lazySet(slot, null);
        }
    }

    /** Takes an event back. Consumer only. */
    void give(E event) {
        try {
            clear.accept(event);
        } catch (Throwable broken) { // no memory, for example: the next one is made anew
            return;
        }
        long next = indexes.getPlain(GIVEN);
        free.lazySet((int) next & mask, event); // what nobody took for a whole round is given up for it
        indexes.lazySet(GIVEN, next + 1);
    }
}
