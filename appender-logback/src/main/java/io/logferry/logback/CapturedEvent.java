package io.logferry.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.logferry.json.LabelValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * An event with key-value pairs and arguments of its own: the framework's list and array are the caller's, and may
 * change after the call. Immutable.
 */
final class CapturedEvent extends EventView {
    private final @Nullable List<KeyValuePair> pairs;
    private final Object @Nullable [] arguments;

    private CapturedEvent(ILoggingEvent event, @Nullable List<KeyValuePair> pairs, Object @Nullable [] arguments) {
        super(event);
        this.pairs = pairs;
        this.arguments = arguments;
    }

    /**
     * Takes all that is lazy or mutable in an event, on the thread that logged it.
     *
     * @param includeArguments whether the encoder may look at the arguments, which are in the formatted message already
     */
    static ILoggingEvent of(ILoggingEvent event, boolean includeCallerData, boolean includeArguments) {
        event.prepareForDeferredProcessing();
        if (includeCallerData) {
            var unused = event.getCallerData();
        }
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        List<KeyValuePair> ownPairs = pairs == null || pairs.isEmpty() ? pairs : captured(pairs);
        Object[] arguments = event.getArgumentArray();
        Object[] ownArguments = arguments == null || !includeArguments ? arguments : arguments.clone();
        if (ownPairs == pairs && ownArguments == arguments) {
            return event;
        }
        return new CapturedEvent(event, ownPairs, ownArguments);
    }

    private static List<KeyValuePair> captured(List<KeyValuePair> pairs) {
        List<KeyValuePair> captured = new ArrayList<>(pairs.size());
        for (KeyValuePair pair : pairs) {
            Object value = LabelValue.captured(pair.value);
            captured.add(value == pair.value ? pair : new KeyValuePair(pair.key, value));
        }
        return captured;
    }

    @Override
    public @Nullable List<KeyValuePair> getKeyValuePairs() {
        return pairs;
    }

    @Override
    public Object @Nullable [] getArgumentArray() {
        return arguments;
    }
}
