package io.logferry.frame;

import java.lang.reflect.InvocationTargetException;

/** Whether loading native code makes the JDK print a warning, as it does since 24 unless it was allowed. Any thread. */
final class NativeAccess {
    private NativeAccess() {}

    static boolean isSilent(Class<?> loader) throws IllegalAccessException, InvocationTargetException {
        if (Runtime.version().feature() < 24) {
            return true;
        }
        try {
            return (boolean) Module.class.getMethod("isNativeAccessEnabled").invoke(loader.getModule());
        } catch (NoSuchMethodException notThisJdk) {
            return false;
        }
    }
}
