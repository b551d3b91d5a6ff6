package io.logferry.frame;

import java.nio.ByteBuffer;

/**
 * Turns an application's event into a record's body. Called by the sender thread only, one event at a time; an encoder
 * belongs to one pipeline and may keep state.
 *
 * @param <E> the framework's event
 */
public interface RecordEncoder<E> {
    /** A time as {@link #timeNanos(Object)} gives it. */
    static long timeNanos(long epochSecond, int nanoOfSecond) {
        long nanosPerSecond = 1_000_000_000L;
        long maxSecond = Long.MAX_VALUE / nanosPerSecond;
        if (epochSecond >= maxSecond || epochSecond < -maxSecond) {
            return epochSecond < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return epochSecond * nanosPerSecond + nanoOfSecond;
    }

    /** The event's time in nanoseconds since 1970-01-01T00:00Z; saturated outside of 1677 to 2262. */
    long timeNanos(E event);

    /** The event's level. After the pipeline's end also asked by whoever reads its statistics. */
    Level level(E event);

    /**
     * Writes the body from the buffer's position on and leaves the position behind it. Whatever it throws leaves the
     * batch as it was and counts the event as ENCODE_FAILED, except:
     *
     * @param into a heap buffer, its backing array accessible
     * @throws java.nio.BufferOverflowException if the body does not fit: it is then asked again with more room, or the
     *     event is counted as TOO_LARGE
     */
    void encode(E event, ByteBuffer into);
}
