package io.logferry.frame;

import static io.logferry.frame.FrameFormat.*;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The open, growing set of records. Sender thread only.
 *
 * <p>A record is committed by the last write to it: count and size change after its body and header are complete.
 */
public final class Batch {
    /** What became of an event. */
    public enum Result {
        /** It is in the batch. */
        ADDED,
        /** Nothing changed: seal this batch first, then offer the event again. */
        SEAL_FIRST,
        /** Nothing changed: the event is over the record limit. */
        TOO_LARGE,
        /** Nothing changed: the encoder threw or misplaced the buffer, see {@link #failure()}. */
        ENCODE_FAILED
    }

    private final int maxBytes;
    private final int maxRecords;
    private final ByteBuffer raw = ByteBuffer.allocate(MAX_PAYLOAD_BYTES);
    private final int[] levelCounts = new int[Level.COUNT];
    private int sizeBytes;
    private int recordCount;
    private @Nullable Throwable failure;

    /**
     * Makes an empty batch.
     *
     * @param maxBytes the batch is full when its records reach this size, at most half of the payload limit
     * @param maxRecords the batch is full with this many records
     */
    public Batch(int maxBytes, int maxRecords) {
        this.maxBytes = maxBytes;
        this.maxRecords = maxRecords;
    }

    /** Encodes an event into the batch. */
    public <E> Result add(E event, RecordEncoder<E> encoder) {
        failure = null;
        int bodyOffset = sizeBytes + RECORD_HEADER_BYTES;
        int limit = Math.min(raw.capacity(), bodyOffset + MAX_RECORD_BYTES);
        if (bodyOffset > limit) {
            return Result.SEAL_FIRST;
        }
        long timeNanos;
        int level;
        try {
            raw.limit(limit).position(bodyOffset);
            timeNanos = encoder.timeNanos(event);
            level = encoder.level(event).ordinal();
            encoder.encode(event, raw);
        } catch (BufferOverflowException tooLarge) {
            return recordCount > 0 ? Result.SEAL_FIRST : Result.TOO_LARGE;
        } catch (Throwable broken) { // an Error too: a log event must not end the sender
            failure = broken;
            return Result.ENCODE_FAILED;
        }
        int end = raw.position();
        if (end < bodyOffset || end > limit) { // flipped or cleared: what it wrote can't be told
            failure = new IllegalStateException(
                    "the encoder left the buffer at position=" + end + ", allowed: " + bodyOffset + " to " + limit);
            return Result.ENCODE_FAILED;
        }
        int bodyBytes = end - bodyOffset;
        if (bodyBytes > maxBytes && recordCount > 0) {
            return Result.SEAL_FIRST; // a record that fills a batch alone gets a frame of its own
        }
        raw.order(ByteOrder.LITTLE_ENDIAN); // an encoder may have changed it
        raw.putInt(sizeBytes, bodyBytes).putLong(sizeBytes + 4, timeNanos).put(sizeBytes + 12, (byte) level);
        levelCounts[level]++;
        recordCount++;
        sizeBytes = bodyOffset + bodyBytes;
        return Result.ADDED;
    }

    /** What was wrong when the last {@link #add} returned ENCODE_FAILED; null if it did not. */
    public @Nullable Throwable failure() {
        return failure;
    }

    /** Tells whether it must be sealed before another record is added. */
    public boolean isFull() {
        return sizeBytes >= maxBytes || recordCount >= maxRecords;
    }

    /** How many records it holds. */
    public int recordCount() {
        return recordCount;
    }

    /** How many records of each level it holds. */
    public LevelCounts levelCounts() {
        return LevelCounts.of(levelCounts);
    }

    /** Empties it. */
    public void clear() {
        sizeBytes = 0;
        recordCount = 0;
        java.util.Arrays.fill(levelCounts, 0);
    }

    byte[] rawBytes() {
        return raw.array();
    }

    int sizeBytes() {
        return sizeBytes;
    }
}
