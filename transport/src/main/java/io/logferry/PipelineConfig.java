package io.logferry;

import io.logferry.frame.Codec;
import io.logferry.sink.SinkConfig;
import org.jspecify.annotations.Nullable;

/**
 * A checked configuration of a pipeline. Immutable; equal text gives equal objects.
 *
 * @param name the appender's name: part of its slot's folder, its threads' names and its status messages
 * @param source the application's name, part of every record
 * @param ringCapacity how many events the ring holds, a power of two from 16 to 2^20
 * @param whenFull what an application thread does when the ring is full
 * @param blockTimeoutMillis longest wait with {@link WhenFull#BLOCK}
 * @param shutdownTimeoutMillis longest time that stop and the exit of the JVM take
 * @param codec how frames are to be compressed
 * @param batch when a batch is sealed
 * @param spill where undelivered frames are kept, null for nowhere
 * @param sink the destination
 */
public record PipelineConfig(
        String name,
        String source,
        int ringCapacity,
        WhenFull whenFull,
        long blockTimeoutMillis,
        long shutdownTimeoutMillis,
        Codec codec,
        BatchConfig batch,
        @Nullable SpillConfig spill,
        SinkConfig sink) {}
