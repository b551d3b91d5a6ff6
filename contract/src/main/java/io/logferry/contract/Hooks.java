package io.logferry.contract;

import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an encoding and a filter of the user's do, which each host makes for its framework: the test that runs decides.
 * Frameworks know them by their class names, so this is static. Any thread.
 */
public final class Hooks {
    private static volatile @Nullable Consumer<String> encoder;
    private static volatile @Nullable Predicate<String> filter;

    private Hooks() {}

    /** Called by the host's encoding before it encodes a message, on the thread that does. */
    public static void encoding(String message) {
        Consumer<String> now = encoder;
        if (now != null) {
            now.accept(message);
        }
    }

    /**
     * Called by the host's filter, which is the appender's.
     *
     * @param message not asked unless needed, because frameworks keep a message once it is formatted
     * @return false to deny the event
     */
    public static boolean accepts(Supplier<String> message) {
        Predicate<String> now = filter;
        return now == null || now.test(message.get());
    }

    static void onEncode(Consumer<String> hook) {
        encoder = hook;
    }

    static void onFilter(Predicate<String> hook) {
        filter = hook;
    }

    static void clear() {
        encoder = null;
        filter = null;
    }
}
