package io.logferry.spill;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A folder that belongs to one appender of one process, and the stream identity that is kept in it. Claimed and released
 * by any thread, one at a time.
 */
public final class Slot {
    static final String LOCK_SUFFIX = ".lock";
    static final String IDENTITY_FILE_NAME = "identity";
    static final int IDENTITY_BYTES = 32;
    private static final int MAX_SLOTS = 1000;

    /** A full or read-only disk does not become better with the next number. */
    private static final int MAX_FAILURES = 3;

    private static final int RANDOM_BITS = 20;

    private final Disk disk;
    private final Path dir;
    private final String prefix;
    private final Path folder;
    private final Disk.Lock lock;
    private final Consumer<String> warn;
    private List<Disk.Entry> entries = List.of();
    private UUID streamId = UUID.randomUUID();
    private long epoch;

    private Slot(Disk disk, Path dir, String prefix, long number, Disk.Lock lock, Consumer<String> warn) {
        this.disk = disk;
        this.dir = dir;
        this.prefix = prefix;
        this.folder = dir.resolve(prefix + number);
        this.lock = lock;
        this.warn = warn;
    }

    /**
     * Takes the first free slot of an appender and gives it a new epoch.
     *
     * @throws IOException if the directory cannot be used
     */
    public static Slot claim(
            Disk disk, Path dir, String source, String appenderName, long nowMillis, Consumer<String> warn)
            throws IOException {
        String prefix = SlotName.prefix(source, appenderName);
        IOException failure = null;
        try {
            Path realDir = disk.resolveFolder(dir);
            int failures = 0;
            for (int n = 0; n < MAX_SLOTS && failures < MAX_FAILURES; n++) {
                try {
                    Slot slot = lock(disk, realDir, prefix, n, warn);
                    if (slot != null) {
                        slot.takeIdentity(nowMillis);
                        return slot;
                    }
                } catch (IOException unusable) {
                    failures++;
                    failure = unusable;
                    warn.accept("spill slot cannot be used, the next one is tried: folder="
                            + realDir.resolve(prefix + n) + " error=" + unusable);
                }
            }
        } catch (IOException unusable) {
            failure = unusable;
        }
        throw new IOException(
                "spill.dir=" + dir + " cannot be used (" + (failure == null ? MAX_SLOTS + " slots are in use" : failure)
                        + "): it must be a folder that this process may create folders in, with space left",
                failure);
    }

    /**
     * Takes the slot that is in this folder, whosever appender's, and gives it a new epoch.
     *
     * @return null if somebody holds it
     * @throws IOException if it cannot be used
     */
    public static @Nullable Slot claim(Disk disk, Path folder, SlotName name, long nowMillis, Consumer<String> warn)
            throws IOException {
        String prefix = name.prefix();
        Slot slot = lock(disk, disk.resolveFolder(folder.resolveSibling("")), prefix, name.number(), warn);
        if (slot != null) {
            slot.takeIdentity(nowMillis);
        }
        return slot;
    }

    /** Null if it is held. The lock file lies beside the folder and is never deleted: no race about who owns which. */
    private static @Nullable Slot lock(Disk disk, Path dir, String prefix, long number, Consumer<String> warn)
            throws IOException {
        Disk.Lock lock = disk.lock(dir.resolve(prefix + number + LOCK_SUFFIX));
        return lock == null ? null : new Slot(disk, dir, prefix, number, lock, warn);
    }

    /**
     * Takes over another slot of the same appender that nobody holds and that has frames in it, with its stream and a
     * new epoch: the collector may have more of the last one than anybody here knows.
     *
     * @return null if there is none
     */
    public @Nullable Slot claimOrphan(long nowMillis) {
        try {
            for (Disk.Entry entry : disk.list(dir)) {
                long number = number(entry.name());
                if (number >= 0 && !dir.resolve(entry.name()).equals(folder)) {
                    Slot orphan = claimOrphan(number, nowMillis);
                    if (orphan != null) {
                        return orphan;
                    }
                }
            }
        } catch (IOException unreadable) {
            warn.accept("spill.dir cannot be searched for orphaned slots: dir=" + dir + " error=" + unreadable);
        }
        return null;
    }

    private @Nullable Slot claimOrphan(long number, long nowMillis) {
        try {
            if (!hasSegments(dir.resolve(prefix + number))) {
                return null;
            }
            Slot orphan = lock(disk, dir, prefix, number, warn);
            if (orphan == null) {
                return null;
            }
            if (hasSegments(orphan.folder)) { // its owner may have emptied it meanwhile
                orphan.takeIdentity(nowMillis);
                return orphan;
            }
            orphan.release();
        } catch (IOException unusable) {
            warn.accept("orphaned spill slot cannot be used: folder=" + dir.resolve(prefix + number) + " error="
                    + unusable);
        }
        return null;
    }

    private boolean hasSegments(Path slotFolder) throws IOException {
        return disk.list(slotFolder).stream()
                .anyMatch(entry -> Segment.number(entry.name(), Segment.SUFFIX) != Segment.UNKNOWN);
    }

    private long number(String name) {
        String digits = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
        return digits.matches("0|[1-9][0-9]{0,8}") ? Long.parseLong(digits) : -1;
    }

    private void takeIdentity(long nowMillis) throws IOException {
        try {
            disk.createFolder(folder);
            entries = disk.list(folder);
            deleteHalfMade();
            ByteBuffer stored;
            try (TwinFile file = identityFile()) {
                stored = file.read();
            }
            if (stored != null) {
                epoch = stored.getLong(16);
                boolean isFenced = stored.getLong(24) != 0;
                streamId = isFenced ? streamId : new UUID(stored.getLong(0), stored.getLong(8));
            }
            long random = ThreadLocalRandom.current().nextLong(1L << RANDOM_BITS);
            long least = Math.max(epoch, lastEpoch()) + 1;
            epoch = Math.max(least, nowMillis << RANDOM_BITS | random);
            writeIdentity(false);
            disk.forceFolder(folder);
            disk.forceFolder(dir);
        } catch (IOException unusable) {
            release();
            throw unusable;
        }
    }

    /** What a repair left that was stopped: nothing counts its bytes. */
    private void deleteHalfMade() {
        for (Disk.Entry entry : entries) {
            if (SlotFile.of(entry).kind() == SlotFile.Kind.HALF_MADE) {
                try {
                    disk.delete(folder.resolve(entry.name()));
                } catch (IOException tryAgainNextTime) {
                    // it is in nobody's way
                }
            }
        }
    }

    /** The highest epoch in the journal's own files: with a lost identity file there is nothing else to go by. */
    private long lastEpoch() {
        Segments segments = new Segments(disk, folder, warn);
        segments.fill(entries);
        long last;
        try (Cursor cursor = new Cursor(disk, folder, warn)) {
            last = cursor.read().settled().epoch();
        }
        for (int i = segments.count() - 1; i >= 0; i--) {
            try {
                SegmentHeader header = segments.learn(segments.get(i)) ? segments.get(i).header : null;
                if (header != null) {
                    return Math.max(last, header.base().epoch());
                }
            } catch (IOException unreadable) {
                // then the one before it, and the clock
            }
        }
        return last;
    }

    private TwinFile identityFile() {
        return new TwinFile(disk, folder.resolve(IDENTITY_FILE_NAME), IDENTITY_BYTES);
    }

    private void writeIdentity(boolean isFenced) throws IOException {
        try (TwinFile file = identityFile()) {
            file.read();
            file.write(new SlotFolder.Identity(streamId, epoch, isFenced).toBytes());
            file.force();
        }
    }

    /** The identity of the stream. */
    public UUID streamId() {
        return streamId;
    }

    /** This start of the stream. */
    public long epoch() {
        return epoch;
    }

    /** Where its files are. */
    public Path folder() {
        return folder;
    }

    /** What was in the folder when it was claimed; a slot whose folder cannot be listed is not claimed. */
    List<Disk.Entry> entries() {
        return entries;
    }

    /** Remembers that somebody else uses this stream's identity: the slot's next owner takes a new one. */
    public void fence() {
        try {
            writeIdentity(true);
        } catch (IOException failed) {
            warn.accept("fenced stream cannot be remembered: folder=" + folder + " error=" + failed);
        }
    }

    /** Makes the folder anew, after somebody removed it. */
    void restore() {
        try {
            disk.createFolder(folder);
            writeIdentity(false);
            disk.forceFolder(folder);
            disk.forceFolder(dir);
        } catch (IOException failed) {
            // the next append will fail as well, and try again
        }
    }

    /** Gives the slot back, with all that is in it. */
    public void release() {
        lock.close();
    }

    /**
     * Gives the slot back and removes its folder, except for what somebody may want to look at.
     *
     * @return false if there still are segments in it
     */
    public boolean delete() {
        try {
            List<Disk.Entry> left = disk.list(folder);
            boolean isKept = left.stream()
                    .anyMatch(entry -> entry.name().endsWith(DeadLetters.SUFFIX)
                            || entry.name().endsWith(Segments.DAMAGED_SUFFIX));
            if (isKept) {
                return !hasSegments(folder);
            }
            for (Disk.Entry entry : left) {
                disk.delete(folder.resolve(entry.name()));
            }
            disk.delete(folder);
            return true;
        } catch (IOException failed) {
            warn.accept("orphaned spill slot cannot be deleted: folder=" + folder + " error=" + failed);
            return false;
        } finally {
            release();
        }
    }
}
