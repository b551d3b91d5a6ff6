package io.logferry.frame;

import static io.logferry.frame.FrameFormat.*;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4SafeDecompressor;

/** Reads the records of frames whose checksums were found good. One thread at a time. */
public final class FrameDecoder {
    /** Receives records in order. */
    @FunctionalInterface
    public interface RecordConsumer {
        /**
         * Takes one record.
         *
         * @param seq the record's number in the frame's epoch
         * @param timeNanos event time in nanoseconds since 1970-01-01T00:00Z
         * @param body holds the body between offset and offset + length; valid during the call only
         */
        void accept(long seq, long timeNanos, Level level, byte[] body, int offset, int length);
    }

    private final LZ4SafeDecompressor decompressor = Lz4.decompressor();
    private final byte[] scratch = new byte[MAX_PAYLOAD_BYTES];

    /**
     * Hands over all records, or none.
     *
     * @return false if the payload does not decompress to what the header says, or its records do not add up
     */
    public boolean decode(Frame frame, RecordConsumer consumer) {
        FrameHeader header = frame.header();
        byte[] raw = header.isLz4() ? scratch : frame.bytes();
        int start = header.isLz4() ? 0 : HEADER_BYTES;
        if (header.isLz4() && !decompress(frame)) {
            return false;
        }
        ByteBuffer in = ByteBuffer.wrap(raw, 0, start + header.rawLength()).order(ByteOrder.LITTLE_ENDIAN);
        if (!addsUp(in, start, header)) {
            return false;
        }
        int offset = start;
        for (int i = 0; i < header.recordCount(); i++) {
            int length = in.getInt(offset);
            Level level = Level.of(in.get(offset + 12));
            consumer.accept(
                    header.firstSeq() + i, in.getLong(offset + 4), level, raw, offset + RECORD_HEADER_BYTES, length);
            offset += RECORD_HEADER_BYTES + length;
        }
        return true;
    }

    private boolean decompress(Frame frame) {
        try {
            int rawLength = frame.header().rawLength();
            int storedLength = frame.header().storedLength();
            return rawLength
                    == decompressor.decompress(frame.bytes(), HEADER_BYTES, storedLength, scratch, 0, rawLength);
        } catch (LZ4Exception malformed) {
            return false;
        }
    }

    private static boolean addsUp(ByteBuffer in, int start, FrameHeader header) {
        int offset = start;
        for (int i = 0; i < header.recordCount(); i++) {
            if (in.limit() - offset < RECORD_HEADER_BYTES) {
                return false;
            }
            int length = in.getInt(offset);
            int level = in.get(offset + 12);
            if (length < 0 || length > in.limit() - offset - RECORD_HEADER_BYTES || level < 0 || level >= Level.COUNT) {
                return false;
            }
            offset += RECORD_HEADER_BYTES + length;
        }
        return offset == in.limit();
    }
}
