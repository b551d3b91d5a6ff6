package io.logferry.sink;

/**
 * A refusal. Immutable.
 *
 * @param code what is wrong
 * @param permanent whether sending the same again can never help
 * @param epoch the epoch of the refused numbers
 * @param firstSeq the first refused number
 * @param count how many numbers are refused
 * @param text one clause for people
 */
public record Nack(Code code, boolean permanent, long epoch, long firstSeq, int count, String text) {
    /** What is wrong. The ordinals are on the wire. */
    public enum Code {
        /** The epoch is below the highest seen: another instance owns this stream now. */
        FENCED,
        /** A frame arrived damaged. */
        CHECKSUM,
        /** A frame that is whole but can't be stored: its content breaks the format. */
        MALFORMED,
        /** Numbers are missing before this frame, and no RANGE declared them. */
        GAP,
        /** The receiver can't store now. */
        STORAGE,
        /** Not allowed: the handshake's authentication or limits. */
        REFUSED
    }
}
