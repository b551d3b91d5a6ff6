package io.logferry.tool;

import io.logferry.frame.Position;
import io.logferry.spill.SegmentHeader;
import io.logferry.spill.SlotFile;
import io.logferry.spill.SlotFile.Kind;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file of frames, and what is known of it before a frame is read. Immutable, but for its channel.
 *
 * @param path where it was
 * @param channel open to read it, whatever becomes of the path
 * @param file what its name says
 * @param header null if it is bad
 * @param next the header of the segment that was begun after it; null if that is bad, or not there
 * @param isHoleKnown what is missing behind its frames is settled, or set aside by a repair
 * @param streamId whose frames are in it; with a bad header a neighbour's stream or the identity's, null if nothing tells
 */
record SegmentFileView(
        Path path,
        FileChannel channel,
        SlotFile file,
        @Nullable SegmentHeader header,
        @Nullable SegmentHeader next,
        boolean isHoleKnown,
        @Nullable UUID streamId) {

    /** As a part of another stream. */
    SegmentFileView in(UUID stream) {
        return new SegmentFileView(path, channel, file, header, next, isHoleKnown, stream);
    }

    /** Tells whether it has a header that is bad: a file that was just begun has none. */
    boolean isHeaderBad() {
        return header == null && file.sizeBytes() >= SegmentHeader.BYTES;
    }

    /** How many records must be in it; -1 if that is not known. */
    long expectedRecords() {
        return header == null || next == null || isHoleKnown
                ? -1
                : Math.max(0, next.ordinalBase() - header.ordinalBase());
    }

    /** Tells whether its frames are in the order of their positions: dead letters need not be. */
    boolean isInOrder() {
        return file.kind() == Kind.SEGMENT;
    }

    /** Tells whether a frame up to this position may be in it: later ones were taken back and are in the next. */
    boolean mayHold(Position last) {
        return next == null || last.compareTo(next.base()) <= 0;
    }
}
