package io.logferry.ring;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jctools.queues.atomic.SpmcAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Events that are used again, for frameworks which do not give theirs away. It makes one only if all it made before are
 * in use, and at most as many as the ring holds: so an event that was taken always has room in the ring. Any thread
 * takes; the ring's consumer gives back.
 *
 * @param <E> the event
 */
public final class EventPool<E> {
    private final SpmcAtomicArrayQueue<E> free;
    private final int capacity;
    private final Supplier<E> newEvent;
    private final Consumer<E> clear;
    private final AtomicInteger made = new AtomicInteger();

    /**
     * Makes an empty one.
     *
     * @param capacity the ring's, a power of two
     * @param clear makes an event forget all that it refers to; must not throw
     */
    public EventPool(int capacity, Supplier<E> newEvent, Consumer<E> clear) {
        this.free = new SpmcAtomicArrayQueue<>(capacity);
        this.capacity = capacity;
        this.newEvent = newEvent;
        this.clear = clear;
    }

    /** An event that is the caller's until it is in the ring; null if all are in use. */
    @Nullable E take() {
        E event = free.poll();
        if (event != null || made.get() >= capacity) {
            return event;
        }
        if (made.getAndIncrement() >= capacity) { // others were faster
            made.getAndDecrement();
            return null;
        }
        try {
            return newEvent.get();
        } catch (Throwable noMemory) {
            made.getAndDecrement();
            throw noMemory;
        }
    }

    /** Takes an event back. Consumer only. */
    void give(E event) {
        clear.accept(event);
        free.offer(event);
    }
}
