package io.logferry.tool;

import io.logferry.frame.Frame;
import io.logferry.frame.FrameFormat;
import io.logferry.frame.FrameHeader;
import io.logferry.frame.Position;
import io.logferry.spill.SegmentHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the frames of a file and finds the way again behind what is bad, where the application would set the rest
 * of the file aside. One thread at a time.
 */
final class SegmentScan {
    private static final int SEARCH_BYTES = 64 * 1024;

    /** What lies at an offset. */
    sealed interface Step {
        /** A frame whose header is good. */
        record Whole(long offset, FrameHeader header) implements Step {}

        /** Bytes that are no frame, where there must be some. */
        record Bad(long offset, long bytes) implements Step {}

        /** Bytes at the end that never became a frame. */
        record Tail(long offset, long bytes) implements Step {}

        /** Nothing more that was appended. */
        enum End implements Step {
            /** The only one. */
            END
        }
    }

    private final SegmentFileView segment;
    private final FileChannel file;
    private final long fileBytes;
    private final byte[] headerBytes = new byte[FrameFormat.HEADER_BYTES];
    private Position last = Position.NONE;
    private long offset = SegmentHeader.BYTES;
    private long records;
    private boolean isDamaged;

    SegmentScan(SegmentFileView segment) throws IOException {
        this.segment = segment;
        file = segment.channel();
        fileBytes = file.size();
    }

    Step next() throws IOException {
        long expected = segment.expectedRecords();
        if (expected >= 0 && records >= expected && !isDamaged) {
            return Step.End.END; // what is behind was taken back when it was appended
        }
        if (offset >= fileBytes) {
            boolean isShort = expected > records && !isDamaged;
            isDamaged |= isShort;
            return isShort ? new Step.Bad(fileBytes, 0) : Step.End.END;
        }
        FrameHeader header = headerAt(offset);
        if (header != null) {
            return step(header);
        }
        long begin = offset;
        offset = findFrame(offset + 1);
        long bytes = offset - begin;
        if (offset == fileBytes && (expected < 0 || isDamaged)) {
            return new Step.Tail(begin, bytes);
        }
        isDamaged = true;
        return new Step.Bad(begin, bytes);
    }

    private Step.Whole step(FrameHeader header) {
        Step.Whole whole = new Step.Whole(offset, header);
        offset += header.frameBytes();
        records += header.recordCount();
        last = segment.isInOrder() ? header.last() : Position.NONE;
        return whole;
    }

    /** Where the next good header is; the end of the file if there is none. */
    private long findFrame(long from) throws IOException {
        byte[] window = new byte[SEARCH_BYTES];
        for (long at = from; at + FrameFormat.HEADER_BYTES <= fileBytes; ) {
            int count = (int) Math.min(window.length, fileBytes - at);
            if (!read(window, count, at)) {
                break;
            }
            int end = count - FrameFormat.HEADER_BYTES;
            for (int i = 0; i <= end; i++) {
                if (window[i] == (byte) FrameFormat.MAGIC && headerAt(at + i) != null) {
                    return at + i;
                }
            }
            at += end + 1;
        }
        return fileBytes;
    }

    private @Nullable FrameHeader headerAt(long at) throws IOException {
        if (segment.streamId() == null || !read(headerBytes, headerBytes.length, at)) {
            return null;
        }
        FrameHeader header = FrameHeader.read(headerBytes, 0, segment.streamId());
        boolean isGood = header != null
                && at + header.frameBytes() <= fileBytes
                && !last.covers(header.epoch(), header.firstSeq())
                && segment.mayHold(header.last());
        return isGood ? header : null;
    }

    /** Tells whether there is any frame. */
    static boolean finds(SegmentFileView segment) throws IOException {
        SegmentScan scan = new SegmentScan(segment);
        for (Step step = scan.next(); step != Step.End.END; step = scan.next()) {
            if (step instanceof Step.Whole) {
                return true;
            }
        }
        return false;
    }

    /** The frame itself; null if its payload is bad. */
    @Nullable Frame load(Step.Whole whole) throws IOException {
        byte[] bytes = new byte[whole.header().frameBytes()];
        return segment.streamId() != null && read(bytes, bytes.length, whole.offset())
                ? Frame.read(bytes, segment.streamId())
                : null;
    }

    /** Records in frames with good headers so far. */
    long records() {
        return records;
    }

    private boolean read(byte[] into, int count, long at) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(into, 0, count);
        while (buffer.hasRemaining()) {
            int read = file.read(buffer, at + buffer.position());
            if (read < 0) {
                return false;
            }
        }
        return true;
    }
}
