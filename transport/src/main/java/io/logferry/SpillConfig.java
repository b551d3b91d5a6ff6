package io.logferry;

import io.logferry.spill.Sync;
import java.nio.file.Path;

/**
 * Where and how frames that are not delivered are kept on disk. Immutable.
 *
 * @param dir the folder that holds this application's slots
 * @param maxBytes most bytes of one slot, at least four segments
 * @param segmentBytes size of one file
 * @param minFreeBytes the file system is taken as full when it has less than this left
 * @param mode which frames are written
 * @param sync when they are forced to the device
 * @param whenFull what to lose when the spill is full
 */
public record SpillConfig(
        Path dir, long maxBytes, long segmentBytes, long minFreeBytes, Mode mode, Sync sync, WhenSpillFull whenFull) {

    /** Which frames are written to disk. */
    public enum Mode {
        /** Those that cannot be delivered at once. A kill loses what is in flight, in the batch and in the ring. */
        ON_FAILURE,
        /** All, before they are sent. A kill loses only what is in the batch and in the ring. */
        ALWAYS
    }

    /** What to lose when the spill is full. */
    public enum WhenSpillFull {
        /** The oldest segment. */
        DROP_OLDEST,
        /** Nothing on disk: the ring fills, and new events are dropped there. */
        DROP_NEWEST
    }
}
