package io.logferry.frame;

import static io.logferry.frame.FrameFormat.*;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads the records of frames whose checksums were found good. Only frames of a codec that can be read in this JVM are to
 * be opened; see {@link Codec#whyNotRead}. One thread at a time.
 */
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

    private final byte[] scratch = new byte[MAX_PAYLOAD_BYTES];

    // the open frame, and the record at which it stands
    private ByteBuffer in = ByteBuffer.allocate(0);
    private long epoch;
    private long seq;
    private int offset;
    private int nextOffset;

    /**
     * Hands over all records, or none.
     *
     * @return false if the payload does not decompress to what the header says, or its records do not add up
     */
    public boolean decode(Frame frame, RecordConsumer consumer) {
        if (!open(frame)) {
            return false;
        }
        while (next()) {
            consumer.accept(seq(), timeNanos(), level(), bytes(), bodyOffset(), bodyLength());
        }
        return true;
    }

    /**
     * Opens a frame; it stands before its first record then.
     *
     * @return false if the payload does not decompress to what the header says, or its records do not add up
     */
    public boolean open(Frame frame) {
        FrameHeader header = frame.header();
        Codec codec = header.codec();
        boolean isRaw = codec == Codec.NONE;
        byte[] raw = isRaw ? frame.bytes() : scratch;
        int start = isRaw ? HEADER_BYTES : 0;
        if (!isRaw && !codec.decompress(frame.bytes(), HEADER_BYTES, header.storedLength(), raw, header.rawLength())) {
            return false;
        }
        in = ByteBuffer.wrap(raw, 0, start + header.rawLength()).order(ByteOrder.LITTLE_ENDIAN);
        epoch = header.epoch();
        seq = header.firstSeq() - 1;
        offset = start;
        nextOffset = start;
        return addsUp(in, start, header);
    }

    /** Opens a frame that was decoded before, at one of its records. */
    public void open(Frame frame, long atSeq) {
        boolean found = open(frame);
        while (found && next() && seq < atSeq) {
            // to the record
        }
        if (!found || seq != atSeq) {
            throw new IllegalArgumentException(frame + " holds no record seq=" + atSeq);
        }
    }

    /** Goes to the next record of the open frame; false at its end. */
    public boolean next() {
        if (nextOffset == in.limit()) {
            return false;
        }
        offset = nextOffset;
        nextOffset = bodyOffset() + bodyLength();
        seq++;
        return true;
    }

    /** The epoch of the open frame. */
    public long epoch() {
        return epoch;
    }

    /** The record's number in the epoch. */
    public long seq() {
        return seq;
    }

    /** The record's event time in nanoseconds since 1970-01-01T00:00Z. */
    public long timeNanos() {
        return in.getLong(offset + 4);
    }

    /** The record's level. */
    public Level level() {
        return Level.of(in.get(offset + 12));
    }

    /** Holds the record's body; valid until the next frame is opened. */
    public byte[] bytes() {
        return in.array();
    }

    /** Where the record's body begins in the bytes. */
    public int bodyOffset() {
        return offset + RECORD_HEADER_BYTES;
    }

    /** How many bytes the record's body has. */
    public int bodyLength() {
        return in.getInt(offset);
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
