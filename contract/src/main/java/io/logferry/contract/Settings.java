package io.logferry.contract;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a user configures, by the names that all frameworks share; a dot stands between an element and what is inside.
 * Immutable.
 *
 * @param pattern of the framework's own pattern encoding, which calls {@link Hooks#encoding} before; null: the appender's
 *     default encoding
 */
public record Settings(Map<String, String> values, @Nullable String pattern) {
    public Settings {
        values = Map.copyOf(values);
    }

    /** The default encoding, to this collector. */
    public static Settings to(TestCollector collector) {
        return new Settings(Map.of("tcpSink.endpoints", collector.endpoint()), null);
    }

    Settings with(String name, Object value) {
        Map<String, String> more = new TreeMap<>(values);
        more.put(name, value.toString());
        return new Settings(more, pattern);
    }

    Settings without(String name) {
        Map<String, String> fewer = new TreeMap<>(values);
        fewer.remove(name);
        return new Settings(fewer, pattern);
    }

    Settings pattern(String other) {
        return new Settings(values, other);
    }

    /** The values by element and name; those outside of elements are in the element without a name. */
    public Map<String, Map<String, String>> elements() {
        Map<String, Map<String, String>> elements = new TreeMap<>();
        values.forEach((name, value) -> {
            int dot = name.indexOf('.');
            String element = dot < 0 ? "" : name.substring(0, dot);
            elements.computeIfAbsent(element, unused -> new TreeMap<>()).put(name.substring(dot + 1), value);
        });
        return elements;
    }
}
