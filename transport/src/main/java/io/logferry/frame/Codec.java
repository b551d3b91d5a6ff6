package io.logferry.frame;

import static io.logferry.frame.FrameFormat.*;

import org.jspecify.annotations.Nullable;

/** How a frame's payload is compressed; the names are those that users choose from. Any thread. */
public enum Codec {
    /** LZ4 block. */
    LZ4(CODEC_LZ4),
    /** Stored raw. */
    NONE(CODEC_RAW),
    /** One zstd frame without a checksum of its own; needs zstd-jni, which an application need not have. */
    ZSTD(CODEC_ZSTD);

    final int flag;

    Codec(int flag) {
        this.flag = flag;
    }

    static Codec of(int flags) {
        return switch (flags & CODEC_MASK) {
            case CODEC_LZ4 -> LZ4;
            case CODEC_ZSTD -> ZSTD;
            default -> NONE;
        };
    }

    /** Tells whether the class path has what it needs; loads nothing native. */
    public boolean isOnClassPath() {
        return this != ZSTD || Zstd.isOnClassPath();
    }

    /** Why its frames can't be decoded in this JVM; null if they can. The first call may load a native library. */
    public @Nullable String whyNotRead() {
        return this == ZSTD ? Zstd.whyNotRead() : null;
    }

    /** Why frames can't be compressed with it in this JVM without a warning of the JDK; null if they can. */
    public @Nullable String whyNotWritten() {
        return this == ZSTD ? Zstd.whyNotWritten() : null;
    }

    /** Compresses to the start of a buffer; 0 if that does not make it smaller, or does not fit. */
    int compress(byte[] raw, int offset, int rawLength, byte[] into) {
        return switch (this) {
            case LZ4 -> Lz4.compress(raw, offset, rawLength, into);
            case NONE -> 0;
            case ZSTD -> Zstd.compress(raw, offset, rawLength, into);
        };
    }

    /** Decompresses to the start of a buffer, and never beyond rawLength; false if it gives not exactly as much. */
    boolean decompress(byte[] stored, int offset, int storedLength, byte[] into, int rawLength) {
        return switch (this) {
            case LZ4 -> Lz4.decompress(stored, offset, storedLength, into, rawLength);
            case NONE -> false;
            case ZSTD -> Zstd.decompress(stored, offset, storedLength, into, rawLength);
        };
    }
}
