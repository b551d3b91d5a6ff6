package io.logferry.kafka;

/** What a consumer does with a record. Immutable. */
public enum Verdict {
    /** New, and behind everything of its stream so far: pass it on. Those passed on as FIRST are in order. */
    FIRST,
    /** New, but something with a higher position came before: pass it on; the order is by (epoch, seq). */
    LATE,
    /** Known: skip it. Of a RANGE: it says nothing new. */
    REPEATED
}
