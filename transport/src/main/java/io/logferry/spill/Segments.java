package io.logferry.spill;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The segments of a journal in order, the files set aside, and how many bytes all of them take. Sender thread only. */
final class Segments {
    static final String DAMAGED_SUFFIX = ".damaged";

    private final Disk disk;
    private final Path folder;
    private final Trouble deleting;
    private final Trouble damage;
    private final List<Segment> segments = new ArrayList<>();
    private long highestNumber;
    private final Deque<Disk.Entry> damaged = new ArrayDeque<>();
    private long damagedBytes;
    private long segmentBytes;

    Segments(Disk disk, Path folder, Consumer<String> warn) {
        this.disk = disk;
        this.folder = folder;
        deleting = new Trouble(warn);
        damage = new Trouble(warn);
    }

    /** Takes over what is on disk. */
    void fill(List<Disk.Entry> entries) {
        List<Disk.Entry> setAside = new ArrayList<>();
        for (Disk.Entry entry : entries) {
            long number = Segment.number(entry.name(), Segment.SUFFIX);
            if (number != Segment.UNKNOWN) {
                add(new Segment(number, entry.sizeBytes()));
            } else if (entry.name().endsWith(DAMAGED_SUFFIX)) {
                number = Segment.number(entry.name(), Segment.SUFFIX + DAMAGED_SUFFIX);
                setAside.add(entry);
                damagedBytes += entry.sizeBytes();
            }
            highestNumber = Math.max(highestNumber, number);
        }
        segments.sort(Comparator.comparingLong(s -> s.number));
        setAside.sort(Comparator.comparing(Disk.Entry::name));
        damaged.addAll(setAside);
    }

    /** The highest number in the names found on disk. */
    long highestNumber() {
        return highestNumber;
    }

    Path folder() {
        return folder;
    }

    void add(Segment segment) {
        segments.add(segment);
        segmentBytes += segment.fileBytes;
    }

    /** To be called when a segment's file grew or was cut. */
    void resize(Segment segment, long fileBytes) {
        segmentBytes += fileBytes - segment.fileBytes;
        segment.fileBytes = fileBytes;
    }

    int count() {
        return segments.size();
    }

    Segment get(int index) {
        return segments.get(index);
    }

    @Nullable Segment first() {
        return segments.isEmpty() ? null : segments.get(0);
    }

    /** The segment after this one; the first one after null. */
    @Nullable Segment after(@Nullable Segment segment) {
        int next = segment == null ? 0 : segments.indexOf(segment) + 1;
        return next < segments.size() ? segments.get(next) : null;
    }

    long sizeBytes() {
        return segmentBytes + damagedBytes;
    }

    /** Opens a segment to read it. */
    Disk.OpenFile open(Segment segment) throws IOException {
        return disk.open(folder.resolve(segment.fileName()));
    }

    /**
     * Reads a segment's header, if it is not known yet.
     *
     * @return false if it is not good, or not there, or the segment is given up
     * @throws IOException if it cannot be read now
     */
    boolean learn(Segment segment) throws IOException {
        if (segment.isGivenUp) {
            return false;
        }
        if (segment.header == null) {
            try (Disk.OpenFile file = open(segment)) {
                ByteBuffer bytes = ByteBuffer.allocate(SegmentHeader.BYTES);
                file.readFully(bytes, 0);
                segment.header = SegmentHeader.read(bytes, segment.number);
            } catch (EOFException | NoSuchFileException notThere) {
                return false;
            }
        }
        return segment.header != null;
    }

    /** The segment that follows in number; null if there is none, or if others are missing between. */
    @Nullable Segment next(Segment segment) {
        Segment next = after(segment);
        return next != null && next.number == segment.number + 1 ? next : null;
    }

    /** Learns from the following segment where this one ends, if that is not known and nothing is missing between. */
    void learnEnd(Segment segment) throws IOException {
        Segment next = segment.ordinalEnd == Segment.UNKNOWN ? next(segment) : null;
        if (next != null && learn(next)) {
            SegmentHeader header = next.header;
            segment.ordinalEnd = header == null ? Segment.UNKNOWN : header.ordinalBase();
        }
    }

    /** The segment before this one, if it is still there. */
    @Nullable Segment before(Segment segment) {
        int index = segments.indexOf(segment) - 1;
        return index < 0 ? null : segments.get(index);
    }

    /**
     * Deletes a segment, or sets it aside if it is damaged.
     *
     * @return false if it is still there
     */
    boolean remove(Segment segment) {
        if (segment.isDamaged && segment.fileBytes > SegmentHeader.BYTES) {
            return setAside(segment);
        }
        if (!segment.isDamaged) {
            damage.over();
        }
        try {
            disk.delete(folder.resolve(segment.fileName()));
        } catch (NoSuchFileException goneAlready) {
            // somebody made room; so much the better
        } catch (IOException failed) {
            deleting.warn("spill segment cannot be deleted, tried again later: file="
                    + folder.resolve(segment.fileName()) + " error=" + failed);
            return false;
        }
        deleting.over();
        forget(segment);
        return true;
    }

    private boolean setAside(Segment segment) {
        Path file = folder.resolve(segment.fileName());
        String newName = segment.fileName() + DAMAGED_SUFFIX;
        try {
            disk.rename(file, folder.resolve(newName));
        } catch (IOException failed) {
            segment.isDamaged = false;
            return remove(segment);
        }
        damage.warn("spill segments are damaged and set aside, the first: file=" + folder.resolve(newName));
        forget(segment);
        damaged.addLast(new Disk.Entry(newName, segment.fileBytes));
        damagedBytes += segment.fileBytes;
        return true;
    }

    private void forget(Segment segment) {
        segments.remove(segment);
        segmentBytes -= segment.fileBytes;
    }

    /** Removes a segment that is no use; one that cannot be removed is ignored from here on, but its bytes count. */
    void giveUp(Segment segment) {
        if (!remove(segment)) {
            segments.remove(segment);
        }
    }

    /** Deletes the file that was set aside first; false if there is none. */
    boolean deleteDamaged() {
        Disk.Entry oldest = damaged.peekFirst();
        if (oldest == null) {
            return false;
        }
        try {
            disk.delete(folder.resolve(oldest.name()));
        } catch (NoSuchFileException goneAlready) {
            // somebody made room; so much the better
        } catch (IOException failed) {
            return false; // it goes on counting, and is tried again
        }
        damaged.removeFirst();
        damagedBytes -= oldest.sizeBytes();
        return true;
    }
}
