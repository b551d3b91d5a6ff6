package io.logferry.collector;

import io.logferry.frame.FrameDecoder;
import io.logferry.frame.FrameFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The group being made: lines and entries that will be written and forced together, and the stream's state once they
 * are. Each storage thread has one.
 */
final class GroupBuffer {
    private static final int LINES_BYTES = 4 << 20;
    private static final int MAX_ENTRIES = 1024;
    /** What one buffer takes of the direct memory. */
    static final int TOTAL_BYTES = LINES_BYTES + MAX_ENTRIES * IndexEntry.BYTES;
    /** A frame's lines: each byte of its records may become two. And room for the markers around it. */
    private static final int MOST_LINES_BYTES = 2 * FrameFormat.MAX_PAYLOAD_BYTES + (16 << 10);

    private static final int MOST_ENTRIES = 3;

    final FrameDecoder decoder = new FrameDecoder();
    private final ByteBuffer lines = ByteBuffer.allocateDirect(LINES_BYTES);
    private final ByteBuffer entries =
            ByteBuffer.allocateDirect(MAX_ENTRIES * IndexEntry.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private @Nullable UUID streamId;
    private StreamState state = StreamState.NEW;
    private long logBytes;
    private int entryStart;

    /** Begins an empty group behind this many bytes of the stream's log. */
    void begin(UUID id, StreamState durable, long durableLogBytes) {
        lines.clear();
        entries.clear();
        streamId = id;
        state = durable;
        logBytes = durableLogBytes;
        entryStart = 0;
    }

    /** Where the next lines go. */
    ByteBuffer lines() {
        return lines;
    }

    /** Makes an entry of the lines written since the last one. */
    void endEntry(EntryKind kind, long epoch, long firstSeq, long count) {
        int length = lines.position() - entryStart;
        CRC32C crc = new CRC32C();
        crc.update(lines.duplicate().flip().position(entryStart));
        IndexEntry entry = new IndexEntry(
                kind, isEmpty(), length, logBytes + entryStart, epoch, firstSeq, count, (int) crc.getValue());
        entry.write(entries, Objects.requireNonNull(streamId));
        entryStart = lines.position();
        state = state.after(entry);
    }

    /** The state once the group is durable. */
    StreamState state() {
        return state;
    }

    boolean isEmpty() {
        return entries.position() == 0;
    }

    /** Tells whether a frame might not fit any more. */
    boolean isFull() {
        return lines.remaining() < MOST_LINES_BYTES || entries.remaining() < MOST_ENTRIES * IndexEntry.BYTES;
    }

    ByteBuffer lineBytes() {
        return lines.duplicate().flip();
    }

    ByteBuffer entryBytes() {
        return entries.duplicate().flip();
    }
}
