package io.logferry.tool;

import io.logferry.frame.Codec;
import io.logferry.frame.Frame;
import io.logferry.frame.FrameDecoder;
import io.logferry.spill.SegmentHeader;
import io.logferry.spill.SlotFile;
import io.logferry.spill.SlotFile.Kind;
import io.logferry.spill.SlotFolder.Twin;
import io.logferry.tool.SegmentScan.Step;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks every checksum of a slot, and that every payload decompresses to its records. One thread at a time. */
final class SlotCheck {
    private static final int MOST_FINDINGS = 1_000;

    private final SlotView view;
    private final FrameDecoder decoder = new FrameDecoder();
    private final List<Finding> damages = new ArrayList<>();
    private final List<Finding> notes = new ArrayList<>();
    private long damageCount;
    private long frames;
    private long records;

    /** Files of frames in which something is bad. */
    final Set<SegmentFileView> damaged = new LinkedHashSet<>();

    /** Segments that end in a frame that was not written to its end, and where it begins. */
    final Map<SegmentFileView, Long> tornAt = new LinkedHashMap<>();

    /** How many records are in files of frames, those with bad payloads too. */
    final Map<SegmentFileView, Long> recordsIn = new HashMap<>();

    private SlotCheck(SlotView view) {
        this.view = view;
    }

    static SlotCheck of(SlotView view, Progress progress) throws IOException {
        SlotCheck check = new SlotCheck(view);
        check.run(progress);
        return check;
    }

    private void run(Progress progress) throws IOException {
        boolean isJournal = !view.segments().isEmpty();
        check("identity", view.identity(), isJournal, "its stream's identity is lost");
        check("cursor", view.cursor(), isJournal, "everything on disk is sent again");
        SegmentFileView before = null;
        for (SegmentFileView segment : view.segments()) {
            checkGap(before, segment);
            check(segment, progress);
            before = segment;
        }
        for (SegmentFileView dead : view.deadLetters()) {
            check(dead, progress);
        }
        for (SlotFile other : SlotView.of(view.files(), Kind.OTHER)) {
            note(other.name(), 0, "none of the journal's files: never read");
        }
        for (SlotFile half : SlotView.of(view.files(), Kind.HALF_MADE)) {
            note(half.name(), 0, "left half-made: goes with a repair or at the application's next start");
        }
    }

    private void check(String name, Twin<?> twin, boolean isNeeded, String consequence) {
        if (!twin.isThere() && isNeeded) {
            damage(name, 0, "is missing: " + consequence);
        }
        for (int offset : twin.badOffsets()) {
            String other = twin.content() == null ? "no other is good: " + consequence : "the other is good";
            damage(name, offset, "this copy fails its checksum, " + other);
        }
    }

    private void checkGap(@Nullable SegmentFileView before, SegmentFileView segment) {
        SegmentHeader header = segment.header();
        long missing =
                before == null ? 1 : segment.file().number() - before.file().number() - 1;
        if (before == null && (header == null || header.ordinalBase() <= view.settledRecords())) {
            missing = 0;
        }
        if (missing > 0) {
            note(
                    segment.file().name(),
                    0,
                    "segments before it are missing: dropped because the spill was full, or removed by somebody");
        }
    }

    private void check(SegmentFileView segment, Progress progress) throws IOException {
        if (segment.header() == null && !segment.isHeaderBad()) {
            note(segment.file().name(), 0, "a file that was just begun: nothing was in it");
            tornAt.put(segment, 0L);
            return;
        }
        if (segment.isHeaderBad()) {
            damage(segment, 0, "the file's header fails its checksum, or is another file's");
        }
        SegmentScan scan = new SegmentScan(segment);
        long done = 0;
        for (Step step = scan.next(); step != Step.End.END; step = scan.next()) {
            if (step instanceof Step.Whole whole) {
                check(segment, scan, whole);
                progress.step(whole.offset() - done);
                done = whole.offset();
            } else if (step instanceof Step.Bad bad) {
                damage(
                        segment,
                        bad.offset(),
                        bad.bytes() == 0 ? "ends before all its frames" : "no good frame in " + bad.bytes() + " bytes");
            } else if (step instanceof Step.Tail tail) {
                checkTail(segment, tail);
            }
        }
        recordsIn.put(segment, scan.records());
        progress.step(segment.file().sizeBytes() - done);
    }

    private void check(SegmentFileView segment, SegmentScan scan, Step.Whole whole) throws IOException {
        Codec codec = whole.header().codec();
        String whyNot = codec.whyNotRead();
        if (whyNot != null) {
            throw new IOException("frames compressed with " + codec + " can't be checked: " + whyNot);
        }
        Frame frame = scan.load(whole);
        if (frame == null) {
            damage(segment, whole.offset(), "the payload of this frame fails its checksum: " + what(whole));
        } else if (!decoder.open(frame)) {
            damage(segment, whole.offset(), "this frame does not decompress to its records: " + what(whole));
        } else {
            frames++;
            records += whole.header().recordCount();
        }
    }

    private void checkTail(SegmentFileView segment, Step.Tail tail) {
        if (segment.header() == null && tail.offset() == SegmentHeader.BYTES) {
            return; // said already: it is no segment at all
        }
        note(
                segment.file().name(),
                tail.offset(),
                "torn tail of " + tail.bytes() + " bytes: a frame not written to its end");
        if (segment.isInOrder()) {
            tornAt.put(segment, tail.offset());
        }
    }

    /** How the records of a frame are named. */
    static String what(Step.Whole whole) {
        return "records " + whole.header().epoch() + ":" + whole.header().firstSeq() + " to "
                + whole.header().lastSeq();
    }

    private void damage(SegmentFileView segment, long offset, String what) {
        damaged.add(segment);
        damage(segment.file().name(), offset, what);
    }

    private void damage(String file, long offset, String what) {
        damageCount++;
        if (damages.size() < MOST_FINDINGS) {
            damages.add(new Finding(file, offset, what));
        }
    }

    private void note(String file, long offset, String what) {
        if (notes.size() < MOST_FINDINGS) {
            notes.add(new Finding(file, offset, what));
        }
    }

    VerifyReport report() {
        int files = view.segments().size() + view.deadLetters().size();
        return new VerifyReport(
                view.slot().id(),
                view.slot().folder().toString(),
                false,
                files + (view.identity().isThere() ? 1 : 0) + (view.cursor().isThere() ? 1 : 0),
                view.bytes(),
                frames,
                records,
                damageCount,
                damages,
                notes);
    }
}
