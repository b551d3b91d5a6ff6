package io.logferry.spill;

import io.logferry.frame.Frame;
import io.logferry.frame.Position;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Appends frames to the newest segment. Whatever fails, the segment ends after its last good frame. Sender thread only. */
final class SegmentWriter implements AutoCloseable {
    private final Disk disk;
    private final Segments segments;
    private final UUID streamId;
    private final JournalConfig config;
    private final Trouble forcing;
    private @Nullable Segment current;
    private Disk.@Nullable OpenFile file;
    private boolean forceDue;
    private long highestNumber;

    SegmentWriter(
            Disk disk,
            Segments segments,
            UUID streamId,
            JournalConfig config,
            Consumer<String> warn,
            long highestNumber) {
        this.disk = disk;
        this.segments = segments;
        this.streamId = streamId;
        this.config = config;
        forcing = new Trouble(warn);
        this.highestNumber = highestNumber;
    }

    /** The segment that is appended to; null between segments. */
    @Nullable Segment current() {
        return current;
    }

    /** The highest number that any segment ever had. */
    long highestNumber() {
        return highestNumber;
    }

    /** Tells whether a frame of this size goes to the current segment. */
    boolean fits(int frameBytes) {
        return current != null
                && (current.endOffset + frameBytes <= config.segmentBytes()
                        || current.endOffset == SegmentHeader.BYTES);
    }

    /**
     * Appends a frame, durable as configured.
     *
     * @param ordinal records ever appended before it
     * @return the segment that it is in; null if it could not be forced: it is taken back, and the next attempt goes to a
     *     new segment, because a second force of the same file could succeed without a reason
     * @throws IOException if it is not written
     */
    @Nullable Segment append(Frame frame, long ordinal) throws IOException {
        if (!fits(frame.bytes().length)) {
            seal();
        }
        Segment segment = write(frame, ordinal);
        if (config.sync() == Sync.FRAME && !force()) {
            takeBack(segment, frame);
            return null;
        }
        segment.ordinalEnd = ordinal + frame.header().recordCount();
        return segment;
    }

    private Segment write(Frame frame, long ordinal) throws IOException {
        Segment segment = current == null ? create(frame, ordinal) : current;
        Disk.OpenFile to = file;
        if (to == null) {
            throw new IllegalStateException("no file");
        }
        long newSize = segment.endOffset + frame.bytes().length;
        try {
            to.writeFully(ByteBuffer.wrap(frame.bytes()), segment.endOffset);
        } catch (IOException failed) {
            try {
                to.truncate(segment.endOffset);
            } catch (IOException alsoFailed) {
                segments.resize(segment, newSize);
                seal();
            }
            throw failed;
        }
        segments.resize(segment, newSize);
        segment.endOffset = newSize;
        forceDue = true;
        return segment;
    }

    private Segment create(Frame first, long ordinal) throws IOException {
        Segment segment = new Segment(++highestNumber, SegmentHeader.BYTES);
        Position base = new Position(first.header().epoch(), first.header().firstSeq() - 1);
        SegmentHeader header = new SegmentHeader(segment.number, streamId, base, ordinal);
        segment.header = header;
        segment.ordinalEnd = ordinal;
        segment.accountedFrom = ordinal;
        Path path = segments.folder().resolve(segment.fileName());
        Disk.OpenFile created = disk.create(path);
        try {
            created.writeFully(header.toBytes(), 0);
            if (config.sync() != Sync.NONE) {
                disk.forceFolder(segments.folder());
            }
        } catch (IOException failed) {
            SegmentFile.close(created);
            segments.add(segment);
            segments.giveUp(segment); // if it can't be deleted, its bytes go on counting
            throw failed;
        }
        segments.add(segment);
        current = segment;
        file = created;
        return segment;
    }

    /** Takes back what was written to the current segment but not forced, and closes the segment. */
    private void takeBack(Segment segment, Frame frame) {
        long end = segment.endOffset - frame.bytes().length;
        segment.endOffset = end;
        try {
            if (file != null) {
                file.truncate(end);
                segments.resize(segment, end);
            }
        } catch (IOException failed) {
            // the header of the next segment says that this one ends here
        }
        close();
    }

    /**
     * Forces what was appended since the last call.
     *
     * @return false if that failed: the segment is closed then, or is to be
     */
    boolean force() {
        if (!forceDue || file == null) {
            return true;
        }
        forceDue = false;
        try {
            file.force();
            forcing.over();
            return true;
        } catch (IOException failed) {
            forcing.warn(
                    "spill segment cannot be forced and is closed: folder=" + segments.folder() + " error=" + failed);
            return false;
        }
    }

    /** Closes the current segment for good; the next frame begins a new one. */
    void seal() {
        if (config.sync() != Sync.NONE) {
            force();
        }
        close();
    }

    @Override
    public void close() {
        SegmentFile.close(file);
        file = null;
        current = null;
        forceDue = false;
    }
}
