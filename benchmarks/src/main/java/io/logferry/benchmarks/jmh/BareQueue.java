package io.logferry.benchmarks.jmh;

import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;

/**
 * The least that an asynchronous appender does: a queue, and a thread that empties it about every millisecond. Any
 * thread offers.
 */
final class BareQueue implements AutoCloseable {
    static final int CAPACITY = 8_192;
    private static final long PAUSE_NANOS = 1_000_000;

    private final MpscAtomicArrayQueue<Object> queue = new MpscAtomicArrayQueue<>(CAPACITY);
    private final Thread consumer = new Thread(this::consume, "consumer");
    private volatile boolean closed;
    private volatile boolean dropped;

    BareQueue() {
        consumer.start();
    }

    private void consume() {
        while (!closed) {
            while (queue.relaxedPoll() != null) {
                // taken, and forgotten
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    void offer(Object event) {
        if (!queue.offer(event)) {
            dropped = true;
        }
    }

    boolean hasDropped() {
        return dropped;
    }

    long size() {
        return queue.size();
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(consumer);
    }
}
