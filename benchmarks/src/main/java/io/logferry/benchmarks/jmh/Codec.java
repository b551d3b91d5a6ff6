package io.logferry.benchmarks.jmh;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;

/** What compresses. Immutable. */
public enum Codec {
    LZ4_NATIVE("lz4-native") {
        @Override
        Compressor start() {
            return lz4(LZ4Factory.nativeInstance());
        }
    },
    LZ4_SAFE("lz4-safe") {
        @Override
        Compressor start() {
            return lz4(LZ4Factory.safeInstance());
        }
    },
    ZSTD_1("zstd-1") {
        @Override
        Compressor start() {
            return zstd(1);
        }
    },
    ZSTD_3("zstd-3") {
        @Override
        Compressor start() {
            return zstd(3);
        }
    };

    private final String label;

    Codec(String label) {
        this.label = label;
    }

    /** Compresses a part of an array into another from its start on; gives the compressed length. One thread. */
    interface Compressor {
        int compress(byte[] from, int offset, int length, byte[] into);
    }

    abstract Compressor start();

    private static Compressor lz4(LZ4Factory factory) {
        LZ4Compressor compressor = factory.fastCompressor();
        return (from, offset, length, into) -> compressor.compress(from, offset, length, into, 0, into.length);
    }

    /** Its context is used again, and lives as long as the process. */
    @SuppressWarnings("resource")
    private static Compressor zstd(int level) {
        ZstdCompressCtx context = new ZstdCompressCtx().setLevel(level);
        return (from, offset, length, into) -> context.compressByteArray(into, 0, into.length, from, offset, length);
    }

    /** Most bytes that any of them makes of so many. */
    static int mostBytes(int length) {
        return Math.max(
                (int) Zstd.compressBound(length),
                LZ4Factory.safeInstance().fastCompressor().maxCompressedLength(length));
    }

    @Override
    public String toString() {
        return label;
    }
}
