package io.logferry.examples.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The counters of an application's appender, as it printed them. Immutable. */
record Counters(Map<String, Long> values) {
    /** Reads name=value pairs with blanks between them. */
    static Counters parse(String text) {
        Map<String, Long> values = new TreeMap<>();
        for (String pair : text.split(" ", -1)) {
            int equals = pair.indexOf('=');
            values.put(pair.substring(0, equals), Long.valueOf(pair.substring(equals + 1)));
        }
        return new Counters(values);
    }

    long of(String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    /** Every event that the application logged was accepted. */
    void assertAccepted(long logged) {
        assertEquals(logged, of("accepted") - of("markers"), this::toString);
    }

    /** The appender has stopped, and everything it ever had was acked. */
    void assertAllAcked() {
        assertEquals(1, of("settled"), this::toString);
        assertEquals(0, of("difference"), this::toString);
        assertEquals(0, of("drops"), this::toString);
        assertEquals(of("carriedIn") + of("accepted"), of("acked"), this::toString);
    }
}
