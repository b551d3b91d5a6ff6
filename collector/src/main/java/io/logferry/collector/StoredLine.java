package io.logferry.collector;

/**
 * One stored line and its identity. Immutable.
 *
 * @param kind what it is: DATA and END are records, the others markers of the collector
 * @param epoch the epoch of the record, or the one that the marker speaks of
 * @param seq the record's number, or the first number that the marker speaks of
 * @param line without its newline
 */
public record StoredLine(EntryKind kind, long epoch, long seq, String line) {
    /** Tells whether an application or its appender wrote the line, and not the collector. */
    public boolean isRecord() {
        return kind == EntryKind.DATA || kind == EntryKind.END;
    }
}
