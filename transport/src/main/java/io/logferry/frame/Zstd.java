package io.logferry.frame;

import com.github.luben.zstd.ZstdException;
import org.jspecify.annotations.Nullable;

/**
 * zstd by zstd-jni, if the application has it. Frames are written only where it loads without the JDK's native-access
 * warning; they are read wherever it loads at all, because a warning is better than frames that are stuck. Any thread.
 *
 * <p>A context is made for each frame: one that is kept needs 8 % less time for 256 KB, but must be freed by its owner.
 */
final class Zstd {
    /** Of 256 KB of log lines it makes a tenth in twice LZ4's time; 2 and 3 took longer and made no less of them. */
    private static final int LEVEL = 1;

    private static final String LIBRARY = "com.github.luben:zstd-jni";
    private static final String CLASS = "com.github.luben.zstd.Zstd";

    private Zstd() {}

    /** Once found, for good: a native library that did not load is not tried again. */
    private static final class Found {
        static final @Nullable String FAILURE = failure();
    }

    /** Tells whether the class path has it; loads nothing native. */
    static boolean isOnClassPath() {
        return onClassPath() != null;
    }

    static @Nullable String whyNotRead() {
        return Found.FAILURE;
    }

    static @Nullable String whyNotWritten() {
        Class<?> type = onClassPath();
        try {
            if (type != null && !NativeAccess.isSilent(type)) {
                return "the JDK would warn of the native code in " + LIBRARY
                        + ", which --enable-native-access=ALL-UNNAMED allows";
            }
        } catch (ReflectiveOperationException unknown) {
            return "the JDK does not tell whether native code is allowed (" + unknown + ")";
        }
        return Found.FAILURE;
    }

    static int compress(byte[] raw, int offset, int rawLength, byte[] into) {
        return Jni.compress(raw, offset, rawLength, into);
    }

    static boolean decompress(byte[] stored, int offset, int storedLength, byte[] into, int rawLength) {
        return Jni.decompress(stored, offset, storedLength, into, rawLength);
    }

    private static @Nullable Class<?> onClassPath() {
        try {
            return Class.forName(CLASS, false, Zstd.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError absent) {
            return null;
        }
    }

    private static @Nullable String failure() {
        if (onClassPath() == null) {
            return LIBRARY + " is not on the class path";
        }
        try { // by use: it may be an old one, or its native library may not load
            byte[] raw = new byte[64];
            byte[] stored = new byte[raw.length];
            int storedLength = compress(raw, 0, raw.length, stored);
            boolean works = storedLength > 0 && decompress(stored, 0, storedLength, new byte[raw.length], raw.length);
            return works ? null : LIBRARY + " does not work here";
        } catch (Throwable unusable) { // mostly UnsatisfiedLinkError: no temporary folder that allows it
            return LIBRARY + " does not load here (" + unusable + ")";
        }
    }

    /** Can't be loaded without the library; as methods of the outer class they would keep that from being loaded. */
    private static final class Jni {
        static int compress(byte[] raw, int offset, int rawLength, byte[] into) {
            try {
                int most = Math.min(into.length, rawLength);
                long length =
                        com.github.luben.zstd.Zstd.compressByteArray(into, 0, most, raw, offset, rawLength, LEVEL);
                return length < rawLength ? (int) length : 0;
            } catch (ZstdException | IllegalStateException unable) { // no room for more than raw, or no native memory
                return 0;
            }
        }

        static boolean decompress(byte[] stored, int offset, int storedLength, byte[] into, int rawLength) {
            try {
                return rawLength
                        == com.github.luben.zstd.Zstd.decompressByteArray(
                                into, 0, rawLength, stored, offset, storedLength);
            } catch (ZstdException malformed) {
                return false;
            }
        }
    }
}
