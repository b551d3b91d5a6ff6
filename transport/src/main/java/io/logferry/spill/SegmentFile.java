package io.logferry.spill;

import io.logferry.frame.Frame;
import io.logferry.frame.FrameFormat;
import io.logferry.frame.FrameHeader;
import io.logferry.frame.Position;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads one segment frame by frame, forward. What is read and bad reads as null, and so does what is not there: a file
 * that is gone, or shorter than known. What cannot be opened or read throws, and nothing advances: the same call may
 * succeed later. Sender thread only.
 */
final class SegmentFile implements AutoCloseable {
    private static final int SEARCH_BYTES = 64 * 1024;

    private final Segments segments;
    private final Segment segment;
    private final UUID streamId;
    private final byte[] headerBytes = new byte[FrameFormat.HEADER_BYTES];
    private Disk.@Nullable OpenFile file;
    private Position last;
    private long offset = SegmentHeader.BYTES;
    private long ordinal;
    private @Nullable FrameHeader ahead;

    /** Begins at the first frame of a segment whose header is known; its file is opened when it is needed. */
    SegmentFile(Segments segments, Segment segment, SegmentHeader header) {
        this.segments = segments;
        this.segment = segment;
        this.streamId = header.streamId();
        this.last = header.base();
        this.ordinal = header.ordinalBase();
    }

    /** The header of the next frame; null at the end, or if there is no good header here. */
    @Nullable FrameHeader peek() throws IOException {
        if (ahead == null && !isAtEnd()) {
            FrameHeader header = headerAt(offset);
            boolean isGood = header != null
                    && offset + header.frameBytes() <= segment.endOffset
                    && !last.covers(header.epoch(), header.firstSeq());
            ahead = isGood ? header : null;
        }
        return ahead;
    }

    /** The frame whose header {@link #peek} returned; null if its payload is bad. */
    @Nullable Frame load() throws IOException {
        if (ahead == null) {
            return null;
        }
        byte[] bytes = new byte[ahead.frameBytes()];
        return read(bytes, bytes.length, offset) ? Frame.read(bytes, streamId) : null;
    }

    /** Moves behind the frame whose header {@link #peek} returned. */
    void advance() {
        if (ahead != null) {
            offset += ahead.frameBytes();
            ordinal += ahead.recordCount();
            last = ahead.last();
            ahead = null;
        }
    }

    /** Tells whether all that was appended to the segment was read. */
    boolean isAtEnd() {
        return offset >= segment.endOffset || (segment.ordinalEnd != Segment.UNKNOWN && ordinal >= segment.ordinalEnd);
    }

    /** Skips what another part of the program has in memory, or what is given up. */
    void skipToEnd() {
        ahead = null;
        offset = segment.endOffset;
        ordinal = Math.max(ordinal, segment.ordinalEnd);
    }

    /** Where the next frame begins. */
    long offset() {
        return offset;
    }

    /** Records ever appended up to here. */
    long ordinal() {
        return ordinal;
    }

    /** The position of the last record before the next frame. */
    Position last() {
        return last;
    }

    /** Tells whether anything after the current offset is a frame of ours: then this is not merely a torn tail. */
    boolean isFrameBehind() throws IOException {
        byte[] window = new byte[SEARCH_BYTES];
        for (long at = offset + 1; at + FrameFormat.HEADER_BYTES <= segment.fileBytes; ) {
            int count = (int) Math.min(window.length, segment.fileBytes - at);
            if (!read(window, count, at)) {
                return false;
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

    /** The file itself, opened if need be. */
    Disk.OpenFile file() throws IOException {
        Disk.OpenFile open = file == null ? segments.open(segment) : file;
        file = open;
        return open;
    }

    private @Nullable FrameHeader headerAt(long at) throws IOException {
        return at + headerBytes.length <= segment.endOffset && read(headerBytes, headerBytes.length, at)
                ? FrameHeader.read(headerBytes, 0, streamId)
                : null;
    }

    private boolean read(byte[] into, int count, long at) throws IOException {
        try {
            file().readFully(ByteBuffer.wrap(into, 0, count), at);
            return true;
        } catch (EOFException | NoSuchFileException notThere) {
            return false;
        }
    }

    /** Closes the file; it is opened again if need be. */
    @Override
    public void close() {
        close(file);
        file = null;
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
