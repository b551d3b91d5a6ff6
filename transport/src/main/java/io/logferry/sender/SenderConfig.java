package io.logferry.sender;

import io.logferry.frame.Codec;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What a sender needs to know. Immutable.
 *
 * @param streamId whose records it sends
 * @param epoch this start of the stream
 * @param source the application's name
 * @param batchMaxBytes a batch is full at this size
 * @param batchMaxRecords a batch is full with this many records
 * @param lingerNanos longest a batch waits to become full
 * @param codec how frames are compressed
 * @param sinkCompresses whether the sink does so by itself: then they are compressed only for the disk
 * @param journalAll whether every frame is journalled before it is sent
 * @param dropOldest what a full spill loses: its oldest segment, or (false) nothing
 * @param windowBytes most bytes of frames in memory
 * @param random for the jitter of its backoff
 * @param wallMillis the time for markers, in milliseconds since 1970
 * @param info told what is normal
 * @param warn told of trouble, rate-limited
 * @param alert told of drops, once per episode
 */
public record SenderConfig(
        UUID streamId,
        long epoch,
        String source,
        int batchMaxBytes,
        int batchMaxRecords,
        long lingerNanos,
        Codec codec,
        boolean sinkCompresses,
        boolean journalAll,
        boolean dropOldest,
        long windowBytes,
        RandomGenerator random,
        LongSupplier wallMillis,
        Consumer<String> info,
        Consumer<String> warn,
        Consumer<String> alert) {

    /** The in-flight window where neither the spill nor the receiver asks for a smaller one. */
    public static final long WINDOW_BYTES = 4L << 20;
}
