package io.logferry.frame;

import static io.logferry.frame.FrameFormat.*;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A frame's header whose checksum and limits were found good. Immutable.
 *
 * @param flags codec and type
 * @param storedLength bytes of the payload as stored
 * @param rawLength bytes of the payload when decompressed
 * @param epoch the epoch of its records
 * @param firstSeq the number of its first record
 * @param recordCount how many records it holds, at least 1
 * @param levelCounts six u16 packed: records per level, lowest level in the lowest bits of the first long
 * @param payloadCrc CRC32C of the stored payload
 */
public record FrameHeader(
        int flags,
        int storedLength,
        int rawLength,
        long epoch,
        long firstSeq,
        int recordCount,
        LevelCounts levelCounts,
        int payloadCrc) {

    /**
     * Reads the header at an offset.
     *
     * @return null if these bytes are no valid header of this stream: wrong magic, version, checksum or limits
     */
    public static @Nullable FrameHeader read(byte[] bytes, int offset, UUID streamId) {
        if (bytes.length - offset < HEADER_BYTES) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (in.getInt(offset + MAGIC_OFFSET) != MAGIC
                || in.get(offset + VERSION_OFFSET) != VERSION
                || in.getShort(offset + HEADER_LENGTH_OFFSET) != HEADER_BYTES
                || in.getLong(offset + ZERO_OFFSET) != 0
                || in.getInt(offset + HEADER_CRC_OFFSET) != headerCrc(bytes, offset, streamId)) {
            return null;
        }
        FrameHeader header = new FrameHeader(
                in.get(offset + FLAGS_OFFSET) & 0xFF,
                in.getInt(offset + STORED_LENGTH_OFFSET),
                in.getInt(offset + RAW_LENGTH_OFFSET),
                in.getLong(offset + EPOCH_OFFSET),
                in.getLong(offset + FIRST_SEQ_OFFSET),
                in.getInt(offset + RECORD_COUNT_OFFSET),
                LevelCounts.read(in, offset + LEVEL_COUNTS_OFFSET),
                in.getInt(offset + PAYLOAD_CRC_OFFSET));
        return header.isWithinLimits() ? header : null;
    }

    private boolean isWithinLimits() {
        int codec = flags & CODEC_MASK;
        return (flags & ~(CODEC_MASK | TYPE_END)) == 0
                && codec <= CODEC_ZSTD
                && storedLength > 0
                && storedLength <= MAX_PAYLOAD_BYTES
                && rawLength > 0
                && rawLength <= MAX_PAYLOAD_BYTES
                && (codec != CODEC_RAW || storedLength == rawLength)
                && epoch >= 0
                && firstSeq >= 0
                && recordCount >= 1
                && recordCount <= MAX_RECORDS
                && (long) recordCount * RECORD_HEADER_BYTES <= rawLength
                && firstSeq <= Long.MAX_VALUE - recordCount
                && levelCounts.total() == recordCount;
    }

    /** Bytes of the whole frame. */
    public int frameBytes() {
        return HEADER_BYTES + storedLength;
    }

    /** The number of its last record. */
    public long lastSeq() {
        return firstSeq + recordCount - 1;
    }

    /** The position of its last record. */
    public Position last() {
        return new Position(epoch, lastSeq());
    }

    /** Tells whether this is the END frame of its epoch: everything of it was handed over, nothing is missing. */
    public boolean isEnd() {
        return (flags & TYPE_END) != 0;
    }

    /** How its payload is compressed. */
    public Codec codec() {
        return Codec.of(flags);
    }
}
