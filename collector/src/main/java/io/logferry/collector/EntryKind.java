package io.logferry.collector;

/** What an index entry stands for; its ordinal plus two is in the file. Immutable. */
public enum EntryKind {
    /** The records of a frame, or the part of a frame that was new. */
    DATA,
    /** The record that ends an epoch cleanly; its line is the sender's marker. */
    END,
    /** A marker line: the sender declared these numbers lost. */
    RANGE,
    /** A marker line: the epoch was followed by another one without an END, its tail is unknown. */
    UNCLEAN,
    /** A marker line: everything up to the sender's base was settled by another collector. */
    ELSEWHERE,
    /** No line: an application instance with a higher epoch came; instances with a lower one are fenced from now on. */
    HELLO;

    private static final EntryKind[] VALUES = values();

    byte code() {
        return (byte) (ordinal() + 2);
    }

    static boolean isCode(byte code) {
        return code >= 2 && code < VALUES.length + 2;
    }

    static EntryKind of(byte code) {
        return VALUES[code - 2];
    }
}
