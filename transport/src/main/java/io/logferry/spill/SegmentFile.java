package io.logferry.spill;

import io.logferry.frame.Frame;
import io.logferry.frame.FrameFormat;
import io.logferry.frame.FrameHeader;
import io.logferry.frame.Position;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads one segment frame by frame, forward. What cannot be read, for whatever reason, reads as null: on a journal's
 * way there is no difference between a bad sector and bad bytes. Sender thread only.
 */
final class SegmentFile implements AutoCloseable {
    private static final int SEARCH_BYTES = 64 * 1024;

    private final Disk.@Nullable OpenFile file;
    private final Segment segment;
    private final UUID streamId;
    private final byte[] headerBytes = new byte[FrameFormat.HEADER_BYTES];
    private Position last;
    private long offset = SegmentHeader.BYTES;
    private long ordinal;
    private @Nullable FrameHeader frame;
    private boolean readFailed;

    /** Opens a segment whose header is known. */
    SegmentFile(Disk.@Nullable OpenFile file, Segment segment, SegmentHeader header) {
        this.file = file;
        this.segment = segment;
        this.streamId = header.streamId();
        this.last = header.base();
        this.ordinal = header.ordinalBase();
    }

    /**
     * Moves to the next frame.
     *
     * @return its header; null at the end, or if there is no good header here
     */
    @Nullable FrameHeader next() {
        frame = null;
        if (isAtEnd()) {
            return null;
        }
        FrameHeader header = headerAt(offset);
        if (header == null
                || offset + header.frameBytes() > segment.endOffset
                || last.covers(header.epoch(), header.firstSeq())) {
            return null;
        }
        offset += header.frameBytes();
        ordinal += header.recordCount();
        last = header.last();
        frame = header;
        return header;
    }

    /** Tells whether all that was appended to the segment was read. */
    boolean isAtEnd() {
        return offset >= segment.endOffset || (segment.ordinalEnd != Segment.UNKNOWN && ordinal >= segment.ordinalEnd);
    }

    /** Skips what another part of the program has in memory, or what is given up. */
    void skipToEnd() {
        offset = segment.endOffset;
        ordinal = Math.max(ordinal, segment.ordinalEnd);
    }

    /** The frame that {@link #next} moved to; null if its payload is bad. */
    @Nullable Frame load() {
        FrameHeader header = frame;
        if (header == null) {
            return null;
        }
        byte[] bytes = new byte[header.frameBytes()];
        return read(bytes, offset - bytes.length) ? Frame.read(bytes, streamId) : null;
    }

    /** Tells whether bytes could not be read, so that nothing is known about what they hold. */
    boolean readFailed() {
        return readFailed;
    }

    /** Where the next frame begins. */
    long offset() {
        return offset;
    }

    /** Records ever appended up to the current frame and with it. */
    long ordinal() {
        return ordinal;
    }

    /** The position of the last record of the current frame. */
    Position last() {
        return last;
    }

    /** Tells whether anything after the current offset is a frame of ours: then this is not merely a torn tail. */
    boolean isFrameBehind() {
        byte[] window = new byte[SEARCH_BYTES];
        for (long at = offset + 1; at + FrameFormat.HEADER_BYTES <= segment.fileBytes; ) {
            int count = (int) Math.min(window.length, segment.fileBytes - at);
            if (file == null || !readSome(window, count, at)) {
                return true; // cannot know: keep it
            }
            int end = count - FrameFormat.HEADER_BYTES;
            for (int i = 0; i <= end; i++) {
                if (window[i] == (byte) FrameFormat.MAGIC && FrameHeader.read(window, i, streamId) != null) {
                    return true;
                }
            }
            at += end + 1;
        }
        return false;
    }

    private @Nullable FrameHeader headerAt(long at) {
        return at + headerBytes.length <= segment.endOffset && read(headerBytes, at)
                ? FrameHeader.read(headerBytes, 0, streamId)
                : null;
    }

    private boolean read(byte[] into, long at) {
        return readSome(into, into.length, at);
    }

    private boolean readSome(byte[] into, int count, long at) {
        try {
            if (file != null) {
                file.readFully(ByteBuffer.wrap(into, 0, count), at);
                return true;
            }
        } catch (IOException unreadable) {
            // as if the file could not be opened
        }
        readFailed = true;
        return false;
    }

    @Override
    public void close() {
        close(file);
    }

    static void close(Disk.@Nullable OpenFile file) {
        if (file != null) {
            try {
                file.close();
            } catch (IOException harmless) {
                // what had to be durable was forced before
            }
        }
    }
}
