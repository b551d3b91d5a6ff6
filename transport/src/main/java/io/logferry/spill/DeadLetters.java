package io.logferry.spill;

import io.logferry.frame.Frame;
import io.logferry.frame.Position;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Keeps the newest frames that the sink refused for good, for somebody to look at. Files like segments, at most one
 * segment's worth in all, the oldest file goes first. Sender thread only.
 */
final class DeadLetters {
    static final String SUFFIX = ".dead";

    /** In place of the ordinal: such a file never passes for a segment. */
    static final long NO_ORDINAL = -1;

    /** So that making room takes away a quarter at most. */
    private static final int FILES = 4;

    private final Disk disk;
    private final Path folder;
    private final UUID streamId;
    private final JournalConfig config;
    private final Trouble keeping;
    private final Deque<Disk.Entry> files = new ArrayDeque<>();
    private long sizeBytes;
    private long nextNumber;
    private boolean isLastOurs;

    DeadLetters(Disk disk, Path folder, UUID streamId, JournalConfig config, Consumer<String> warn) {
        keeping = new Trouble(warn);
        this.disk = disk;
        this.folder = folder;
        this.streamId = streamId;
        this.config = config;
    }

    /** Takes over what is on disk. */
    void fill(List<Disk.Entry> entries) {
        entries.stream()
                .filter(entry -> Segment.number(entry.name(), SUFFIX) != Segment.UNKNOWN)
                .sorted(Comparator.comparing(Disk.Entry::name))
                .forEach(entry -> {
                    files.add(entry);
                    sizeBytes += entry.sizeBytes();
                    nextNumber = Segment.number(entry.name(), SUFFIX) + 1;
                });
    }

    long sizeBytes() {
        return sizeBytes;
    }

    /** Bytes by which the next dead letter can make the files grow, at most. */
    private static long growthBytes(Frame frame) {
        return (long) SegmentHeader.BYTES + frame.bytes().length;
    }

    /**
     * Keeps a frame.
     *
     * @return false if there is no room for it beside the segments, or the disk fails
     */
    boolean keep(Frame frame, Segments segments) {
        while (segments.sizeBytes() + sizeBytes + growthBytes(frame) > config.maxBytes()) {
            if (!segments.deleteDamaged()) {
                return false;
            }
        }
        try {
            append(frame);
            keeping.over();
            return true;
        } catch (IOException failed) {
            keeping.warn("dead letter cannot be kept: folder=" + folder + " error=" + failed);
            return false;
        }
    }

    private void append(Frame frame) throws IOException {
        long growth = growthBytes(frame);
        if (growth > config.segmentBytes()) {
            throw new IOException("frame is larger than a segment");
        }
        while (sizeBytes + growth > config.segmentBytes()) {
            deleteOldest();
        }
        Disk.Entry last = files.peekLast();
        if (last == null || !isLastOurs || last.sizeBytes() + growth > config.segmentBytes() / FILES) {
            last = create(frame);
        }
        try (Disk.OpenFile file = disk.open(folder.resolve(last.name()))) {
            write(frame, file, last);
        } catch (IOException failed) {
            isLastOurs = false; // whatever is in it now, nothing is appended behind
            if (!(failed instanceof NoSuchFileException)) {
                throw failed;
            }
            sizeBytes -= files.removeLast().sizeBytes(); // somebody took it away
            append(frame);
        }
    }

    private void write(Frame frame, Disk.OpenFile file, Disk.Entry last) throws IOException {
        files.removeLast();
        files.addLast(new Disk.Entry(last.name(), last.sizeBytes() + frame.bytes().length));
        sizeBytes += frame.bytes().length;
        file.writeFully(ByteBuffer.wrap(frame.bytes()), last.sizeBytes());
        if (config.sync() != Sync.NONE) {
            file.force();
        }
    }

    private Disk.Entry create(Frame first) throws IOException {
        long number = nextNumber++;
        Disk.Entry entry = new Disk.Entry(Segment.fileName(number, SUFFIX), SegmentHeader.BYTES);
        Position base = new Position(first.header().epoch(), first.header().firstSeq() - 1);
        try (Disk.OpenFile file = disk.create(folder.resolve(entry.name()))) {
            files.addLast(entry);
            sizeBytes += entry.sizeBytes();
            isLastOurs = true;
            file.writeFully(new SegmentHeader(number, streamId, base, NO_ORDINAL).toBytes(), 0);
            return entry;
        } catch (IOException failed) {
            isLastOurs = false;
            throw failed;
        }
    }

    private void deleteOldest() throws IOException {
        try {
            disk.delete(folder.resolve(files.getFirst().name()));
        } catch (NoSuchFileException goneAlready) {
            // somebody took it away
        }
        sizeBytes -= files.removeFirst().sizeBytes();
    }
}
