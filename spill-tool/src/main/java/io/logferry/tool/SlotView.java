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
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A slot as it lies there, before a frame is read, with its files of frames open. Immutable, until it is closed.
 *
 * @param folder its folder, locked by those who change it
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
        List<SegmentFileView> deadLetters)
        implements AutoCloseable {

    static SlotView of(SlotFolder folder, FoundSlot slot) throws IOException {
        Twin<Identity> identity = folder.identity();
        Twin<Settled> cursor = folder.settled();
        long settledRecords = cursor.content() == null ? 0 : cursor.content().records();
        List<SlotFile> files = folder.files();
        Map<SlotFile, FileChannel> open = new HashMap<>();
        try {
            for (SlotFile file : files) {
                if (file.kind() == Kind.SEGMENT || file.kind() == Kind.DEAD_LETTERS) {
                    Path path = folder.folder().resolve(file.name());
                    open.put(file, FileChannel.open(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
                }
            }
            return new SlotView(
                    folder,
                    slot,
                    identity,
                    cursor,
                    files,
                    framesIn(folder.folder(), identity, settledRecords, files, Kind.SEGMENT, open),
                    framesIn(folder.folder(), identity, settledRecords, files, Kind.DEAD_LETTERS, open));
        } catch (IOException unreadable) {
            close(open.values());
            throw unreadable;
        }
    }

    private static List<SegmentFileView> framesIn(
            Path folder,
            Twin<Identity> identity,
            long settledRecords,
            List<SlotFile> all,
            Kind kind,
            Map<SlotFile, FileChannel> open)
            throws IOException {
        List<SlotFile> files = of(all, kind);
        List<SlotFile> damaged = of(all, Kind.DAMAGED);
        List<@Nullable SegmentHeader> headers = new ArrayList<>();
        for (SlotFile file : files) {
            headers.add(header(Objects.requireNonNull(open.get(file)), file));
        }
        List<SegmentFileView> views = new ArrayList<>();
        SlotFile later = null;
        SegmentHeader laterHeader = null;
        UUID streamId = identity.content() == null ? null : identity.content().streamId();
        for (int i = files.size() - 1; i >= 0; i--) { // from the end: a segment's end is known from the next
            SlotFile file = files.get(i);
            Path path = folder.resolve(file.name());
            FileChannel channel = Objects.requireNonNull(open.get(file));
            SegmentHeader header = headers.get(i);
            boolean isFollowed = later != null && later.number() == file.number() + 1 && file.kind() == Kind.SEGMENT;
            SegmentHeader next = isFollowed ? laterHeader : null;
            boolean isHoleKnown = (next != null && next.ordinalBase() <= settledRecords)
                    || damaged.stream().anyMatch(other -> other.name().startsWith(file.name()));
            streamId = header == null ? streamId : header.streamId();
            SegmentFileView view = new SegmentFileView(path, channel, file, header, next, isHoleKnown, streamId);
            UUID before = header == null ? streamBefore(headers, i) : null;
            if (before != null && !SegmentScan.finds(view) && SegmentScan.finds(view.in(before))) {
                view = view.in(before); // the last one of its stream: the next owner took a new one
                streamId = before;
            }
            views.add(0, view);
            later = file;
            laterHeader = header;
        }
        return views;
    }

    private static @Nullable UUID streamBefore(List<@Nullable SegmentHeader> headers, int index) {
        for (int i = index - 1; i >= 0; i--) {
            SegmentHeader header = headers.get(i);
            if (header != null) {
                return header.streamId();
            }
        }
        return null;
    }

    private static @Nullable SegmentHeader header(FileChannel file, SlotFile slotFile) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(SegmentHeader.BYTES);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, bytes.position()) < 0) {
                return null;
            }
        }
        return slotFile.kind() == Kind.SEGMENT
                ? SegmentHeader.read(bytes, slotFile.number())
                : SegmentHeader.readDeadLetters(bytes, slotFile.number());
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

    @Override
    public void close() throws IOException {
        close(Stream.concat(segments.stream(), deadLetters.stream())
                .map(SegmentFileView::channel)
                .toList());
    }

    private static void close(Collection<FileChannel> files) throws IOException {
        for (FileChannel file : files) {
            file.close();
        }
    }
}
