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
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes of a damaged slot one that starts without a complaint and loses nothing that can be read. One thread at a time. */
final class SlotRepair {
    private final SlotView view;
    private final SlotCheck check;
    private final boolean isDryRun;
    private final List<String> actions = new ArrayList<>();

    SlotRepair(SlotView view, SlotCheck check, boolean isDryRun) {
        this.view = view;
        this.check = check;
        this.isDryRun = isDryRun;
    }

    /** Returns what it did, one sentence each. */
    List<String> run() throws IOException {
        deleteHalfMade();
        for (SegmentFileView dead : view.deadLetters()) {
            if (check.damaged.contains(dead)) {
                salvage(dead, -1);
            }
        }
        repairSegments();
        repairIdentity(view.identity());
        repairCursor(view.cursor());
        if (!isDryRun && !actions.isEmpty()) {
            view.folder().force();
        }
        return actions;
    }

    /** What a repair left that was stopped; what it was made from is still there. */
    private void deleteHalfMade() throws IOException {
        for (SlotFile half : SlotView.of(view.files(), Kind.HALF_MADE)) {
            actions.add(half.name() + ": left half-made, deleted");
            if (!isDryRun) {
                Files.delete(view.folder().folder().resolve(half.name()));
            }
        }
    }

    /** The cursor and the identity last: until then a start finds what it found before, or better. */
    private void repairSegments() throws IOException {
        long recordsBefore = view.settledRecords();
        for (SegmentFileView segment : view.segments()) {
            Long tornAt = check.tornAt.get(segment);
            if (check.damaged.contains(segment)) {
                recordsBefore = salvage(segment, recordsBefore);
            } else {
                recordsBefore = end(segment, recordsBefore);
                if (tornAt != null) {
                    cut(segment, tornAt);
                }
            }
        }
    }

    /** Records ever appended up to the end of a segment, as far as that can be told. */
    private long end(SegmentFileView segment, long recordsBefore) {
        SegmentHeader next = segment.next();
        SegmentHeader header = segment.header();
        if (next != null) {
            return Math.max(recordsBefore, next.ordinalBase());
        }
        long base = header == null ? recordsBefore : header.ordinalBase();
        return Math.max(recordsBefore, base + check.recordsIn.getOrDefault(segment, 0L));
    }

    private void cut(SegmentFileView segment, long offset) throws IOException {
        if (offset < SegmentHeader.BYTES) {
            setAside(segment.path(), true);
            return;
        }
        actions.add(segment.file().name() + ": torn tail cut off at offset=" + offset);
        if (!isDryRun) {
            try (FileChannel file =
                    FileChannel.open(segment.path(), Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
                file.truncate(offset);
                file.force(true);
            }
        }
    }

    /** Puts a file in its place that holds the good frames that are still to be sent; returns the records up to its end. */
    private long salvage(SegmentFileView segment, long recordsBefore) throws IOException {
        Salvage salvage = Salvage.measure(segment, segment.isInOrder() ? view.settled() : Position.NONE);
        if (salvage.records() == 0) {
            setAside(segment.path(), true);
            return end(segment, recordsBefore);
        }
        SegmentHeader own = segment.header(); // what is lost counts as lost behind the rest
        long base = segment.isInOrder() ? Math.max(own == null ? 0 : own.ordinalBase(), recordsBefore) : -1;
        Path made = segment.path().resolveSibling(segment.file().name() + SlotFile.HALF_MADE_SUFFIX);
        SegmentHeader header = new SegmentHeader(
                segment.file().number(), Objects.requireNonNull(segment.streamId()), salvage.base(), base);
        if (!isDryRun) {
            salvage.write(segment, header, made);
        }
        setAside(segment.path(), false);
        actions.add(segment.file().name() + ": made anew with the " + salvage.records() + " records in "
                + salvage.frames() + " frames that can be read and are still to be sent");
        if (!isDryRun) {
            segment.channel().close(); // not every system replaces an open file
            Files.move(made, segment.path(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        return Math.max(end(segment, recordsBefore), base + salvage.records());
    }

    /** Keeps a file under another name; it stays under its own as well, unless that is to be free. */
    private void setAside(Path file, boolean isMoved) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + SlotFolder.DAMAGED_SUFFIX);
        for (int n = 2; Files.exists(aside, LinkOption.NOFOLLOW_LINKS); n++) {
            aside = file.resolveSibling(file.getFileName() + "." + n + SlotFolder.DAMAGED_SUFFIX);
        }
        actions.add(file.getFileName() + ": set aside as " + aside.getFileName());
        if (isDryRun) {
            return;
        }
        if (isMoved) {
            Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
        } else {
            Files.copy(file, aside, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        }
    }

    private void repairIdentity(Twin<Identity> identity) throws IOException {
        boolean isMissing = !identity.isThere() && !view.segments().isEmpty();
        if (identity.badOffsets().isEmpty() && !isMissing) {
            return;
        }
        Identity content = identity.content();
        if (content != null) {
            actions.add("identity: the bad copy written anew from the good one");
        } else {
            content = identityOfFrames();
            if (identity.isThere()) {
                setAside(view.folder().folder().resolve("identity"), true);
            }
            actions.add(
                    content == null
                            ? "identity: the next start takes a new stream"
                            : "identity: made anew with the stream of the frames, " + content.streamId());
        }
        if (!isDryRun && content != null) {
            view.folder().write(content);
        }
    }

    /** The stream of the newest segment whose header is good; its next start takes a later epoch by the clock. */
    private @Nullable Identity identityOfFrames() {
        for (int i = view.segments().size() - 1; i >= 0; i--) {
            SegmentHeader header = view.segments().get(i).header();
            if (header != null) {
                UUID streamId = header.streamId();
                long epoch = Math.max(header.base().epoch(), view.settled().epoch());
                return new Identity(streamId, epoch, false);
            }
        }
        return null;
    }

    private void repairCursor(Twin<Settled> cursor) throws IOException {
        boolean isMissing = !cursor.isThere() && !view.segments().isEmpty();
        if (cursor.badOffsets().isEmpty() && !isMissing) {
            return;
        }
        Settled content = cursor.content();
        if (content != null) {
            actions.add("cursor: the bad copy written anew from the good one");
        } else {
            content = beforeAllFrames();
            if (cursor.isThere()) {
                setAside(view.folder().folder().resolve("cursor"), true);
            }
            actions.add("cursor: made anew: everything on disk is sent again, and the receiver removes what it has");
        }
        if (!isDryRun) {
            view.folder().write(content);
        }
    }

    /** As a start takes it that finds no cursor. */
    private Settled beforeAllFrames() {
        long highest = 0;
        @Nullable SegmentHeader first = null;
        for (SegmentFileView segment : view.segments()) {
            first = first == null ? segment.header() : first;
            highest = segment.file().number();
        }
        return new Settled(Position.NONE, first == null ? 0 : first.ordinalBase(), highest);
    }
}
