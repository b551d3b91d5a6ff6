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
        byte[] raw = batch.rawBytes();
        int rawLength = batch.sizeBytes();
        int lz4Length = compress(raw, rawLength);
        boolean lz4 = lz4Length > 0;
        int storedLength = lz4 ? lz4Length : rawLength;
        byte[] bytes = new byte[HEADER_BYTES + storedLength];
        System.arraycopy(lz4 ? scratch : raw, 0, bytes, HEADER_BYTES, storedLength);
        int flags = typeFlag | (lz4 ? CODEC_LZ4 : CODEC_RAW);
        int payloadCrc = crc(bytes, HEADER_BYTES, storedLength);
        FrameHeader header = new FrameHeader(
                flags, storedLength, rawLength, epoch, firstSeq, batch.recordCount(), batch.levelCounts(), payloadCrc);
        ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(MAGIC_OFFSET, MAGIC)
                .put(VERSION_OFFSET, VERSION)
                .put(FLAGS_OFFSET, (byte) flags)
                .putShort(HEADER_LENGTH_OFFSET, (short) HEADER_BYTES)
                .putInt(STORED_LENGTH_OFFSET, storedLength)
                .putInt(RAW_LENGTH_OFFSET, rawLength)
                .putLong(EPOCH_OFFSET, epoch)
                .putLong(FIRST_SEQ_OFFSET, firstSeq)
                .putInt(RECORD_COUNT_OFFSET, batch.recordCount())
                .putInt(PAYLOAD_CRC_OFFSET, payloadCrc);
        header.levelCounts().write(out, LEVEL_COUNTS_OFFSET);
        out.putInt(HEADER_CRC_OFFSET, headerCrc(bytes, 0, streamId));
        return new Frame(header, bytes);
    }

    /** Compresses into the scratch; 0 if that does not make it smaller. */
    private int compress(byte[] raw, int rawLength) {
        if (compressor == null) {
            return 0;
        }
        try {
            int length = compressor.compress(raw, 0, rawLength, scratch, 0, Math.min(scratch.length, rawLength));
            return length < rawLength ? length : 0;
        } catch (net.jpountz.lz4.LZ4Exception incompressible) { // it ran out of the room that raw would take
            return 0;
        }
    }
}
