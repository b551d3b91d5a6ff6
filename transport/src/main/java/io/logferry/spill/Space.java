package io.logferry.spill;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Whether the file system has room, whoever uses it; while it cannot tell, it has. Sender thread only. */
final class Space {
    private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** So often may an old segment go for room that others may take. */
    private static final long DROP_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Disk disk;
    private final Path folder;
    private final long minFreeBytes;
    private boolean isLow;
    private boolean isTaken;
    private boolean isDropFutile;
    private boolean hasTicked;
    private long checkedNanos;
    private long droppedNanos;

    Space(Disk disk, Path folder, long minFreeBytes) {
        this.disk = disk;
        this.folder = folder;
        this.minFreeBytes = minFreeBytes;
    }

    /** Checks once a second. */
    void tick(long nowNanos) {
        if (!hasTicked || nowNanos - checkedNanos >= CHECK_NANOS) {
            hasTicked = true;
            checkedNanos = nowNanos;
            check();
        }
    }

    void check() {
        isLow = minFreeBytes > 0 && isBelow(minFreeBytes);
    }

    /** Tells whether minFreeBytes was not there at the last check. */
    boolean isLow() {
        return isLow;
    }

    /** Tells whether a write failed because the disk is full: there is no exception of its own for that. */
    boolean isFull(IOException failed, int neededBytes) {
        String message = String.valueOf(failed.getMessage());
        return isBelow(neededBytes) || message.contains("No space left") || message.contains("quota exceeded");
    }

    private boolean isBelow(long bytes) {
        try {
            return disk.freeBytes(folder) < bytes;
        } catch (IOException unknown) {
            return false;
        }
    }

    /** An append was refused: because of what is on the file system, or of the journal's own size alone. */
    void refused(boolean isTakenByAnybody) {
        isTaken = isTakenByAnybody;
    }

    /** An append succeeded. */
    void appended() {
        isTaken = false;
        isDropFutile = false;
    }

    /** A segment was dropped to make room. */
    void dropped(long nowNanos) {
        isDropFutile = true; // until an append succeeds
        droppedNanos = nowNanos;
    }

    /** Tells whether dropping a segment may help; where others fill the disk, it empties the journal and nothing else. */
    boolean mayDrop(long nowNanos) {
        return !isTaken || !isDropFutile || nowNanos - droppedNanos >= DROP_NANOS;
    }
}
