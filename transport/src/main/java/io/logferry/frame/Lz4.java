package io.logferry.frame;

import java.lang.reflect.InvocationTargetException;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/**
 * Which LZ4 is used. The native compressor where it loads without the JDK's native-access warning (before JDK 24, or
 * where native access is enabled), else the pure Java one without Unsafe. Only the bounds-checking decompressor is ever
 * used. Any thread.
 */
public final class Lz4 {
    private static final boolean NATIVE = nativeLoads();
    private static final LZ4Factory FACTORY = NATIVE ? LZ4Factory.nativeInstance() : LZ4Factory.safeInstance();

    private Lz4() {}

    /** "native" or "safe": for status and benchmarks. */
    public static String implementation() {
        return NATIVE ? "native" : "safe";
    }

    static LZ4Compressor compressor() {
        return FACTORY.fastCompressor();
    }

    static LZ4SafeDecompressor decompressor() {
        return LZ4Factory.safeInstance().safeDecompressor();
    }

    private static boolean nativeLoads() {
        if (Boolean.getBoolean("logferry.lz4.safe")) {
            return false;
        }
        try {
            return isNativeAccessSilent() && LZ4Factory.nativeInstance() != null;
        } catch (Throwable noNativeLibrary) { // UnsatisfiedLinkError, or a temporary folder that does not allow it
            return false;
        }
    }

    private static boolean isNativeAccessSilent() throws IllegalAccessException, InvocationTargetException {
        if (Runtime.version().feature() < 24) {
            return true;
        }
        try {
            Module module = LZ4Factory.class.getModule();
            return (boolean) Module.class.getMethod("isNativeAccessEnabled").invoke(module);
        } catch (NoSuchMethodException notThisJdk) {
            return false;
        }
    }
}
