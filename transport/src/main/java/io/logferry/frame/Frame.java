package io.logferry.frame;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One sealed frame: its header, parsed, and its bytes, whole. Immutable: nobody writes to its bytes. */
public final class Frame {
    private final FrameHeader header;
    private final byte[] bytes;

    Frame(FrameHeader header, byte[] bytes) {
        this.header = header;
        this.bytes = bytes;
    }

    /**
     * Checks both checksums and takes the bytes over.
     *
     * @param bytes exactly one frame
     * @return null if header or payload fails its checksum, or the length is not the header's
     */
    public static @Nullable Frame read(byte[] bytes, UUID streamId) {
        FrameHeader header = FrameHeader.read(bytes, 0, streamId);
        if (header == null || header.frameBytes() != bytes.length) {
            return null;
        }
        Frame frame = new Frame(header, bytes);
        return FrameFormat.crc(bytes, FrameFormat.HEADER_BYTES, header.storedLength()) == header.payloadCrc()
                ? frame
                : null;
    }

    /** The same frame under another stream's identity, for a slot that had to take a new one. */
    public Frame withStream(UUID streamId) {
        byte[] copy = bytes.clone();
        ByteBuffer.wrap(copy)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(FrameFormat.HEADER_CRC_OFFSET, FrameFormat.headerCrc(copy, 0, streamId));
        return new Frame(header, copy);
    }

    /** The parsed header. */
    public FrameHeader header() {
        return header;
    }

    /** Exactly the frame's bytes, header first. */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return "frame " + header.epoch() + ":" + header.firstSeq() + "-" + header.lastSeq() + " (" + bytes.length
                + " bytes)";
    }
}
