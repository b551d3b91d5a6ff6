package io.logferry.frame;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import java.util.zip.CRC32C;

/** Offsets and limits of the frame format, as drawn in the package's documentation. Any thread. */
public final class FrameFormat {
    /** Bytes of a frame's header. */
    public static final int HEADER_BYTES = 64;

    /** Bytes of a record before its body. */
    public static final int RECORD_HEADER_BYTES = 13;

    /** Most bytes of a record's body: 900 KB. */
    public static final int MAX_RECORD_BYTES = 900 * 1024;

    /** Most bytes of a payload, stored as well as raw: 1 MiB. */
    public static final int MAX_PAYLOAD_BYTES = 1 << 20;

    /** Most bytes of a whole frame. */
    public static final int MAX_FRAME_BYTES = HEADER_BYTES + MAX_PAYLOAD_BYTES;

    /** Most records of a frame: its counts per level are u16. */
    public static final int MAX_RECORDS = 65_535;

    /** The first four bytes, read as a little-endian int: FF 4C 46 59. */
    public static final int MAGIC = 0x59464CFF;

    static final byte VERSION = 1;
    static final int CODEC_MASK = 0x03;
    static final int CODEC_RAW = 0;
    static final int CODEC_LZ4 = 1;
    static final int CODEC_ZSTD = 2;
    static final int TYPE_END = 0x10;

    static final int MAGIC_OFFSET = 0;
    static final int VERSION_OFFSET = 4;
    static final int FLAGS_OFFSET = 5;
    static final int HEADER_LENGTH_OFFSET = 6;
    static final int STORED_LENGTH_OFFSET = 8;
    static final int RAW_LENGTH_OFFSET = 12;
    static final int EPOCH_OFFSET = 16;
    static final int FIRST_SEQ_OFFSET = 24;
    static final int RECORD_COUNT_OFFSET = 32;
    static final int LEVEL_COUNTS_OFFSET = 36;
    static final int PAYLOAD_CRC_OFFSET = 48;
    static final int ZERO_OFFSET = 52;
    static final int HEADER_CRC_OFFSET = 60;

    private FrameFormat() {}

    /** The header's checksum: over the stream id, then the header without its last four bytes. */
    static int headerCrc(byte[] frame, int offset, UUID streamId) {
        ByteBuffer seed = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        seed.putLong(streamId.getMostSignificantBits())
                .putLong(streamId.getLeastSignificantBits())
                .flip();
        CRC32C crc = new CRC32C();
        crc.update(seed);
        crc.update(frame, offset, HEADER_CRC_OFFSET);
        return (int) crc.getValue();
    }

    static int crc(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}
