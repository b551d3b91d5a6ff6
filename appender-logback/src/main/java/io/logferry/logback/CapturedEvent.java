package io.logferry.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/**
 * An event with key-value pairs of its own: the framework's list is the caller's, and its values may change after the
 * call. Immutable.
 */
final class CapturedEvent extends EventView {
    private final List<KeyValuePair> pairs;

    private CapturedEvent(ILoggingEvent event, List<KeyValuePair> pairs) {
        super(event);
        this.pairs = pairs;
    }

    /** Takes all that is lazy or mutable in an event, on the thread that logged it. */
    static ILoggingEvent of(ILoggingEvent event, boolean includeCallerData) {
        event.prepareForDeferredProcessing();
        if (includeCallerData) {
            var unused = event.getCallerData();
        }
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs == null || pairs.isEmpty()) {
            return event;
        }
        List<KeyValuePair> captured = new ArrayList<>(pairs.size());
        for (KeyValuePair pair : pairs) {
            captured.add(isImmutable(pair.value) ? pair : new KeyValuePair(pair.key, text(pair.value)));
        }
        return new CapturedEvent(event, captured);
    }

    private static boolean isImmutable(Object value) {
        return value == null
                || value instanceof String
                || value instanceof Boolean
                || (value instanceof Number && value.getClass().getPackageName().equals("java.lang"));
    }

    private static String text(Object value) {
        try {
            return String.valueOf(value);
        } catch (Throwable broken) { // an Error too: it is the value's, the event is worth having without it
            return "[toString() failed: " + broken.getClass().getName() + "]";
        }
    }

    @Override
    public List<KeyValuePair> getKeyValuePairs() {
        return pairs;
    }
}
