package io.logferry.sender;

import io.logferry.frame.RecordEncoder;
import org.jspecify.annotations.Nullable;

/**
 * What other threads ask of a pipeline's senders, and may ask before they exist. Any thread writes, the sender thread
 * reads.
 *
 * @param <E> the framework's event
 */
public final class Controls<E> {
    /**
     * Asked to come to an end.
     *
     * @param sinceNanos when
     * @param timeoutNanos how long it may take
     * @param deliveryNanos when to spill what is not delivered, from the beginning
     */
    record Ending(long sinceNanos, long timeoutNanos, long deliveryNanos) {}

    private volatile RecordEncoder<E> encoder;
    private volatile @Nullable Ending stop;
    private volatile @Nullable Ending exit;

    /** Nothing is asked yet. */
    public Controls(RecordEncoder<E> encoder) {
        this.encoder = encoder;
    }

    /** Has later events encoded by this encoder. */
    public void encoder(RecordEncoder<E> newEncoder) {
        encoder = newEncoder;
    }

    /** Asks to deliver or spill everything and then to end, at the latest after this time. The first request counts. */
    public synchronized void stop(long nowNanos, long timeoutNanos, long deliveryNanos) {
        if (stop == null) {
            stop = new Ending(nowNanos, timeoutNanos, Math.min(deliveryNanos, timeoutNanos / 2));
        }
    }

    /** Asks to deliver or spill everything soon, and to go on for those who still log while the JVM exits. */
    public void exit(long nowNanos, long timeoutNanos) {
        exit = new Ending(nowNanos, timeoutNanos, timeoutNanos / 2);
    }

    /** Tells whether a stop was asked for and its time is over. */
    public boolean isOverdue(long nowNanos) {
        Ending asked = stop;
        return asked != null && nowNanos - asked.sinceNanos() >= asked.timeoutNanos();
    }

    /** What encodes now. */
    public RecordEncoder<E> encoder() {
        return encoder;
    }

    /** The request that counts: a stop, else an exit, else null. */
    @Nullable Ending ending() {
        Ending asked = stop;
        return asked != null ? asked : exit;
    }

    /** Tells whether a stop was asked for. */
    public boolean isStopping() {
        return stop != null;
    }
}
