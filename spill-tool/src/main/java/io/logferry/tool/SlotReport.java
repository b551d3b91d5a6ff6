package io.logferry.tool;

import io.logferry.frame.Position;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What inspect says of a slot. Immutable.
 *
 * @param slot the folder's name
 * @param folder the folder
 * @param inUse false
 * @param source the application's name
 * @param appender the appender's name
 * @param streamId the stream's identity
 * @param epoch the stream's last start
 * @param fenced somebody else uses the identity: the next owner takes a new one
 * @param settled the position up to which every record is settled, 0:-1 for none
 * @param settledRecords how many were ever written up to there
 * @param undelivered what is still to be sent, as far as frames' headers can be read
 * @param bytes of all files
 * @param segments the files of frames in order
 * @param deadLetters what the sink refused
 * @param damagedFiles what is set aside
 * @param damagedBytes of them
 * @param seesDamage something in it cannot be read: verify says what
 */
record SlotReport(
        String slot,
        String folder,
        boolean inUse,
        String source,
        String appender,
        @Nullable String streamId,
        @Nullable Long epoch,
        @Nullable Boolean fenced,
        @Nullable Position settled,
        @Nullable Long settledRecords,
        Undelivered undelivered,
        long bytes,
        List<SegmentReport> segments,
        DeadLettersReport deadLetters,
        List<String> damagedFiles,
        long damagedBytes,
        boolean seesDamage) {
    /**
     * What is still to be sent. Immutable.
     *
     * @param records how many, markers among them
     * @param byLevel how many of each level
     * @param oldestEvent the time of the first of them
     * @param oldestAgeSeconds how long ago that was
     */
    record Undelivered(
            long records,
            Map<String, Long> byLevel,
            @Nullable String oldestEvent,
            @Nullable Long oldestAgeSeconds) {}

    /**
     * A segment. Immutable.
     *
     * @param number its number
     * @param file its name
     * @param bytes its size
     * @param records how many are in it, settled ones too
     * @param undelivered how many of them are still to be sent
     * @param first the position of the first record
     * @param last the position of the last record
     * @param firstEvent the time of the first record
     * @param lastEvent the time of the last record
     */
    record SegmentReport(
            long number,
            String file,
            long bytes,
            long records,
            long undelivered,
            @Nullable Position first,
            @Nullable Position last,
            @Nullable String firstEvent,
            @Nullable String lastEvent) {}

    /**
     * What the sink refused. Immutable.
     *
     * @param files how many files
     * @param bytes their size
     * @param records how many records are in them
     */
    record DeadLettersReport(int files, long bytes, long records) {}
}
