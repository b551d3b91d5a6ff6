package io.logferry.examples;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a process said of itself: {@code name=number name=number}. Immutable. */
record Numbers(Map<String, Long> values) {
    static final Numbers NONE = new Numbers(Map.of());

    private static final Pattern LINE = Pattern.compile("[A-Za-z0-9]+=-?[0-9]+( [A-Za-z0-9]+=-?[0-9]+)*");

    /** The numbers in a line, null if it is anything else. */
    static @Nullable Numbers parse(String line) {
        if (!LINE.matcher(line).matches()) {
            return null;
        }
        Map<String, Long> values = new LinkedHashMap<>();
        for (String pair : line.split(" ", -1)) {
            int equals = pair.indexOf('=');
            values.put(pair.substring(0, equals), Long.valueOf(pair.substring(equals + 1)));
        }
        return new Numbers(values);
    }

    /** One of them, 0 if it was not said. */
    long of(String name) {
        return values.getOrDefault(name, 0L);
    }
}
