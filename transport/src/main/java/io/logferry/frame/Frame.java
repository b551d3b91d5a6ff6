package io.logferry.frame;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One sealed frame: its header and its bytes, whole. Immutable; nobody writes to its bytes.
 *
 * @param header the parsed header
 * @param bytes exactly the frame's bytes, header first
 */
public record Frame(FrameHeader header, byte[] bytes) {
    /**
     * Checks both checksums and takes the bytes over.
     *
     * @param bytes exactly one frame
     * @return null if header or payload fails its checksum, or the length is not the header's
     */
    public static @Nullable Frame read(byte[] bytes, UUID streamId) {
        FrameHeader header = FrameHeader.read(bytes, 0, streamId);
        if (header == null || header.frameBytes() != bytes.length || !hasGoodPayload(header, bytes)) {
            return null;
        }
        return new Frame(header, bytes);
    }

    /** Tells whether the payload matches the checksum of a header already found good. */
    public static boolean hasGoodPayload(FrameHeader header, byte[] bytes) {
        return FrameFormat.crc(bytes, FrameFormat.HEADER_BYTES, header.storedLength()) == header.payloadCrc();
    }

    /**
     * The same frame under another stream identity, for a slot that had to take a new one.
     *
     * @param streamId the identity that its header is to carry
     */
    public Frame withStream(UUID streamId) {
        byte[] copy = bytes.clone();
        int crc = FrameFormat.headerCrc(copy, 0, streamId);
        java.nio.ByteBuffer.wrap(copy)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .putInt(FrameFormat.HEADER_CRC_OFFSET, crc);
        return new Frame(header, copy);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return "frame " + header.epoch() + ":" + header.firstSeq() + "-" + header.lastSeq() + " (" + bytes.length
                + " bytes)";
    }
}
