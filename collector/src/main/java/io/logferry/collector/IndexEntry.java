package io.logferry.collector;

import io.logferry.frame.Position;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One entry of an index, as drawn in the package's documentation. Immutable.
 *
 * @param firstOfGroup whether everything before it was forced before it was written
 * @param lengthBytes bytes of its lines
 * @param offset where its lines begin in the log
 * @param dataCrc CRC32C of its lines
 */
record IndexEntry(
        EntryKind kind,
        boolean firstOfGroup,
        int lengthBytes,
        long offset,
        long epoch,
        long firstSeq,
        long count,
        int dataCrc) {
    static final int BYTES = 64;
    static final byte VERSION = 1;
    private static final int CRC_OFFSET = 60;

    /** The position of its last number. */
    Position last() {
        return new Position(epoch, firstSeq + count - 1);
    }

    /** Where the lines of the next entry begin. */
    long end() {
        return offset + lengthBytes;
    }

    void write(ByteBuffer out, UUID streamId) {
        int at = out.position();
        out.put(kind.code()).put(VERSION).putShort((short) (firstOfGroup ? 1 : 0));
        out.putInt(lengthBytes).putLong(offset).putLong(epoch).putLong(firstSeq);
        out.putLong(count).putInt(dataCrc).putLong(0).putLong(0);
        out.putInt(crc(out, at, streamId));
    }

    /** Reads the entry at the buffer's position and moves behind it; null if these bytes are none. */
    static @Nullable IndexEntry read(ByteBuffer in, UUID streamId) {
        int at = in.position();
        in.position(at + BYTES);
        byte kind = in.get(at);
        if (in.getInt(at + CRC_OFFSET) != crc(in, at, streamId)
                || in.get(at + 1) != VERSION
                || !EntryKind.isCode(kind)) {
            return null;
        }
        IndexEntry entry = new IndexEntry(
                EntryKind.of(kind),
                in.getShort(at + 2) == 1,
                in.getInt(at + 4),
                in.getLong(at + 8),
                in.getLong(at + 16),
                in.getLong(at + 24),
                in.getLong(at + 32),
                in.getInt(at + 40));
        boolean sound = entry.lengthBytes >= 0
                && entry.offset >= 0
                && entry.epoch >= 0
                && entry.firstSeq >= 0
                && entry.count >= 0;
        return sound ? entry : null;
    }

    static int crc(ByteBuffer buffer, int at, UUID streamId) {
        ByteBuffer seed = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        seed.putLong(streamId.getMostSignificantBits())
                .putLong(streamId.getLeastSignificantBits())
                .flip();
        CRC32C crc = new CRC32C();
        crc.update(seed);
        crc.update(buffer.duplicate().limit(at + CRC_OFFSET).position(at));
        return (int) crc.getValue();
    }
}
