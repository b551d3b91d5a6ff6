package io.logferry.jcstress;

import io.logferry.ring.EventRing;

/** What left a ring, in order. Consumer only, and the arbiter after it. */
final class Polled {
    private final EventRing<String> ring;
    private final StringBuilder events = new StringBuilder();

    Polled(EventRing<String> ring) {
        this.ring = ring;
    }

    boolean next() {
        String event = ring.poll();
        if (event != null) {
            events.append(event);
        }
        return event != null;
    }

    /** With the rest, which nobody adds to any more. */
    String all() {
        while (next()) {}
        return events.toString();
    }
}
