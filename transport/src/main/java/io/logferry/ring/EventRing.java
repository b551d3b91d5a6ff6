package io.logferry.ring;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A bounded ring of events: many producers, one consumer. Any thread offers; the rest says who. With a pool, producers
 * offer what they claimed.
 *
 * <p>Memory order of the wake-up: the consumer writes {@code parkedUntil} and then reads the ring's indexes; a producer moves
 * the producer index (a compare-and-set) and then reads {@code parkedUntil}. All four are volatile accesses, so in their one
 * total order either the producer sees that the consumer parks, or the consumer sees the event.
 *
 * @param <E> the framework's event
 */
public final class EventRing<E> {
    /** How long a producer that waits for room sleeps between two tries: a shorter sleep costs more than an event. */
    private static final long RETRY_NANOS = 500_000;

    private final RingArray<E> array;
    private final @Nullable EventPool<E> pool;
    private final int wakeSize;
    /** With how many events the consumer, which sleeps, is woken; 0 while it does not sleep. */
    private final AtomicInteger parkedUntil = new AtomicInteger();

    private volatile boolean closing;
    private volatile @Nullable Thread consumer;

    /**
     * Makes an empty ring of events that are not used again.
     *
     * @param capacity how many events it holds, a power of two
     */
    public EventRing(int capacity) {
        this(capacity, null);
    }

    /**
     * Makes an empty ring.
     *
     * @param capacity how many events it holds, a power of two
     * @param pool where its events come from, of the same capacity; null if they are not used again
     */
    public EventRing(int capacity, @Nullable EventPool<E> pool) {
        this.array = new RingArray<>(capacity);
        this.pool = pool;
        this.wakeSize = capacity / 4;
    }

    /**
     * Gives out an event of the pool, to be filled and offered by the calling thread. One that is not offered is forgotten.
     * Any thread; never blocks.
     *
     * @param evenIfFull whether the caller would wait for room
     * @return null if the ring is full
     * @throws IllegalStateException if there is no pool
     */
    public @Nullable E claim(boolean evenIfFull) {
        EventPool<E> events = pool;
        if (events == null) {
            throw new IllegalStateException("claim() needs a pool");
        }
        return evenIfFull || !array.isFull() ? events.take() : null;
    }

    /**
     * Takes the event if there is room. Any thread; never blocks.
     *
     * @return false if the ring is full
     */
    public boolean offer(E event) {
        boolean taken = array.offer(event);
        int until = parkedUntil.get();
        if (until > 0 && array.size() >= until) {
            wake();
        }
        return taken;
    }

    /**
     * Takes the event as soon as there is room, at most after this time. Returns at once if the ring is closing or the
     * thread is interrupted, whose flag stays set. Any thread.
     *
     * @return false if the ring is still full
     */
    public boolean offer(E event, long timeoutNanos) {
        if (offer(event)) {
            return true;
        }
        long start = System.nanoTime();
        while (waitsForRoom(start, timeoutNanos)) {
            if (offer(event)) {
                return true;
            }
        }
        return false;
    }

    /** Waits a little; false if there is no time, or no sense, to wait any longer. */
    private boolean waitsForRoom(long startNanos, long timeoutNanos) {
        if (closing || Thread.currentThread().isInterrupted() || System.nanoTime() - startNanos >= timeoutNanos) {
            return false;
        }
        LockSupport.parkNanos(this, RETRY_NANOS);
        return true;
    }

    /** The oldest event, or null if there is none that is completely published. Consumer only. */
    public @Nullable E poll() {
        return array.poll();
    }

    /** An event that was polled is not needed any more, and may be used again. Consumer only. */
    public void release(E event) {
        if (pool != null) {
            pool.give(event);
        }
    }

    /** How many events are in it, those being published included. Any thread. */
    public int size() {
        return array.size();
    }

    /** How many events it ever took. Any thread. */
    public long taken() {
        return array.taken();
    }

    /** Makes the calling thread the consumer: the one that {@link #wake} wakes. */
    public void consumeOnThisThread() {
        consumer = Thread.currentThread();
    }

    /** Tells whether it holds so many events that producers wake the consumer. Any thread. */
    public boolean isQuarterFull() {
        return array.size() >= wakeSize;
    }

    /** Sleeps until woken, at most this long, and not at all while it is a quarter full. Consumer only. */
    public void park(long nanos) {
        park(nanos, wakeSize);
    }

    /** Sleeps until woken, be it by one event, at most this long, and not at all while there is one. Consumer only. */
    public void parkUntilFirst(long nanos) {
        park(nanos, 1);
    }

    private void park(long nanos, int until) {
        parkedUntil.set(until);
        if (array.size() < until) {
            LockSupport.parkNanos(this, nanos);
        }
        parkedUntil.set(0);
    }

    /** Wakes the consumer if it sleeps. Any thread. */
    public void wake() {
        Thread sleeper = consumer;
        if (sleeper != null && parkedUntil.getAndSet(0) > 0) { // the others need not wake it again
            LockSupport.unpark(sleeper);
        }
    }

    /** Gives up the pool's free events, when no more are to come. Consumer only. */
    public void forgetFreeEvents() {
        if (pool != null) {
            pool.forgetFree();
        }
    }

    /** Ends the waiting of producers: from now on a full ring refuses at once. Any thread. */
    public void close() {
        closing = true;
        Thread sleeper = consumer;
        if (sleeper != null) {
            LockSupport.unpark(sleeper);
        }
    }
}
