package io.logferry.tool;

import io.logferry.frame.Position;
import io.logferry.spill.SegmentHeader;
import io.logferry.spill.SlotFile;
import io.logferry.spill.SlotFile.Kind;
import io.logferry.spill.SlotFolder;
import io.logferry.spill.SlotFolder.Identity;
import io.logferry.spill.SlotFolder.Settled;
import io.logferry.spill.SlotFolder.Twin;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A slot as it lies there, before a frame is read. Immutable.
 *
 * @param folder its folder, locked
 * @param slot its name
 * @param identity whose frames are in it
 * @param cursor up to where they are settled
 * @param files all that is in it
 * @param segments the journal, in order
 * @param deadLetters what the sink refused
 */
record SlotView(
        SlotFolder folder,
        FoundSlot slot,
        Twin<Identity> identity,
        Twin<Settled> cursor,
        List<SlotFile> files,
        List<SegmentFileView> segments,
        List<SegmentFileView> deadLetters) {

    static SlotView of(SlotFolder folder, FoundSlot slot) throws IOException {
        Twin<Identity> identity = folder.identity();
        Twin<Settled> cursor = folder.settled();
        long settledRecords = cursor.content() == null ? 0 : cursor.content().records();
        List<SlotFile> files = folder.files();
        return new SlotView(
                folder,
                slot,
                identity,
                cursor,
                files,
                framesIn(folder.folder(), identity, settledRecords, files, Kind.SEGMENT),
                framesIn(folder.folder(), identity, settledRecords, files, Kind.DEAD_LETTERS));
    }

    private static List<SegmentFileView> framesIn(
            Path folder, Twin<Identity> identity, long settledRecords, List<SlotFile> all, Kind kind)
            throws IOException {
        List<SlotFile> files = of(all, kind);
        List<SlotFile> damaged = of(all, Kind.DAMAGED);
        List<SegmentFileView> views = new ArrayList<>();
        SlotFile later = null;
        SegmentHeader laterHeader = null;
        UUID streamId = identity.content() == null ? null : identity.content().streamId();
        for (int i = files.size() - 1; i >= 0; i--) { // from the end: a segment's end is known from the next
            SlotFile file = files.get(i);
            Path path = folder.resolve(file.name());
            SegmentHeader header = header(path, file);
            boolean isFollowed = later != null && later.number() == file.number() + 1 && file.kind() == Kind.SEGMENT;
            SegmentHeader next = isFollowed ? laterHeader : null;
            boolean isHoleKnown = (next != null && next.ordinalBase() <= settledRecords)
                    || damaged.stream().anyMatch(other -> other.name().startsWith(file.name()));
            streamId = header == null ? streamId : header.streamId();
            views.add(0, new SegmentFileView(path, file, header, next, isHoleKnown, streamId));
            later = file;
            laterHeader = header;
        }
        return views;
    }

    private static @Nullable SegmentHeader header(Path path, SlotFile file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(SegmentHeader.BYTES);
        try (SeekableByteChannel in =
                Files.newByteChannel(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            while (bytes.hasRemaining()) {
                if (in.read(bytes) < 0) {
                    return null;
                }
            }
        }
        return file.kind() == Kind.SEGMENT
                ? SegmentHeader.read(bytes, file.number())
                : SegmentHeader.readDeadLetters(bytes, file.number());
    }

    static List<SlotFile> of(List<SlotFile> files, Kind kind) {
        return files.stream().filter(file -> file.kind() == kind).toList();
    }

    /** The position up to which every record is settled. */
    Position settled() {
        return cursor.content() == null ? Position.NONE : cursor.content().position();
    }

    /** Records ever appended up to there. */
    long settledRecords() {
        return cursor.content() == null ? 0 : cursor.content().records();
    }

    /** Bytes of all its files. */
    long bytes() {
        return files.stream().mapToLong(SlotFile::sizeBytes).sum();
    }

    /** Bytes of the files with frames in them. */
    long frameBytes() {
        return segments.stream().mapToLong(view -> view.file().sizeBytes()).sum()
                + deadLetters.stream()
                        .mapToLong(view -> view.file().sizeBytes())
                        .sum();
    }
}
