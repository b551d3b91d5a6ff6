package io.logferry.json;

import org.jspecify.annotations.Nullable;

/** What is kept of a label's value until it is written: values are the application's, and may change. Any thread. */
public final class LabelValue {
    private LabelValue() {}

    /** The value itself if it is immutable, else its text. Never throws. */
    public static @Nullable Object captured(@Nullable Object value) {
        return isImmutable(value) ? value : text(value);
    }

    private static boolean isImmutable(@Nullable Object value) {
        return value == null
                || value instanceof String
                || value instanceof Boolean
                || (value instanceof Number && value.getClass().getPackageName().equals("java.lang"));
    }

    private static String text(@Nullable Object value) {
        try {
            return String.valueOf(value);
        } catch (Throwable broken) { // an Error too: it is the value's, the event is worth having without it
            return "[toString() failed: " + broken.getClass().getName() + "]";
        }
    }
}
