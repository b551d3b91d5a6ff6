package io.logferry.spill;

import io.logferry.frame.Position;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes of a segment, as drawn in the package's documentation. Immutable.
 *
 * @param number the segment's number, also in its name: a file that was renamed does not pass for another
 * @param streamId the stream that its frames were written for
 * @param base the position before its first frame
 * @param ordinalBase how many records the journal ever held before it
 */
public record SegmentHeader(long number, UUID streamId, Position base, long ordinalBase) {
    /** How many there are. */
    public static final int BYTES = 64;

    private static final int MAGIC = 0x53464CFF; // FF 4C 46 53
    private static final int VERSION = 1;
    private static final int CRC_OFFSET = BYTES - 4;

    /** The header as it is on disk. */
    public ByteBuffer toBytes() {
        ByteBuffer out = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(MAGIC).putInt(VERSION).putLong(number);
        out.putLong(streamId.getMostSignificantBits()).putLong(streamId.getLeastSignificantBits());
        out.putLong(base.epoch()).putLong(base.seq()).putLong(ordinalBase).putInt(0);
        return out.putInt(crc(out)).flip();
    }

    /** Null if these bytes are not the header of the segment with this number. */
    public static @Nullable SegmentHeader read(ByteBuffer bytes, long number) {
        SegmentHeader header = readAny(bytes, number);
        return header != null && header.ordinalBase >= 0 ? header : null;
    }

    /** Null if these bytes are not the header of the dead letters with this number. */
    public static @Nullable SegmentHeader readDeadLetters(ByteBuffer bytes, long number) {
        SegmentHeader header = readAny(bytes, number);
        return header != null && header.ordinalBase == DeadLetters.NO_ORDINAL ? header : null;
    }

    private static @Nullable SegmentHeader readAny(ByteBuffer bytes, long number) {
        ByteBuffer in = bytes.order(ByteOrder.LITTLE_ENDIAN);
        if (in.getInt(0) != MAGIC || in.getInt(4) != VERSION || in.getInt(CRC_OFFSET) != crc(in)) {
            return null;
        }
        UUID streamId = new UUID(in.getLong(16), in.getLong(24));
        SegmentHeader header = new SegmentHeader(
                in.getLong(8), streamId, new Position(in.getLong(32), in.getLong(40)), in.getLong(48));
        return header.number == number ? header : null;
    }

    private static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(0, CRC_OFFSET));
        return (int) crc.getValue();
    }
}
