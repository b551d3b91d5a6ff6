package io.logferry.sender;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Rate limit of what is told to people: one warning of a kind per minute, and how many were held back. Sender thread only. */
final class Notices {
    /** What a warning is about. */
    enum Kind {
        SINK,
        SILENCE,
        SPILL,
        ENCODER,
        REJECTED,
        DAMAGE,
        SENDER
    }

    private static final long EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final class Held {
        long lastNanos;
        int count;
    }

    private final Consumer<String> warn;
    private final Map<Kind, Held> kinds = new EnumMap<>(Kind.class);

    Notices(Consumer<String> warn) {
        this.warn = warn;
    }

    void warn(Kind kind, String message, long nowNanos) {
        Held held = kinds.get(kind);
        if (held != null && nowNanos - held.lastNanos < EVERY_NANOS) {
            held.count++;
            return;
        }
        String more = held == null || held.count == 0 ? "" : " (and " + held.count + " such warnings since the last)";
        kinds.computeIfAbsent(kind, k -> new Held()).lastNanos = nowNanos;
        kinds.get(kind).count = 0;
        warn.accept(message + more);
    }

    /** The trouble is over: the next warning of this kind is told at once. */
    void recovered(Kind kind) {
        kinds.remove(kind);
    }
}
