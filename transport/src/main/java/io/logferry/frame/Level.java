package io.logferry.frame;

/**
 * The six levels that records are counted by; a framework's own levels map to the nearest below. Their ordinals are
 * part of the frame format. Immutable.
 */
public enum Level {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR,
    FATAL;

    /** How many there are. */
    public static final int COUNT = 6;

    private static final Level[] VALUES = values();

    /** The level with this ordinal. */
    public static Level of(int ordinal) {
        return VALUES[ordinal];
    }
}
