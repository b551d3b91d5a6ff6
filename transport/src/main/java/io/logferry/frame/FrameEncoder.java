package io.logferry.frame;

import static io.logferry.frame.FrameFormat.*;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;

/** Seals batches: compresses, numbers and checksums them. Sender thread only. */
public final class FrameEncoder {
    private final UUID streamId;
    private final Codec codec;
    private final byte[] scratch;

    /**
     * Makes an encoder for one stream.
     *
     * @param streamId the stream that its frames belong to
     * @param codec one that can be written in this JVM; what does not become smaller is stored raw all the same
     */
    public FrameEncoder(UUID streamId, Codec codec) {
        this.streamId = streamId;
        this.codec = codec;
        this.scratch = new byte[codec == Codec.NONE ? 0 : MAX_PAYLOAD_BYTES];
    }

    /**
     * Makes a data frame of the batch, which stays as it is.
     *
     * @param firstSeq the number of the batch's first record
     */
    public Frame seal(Batch batch, long epoch, long firstSeq) {
        return seal(batch, epoch, firstSeq, 0);
    }

    /** Makes the END frame of an epoch from a batch that holds the END marker's line alone. */
    public Frame sealEnd(Batch batch, long epoch, long firstSeq) {
        return seal(batch, epoch, firstSeq, TYPE_END);
    }

    private Frame seal(Batch batch, long epoch, long firstSeq, int typeFlag) {
        return build(
                batch.rawBytes(),
                0,
                new FrameHeader(
                        typeFlag,
                        batch.sizeBytes(),
                        batch.sizeBytes(),
                        epoch,
                        firstSeq,
                        batch.recordCount(),
                        batch.levelCounts(),
                        0));
    }

    /** The same frame for the disk: compressed if that makes it smaller. */
    public Frame compressed(Frame frame) {
        return frame.header().codec() != Codec.NONE ? frame : build(frame.bytes(), HEADER_BYTES, frame.header());
    }

    /**
     * Makes a raw frame of the record at which a decoder stands, with its own number.
     *
     * @param streamId the stream that it belongs to
     */
    public static Frame single(FrameDecoder record, UUID streamId) {
        Batch batch = new Batch(1, 1);
        batch.add(record, new RecordCopy());
        return new FrameEncoder(streamId, Codec.NONE).seal(batch, record.epoch(), record.seq());
    }

    private Frame build(byte[] raw, int offset, FrameHeader of) {
        int rawLength = of.rawLength();
        int compressedLength = codec.compress(raw, offset, rawLength, scratch);
        boolean isSmaller = compressedLength > 0;
        int storedLength = isSmaller ? compressedLength : rawLength;
        byte[] bytes = new byte[HEADER_BYTES + storedLength];
        System.arraycopy(isSmaller ? scratch : raw, isSmaller ? 0 : offset, bytes, HEADER_BYTES, storedLength);
        int flags = of.flags() | (isSmaller ? codec.flag : CODEC_RAW);
        int payloadCrc = crc(bytes, HEADER_BYTES, storedLength);
        FrameHeader header = new FrameHeader(
                flags,
                storedLength,
                rawLength,
                of.epoch(),
                of.firstSeq(),
                of.recordCount(),
                of.levelCounts(),
                payloadCrc);
        ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(MAGIC_OFFSET, MAGIC)
                .put(VERSION_OFFSET, VERSION)
                .put(FLAGS_OFFSET, (byte) flags)
                .putShort(HEADER_LENGTH_OFFSET, (short) HEADER_BYTES)
                .putInt(STORED_LENGTH_OFFSET, storedLength)
                .putInt(RAW_LENGTH_OFFSET, rawLength)
                .putLong(EPOCH_OFFSET, header.epoch())
                .putLong(FIRST_SEQ_OFFSET, header.firstSeq())
                .putInt(RECORD_COUNT_OFFSET, header.recordCount())
                .putInt(PAYLOAD_CRC_OFFSET, payloadCrc);
        header.levelCounts().write(out, LEVEL_COUNTS_OFFSET);
        out.putInt(HEADER_CRC_OFFSET, headerCrc(bytes, 0, streamId));
        return new Frame(header, bytes);
    }

    private static final class RecordCopy implements RecordEncoder<FrameDecoder> {
        @Override
        public long timeNanos(FrameDecoder record) {
            return record.timeNanos();
        }

        @Override
        public Level level(FrameDecoder record) {
            return record.level();
        }

        @Override
        public void encode(FrameDecoder record, ByteBuffer into) {
            into.put(record.bytes(), record.bodyOffset(), record.bodyLength());
        }
    }
}
