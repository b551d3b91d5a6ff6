package io.logferry.frame;

/** Why a record was lost; every loss is counted under exactly one of these. Their ordinals are on the wire. Immutable. */
public enum DropReason {
    /** The ring was full, and whenFull or blockTimeoutMillis said not to wait (any longer). */
    RING_FULL,
    /** The encoded record is over {@link FrameFormat#MAX_RECORD_BYTES}. */
    TOO_LARGE,
    /** The encoder threw. */
    ENCODE_FAILED,
    /** The spill was full or could not be written. */
    SPILL_FULL,
    /** Its bytes on disk were damaged or gone; also the reason of a loss whose reason is not known any more. */
    CORRUPT,
    /** The sink refused it for good; its frame is in the dead letters, if there is a spill with room for them. */
    REJECTED,
    /** The pipeline stopped before it could be delivered or spilled. */
    SHUTDOWN;

    /** How many there are. */
    public static final int COUNT = 7;

    private static final DropReason[] VALUES = values();

    /** The reason with this ordinal. */
    public static DropReason of(int ordinal) {
        return VALUES[ordinal];
    }
}
