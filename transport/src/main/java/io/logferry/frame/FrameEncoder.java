package io.logferry.frame;

import static io.logferry.frame.FrameFormat.*;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import net.jpountz.lz4.LZ4Compressor;
import org.jspecify.annotations.Nullable;

/** Seals batches: compresses, numbers and checksums them. Sender thread only. */
public final class FrameEncoder {
    private final UUID streamId;
    private final @Nullable LZ4Compressor compressor;
    private final byte[] scratch;

    /**
     * Makes an encoder for one stream.
     *
     * @param streamId the stream that its frames belong to
     * @param lz4 whether to compress; what does not become smaller is stored raw all the same
     */
    public FrameEncoder(UUID streamId, boolean lz4) {
        this.streamId = streamId;
        this.compressor = lz4 ? Lz4.compressor() : null;
        this.scratch = new byte[lz4 ? MAX_PAYLOAD_BYTES : 0];
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
                        typeFlag | CODEC_RAW,
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
        return frame.header().isLz4() ? frame : build(frame.bytes(), HEADER_BYTES, frame.header());
    }

    /**
     * Makes a raw frame of the record at which a decoder stands, with its own number.
     *
     * @param streamId the stream that it belongs to
     */
    public static Frame single(FrameDecoder record, UUID streamId) {
        Batch batch = new Batch(1, 1);
        batch.add(record, new RecordCopy());
        return new FrameEncoder(streamId, false).seal(batch, record.epoch(), record.seq());
    }

    private Frame build(byte[] raw, int offset, FrameHeader of) {
        int rawLength = of.rawLength();
        int lz4Length = compress(raw, offset, rawLength);
        boolean lz4 = lz4Length > 0;
        int storedLength = lz4 ? lz4Length : rawLength;
        byte[] bytes = new byte[HEADER_BYTES + storedLength];
        System.arraycopy(lz4 ? scratch : raw, lz4 ? 0 : offset, bytes, HEADER_BYTES, storedLength);
        int flags = of.flags() | (lz4 ? CODEC_LZ4 : CODEC_RAW);
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

    /** Compresses into the scratch; 0 if that does not make it smaller. */
    private int compress(byte[] raw, int offset, int rawLength) {
        if (compressor == null) {
            return 0;
        }
        try {
            int length = compressor.compress(raw, offset, rawLength, scratch, 0, Math.min(scratch.length, rawLength));
            return length < rawLength ? length : 0;
        } catch (net.jpountz.lz4.LZ4Exception incompressible) { // it ran out of the room that raw would take
            return 0;
        }
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
