package io.logferry.frame;

import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/**
 * Which LZ4 is used. The native compressor where it loads without the JDK's native-access warning (before JDK 24, or
 * where native access is enabled), else the pure Java one without Unsafe. Only the bounds-checking decompressor is ever
 * used. Any thread.
 */
public final class Lz4 {
    private static final boolean NATIVE = nativeLoads();
    private static final LZ4Compressor COMPRESSOR =
            (NATIVE ? LZ4Factory.nativeInstance() : LZ4Factory.safeInstance()).fastCompressor();
    private static final LZ4SafeDecompressor DECOMPRESSOR =
            LZ4Factory.safeInstance().safeDecompressor();

    private Lz4() {}

    /** "native" or "safe": for status and benchmarks. */
    public static String implementation() {
        return NATIVE ? "native" : "safe";
    }

    static int compress(byte[] raw, int offset, int rawLength, byte[] into) {
        try {
            int length = COMPRESSOR.compress(raw, offset, rawLength, into, 0, Math.min(into.length, rawLength));
            return length < rawLength ? length : 0;
        } catch (LZ4Exception incompressible) { // it ran out of the room that raw would take
            return 0;
        }
    }

    static boolean decompress(byte[] stored, int offset, int storedLength, byte[] into, int rawLength) {
        try {
            return rawLength == DECOMPRESSOR.decompress(stored, offset, storedLength, into, 0, rawLength);
        } catch (LZ4Exception malformed) {
            return false;
        }
    }

    private static boolean nativeLoads() {
        if (Boolean.getBoolean("logferry.lz4.safe")) {
            return false;
        }
        try {
            return NativeAccess.isSilent(LZ4Factory.class) && LZ4Factory.nativeInstance() != null;
        } catch (Throwable noNativeLibrary) { // UnsatisfiedLinkError, or a temporary folder that does not allow it
            return false;
        }
    }
}
