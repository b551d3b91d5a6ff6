package io.logferry.tool;

import io.logferry.frame.Frame;
import io.logferry.frame.FrameDecoder;
import io.logferry.frame.FrameHeader;
import io.logferry.frame.Level;
import io.logferry.frame.Position;
import io.logferry.spill.SlotFile;
import io.logferry.spill.SlotFile.Kind;
import io.logferry.spill.SlotFolder.Identity;
import io.logferry.tool.SegmentScan.Step;
import io.logferry.tool.SlotReport.DeadLettersReport;
import io.logferry.tool.SlotReport.SegmentReport;
import io.logferry.tool.SlotReport.Undelivered;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adds up a slot from the headers of its frames; payloads are read only where a time is wanted. One thread at a time. */
final class SlotInspection {
    private final SlotView view;
    private final Instant now;
    private final FrameDecoder decoder = new FrameDecoder();
    private final Map<String, Long> byLevel = new LinkedHashMap<>();
    private long undelivered;
    private boolean seesDamage;
    private @Nullable Instant oldest;

    private SlotInspection(SlotView view, Instant now) {
        this.view = view;
        this.now = now;
        seesDamage = !view.identity().badOffsets().isEmpty()
                || !view.cursor().badOffsets().isEmpty();
    }

    static SlotReport of(SlotView view, Instant now, Progress progress) throws IOException {
        return new SlotInspection(view, now).run(progress);
    }

    private SlotReport run(Progress progress) throws IOException {
        List<SegmentReport> segments = new ArrayList<>();
        for (SegmentFileView segment : view.segments()) {
            segments.add(inspect(segment));
            progress.step(segment.file().sizeBytes());
        }
        long deadRecords = 0;
        for (SegmentFileView dead : view.deadLetters()) {
            deadRecords += records(dead);
            progress.step(dead.file().sizeBytes());
        }
        List<SlotFile> damaged = SlotView.of(view.files(), Kind.DAMAGED);
        Instant first = oldest;
        Identity identity = view.identity().content();
        return new SlotReport(
                view.slot().id(),
                view.slot().folder().toString(),
                false,
                view.slot().name().source(),
                view.slot().name().appenderName(),
                identity == null ? null : identity.streamId().toString(),
                identity == null ? null : identity.epoch(),
                identity == null ? null : identity.isFenced(),
                view.cursor().content() == null ? null : view.settled(),
                view.cursor().content() == null ? null : view.settledRecords(),
                new Undelivered(
                        undelivered,
                        byLevel,
                        first == null ? null : first.toString(),
                        first == null ? null : Duration.between(first, now).toSeconds()),
                view.bytes(),
                segments,
                new DeadLettersReport(view.deadLetters().size(), bytes(Kind.DEAD_LETTERS), deadRecords),
                damaged.stream().map(SlotFile::name).toList(),
                bytes(Kind.DAMAGED),
                seesDamage);
    }

    private long bytes(Kind kind) {
        return SlotView.of(view.files(), kind).stream()
                .mapToLong(SlotFile::sizeBytes)
                .sum();
    }

    private SegmentReport inspect(SegmentFileView segment) throws IOException {
        seesDamage |= segment.isHeaderBad();
        Step.Whole first = null;
        Step.Whole last = null;
        long undeliveredBefore = undelivered;
        SegmentScan scan = new SegmentScan(segment);
        for (Step step = scan.next(); step != Step.End.END; step = scan.next()) {
            seesDamage |= step instanceof Step.Bad;
            if (step instanceof Step.Whole whole) {
                first = first == null ? whole : first;
                last = whole;
                if (whole.header().last().compareTo(view.settled()) > 0) {
                    if (undelivered == 0) {
                        oldest = time(scan, whole, whole.header().firstSeq());
                    }
                    count(whole.header());
                }
            }
        }
        return new SegmentReport(
                segment.file().number(),
                segment.file().name(),
                segment.file().sizeBytes(),
                scan.records(),
                undelivered - undeliveredBefore,
                first == null
                        ? null
                        : new Position(first.header().epoch(), first.header().firstSeq()),
                last == null ? null : last.header().last(),
                first == null ? null : text(time(scan, first, first.header().firstSeq())),
                last == null ? null : text(time(scan, last, last.header().lastSeq())));
    }

    private void count(FrameHeader header) {
        undelivered += header.recordCount();
        for (Level level : Level.values()) {
            int count = header.levelCounts().of(level);
            if (count > 0) {
                byLevel.merge(level.name(), (long) count, Long::sum);
            }
        }
    }

    private @Nullable Instant time(SegmentScan scan, Step.Whole whole, long seq) throws IOException {
        Frame frame = whole.header().codec().whyNotRead() == null ? scan.load(whole) : null;
        if (frame == null || !decoder.open(frame)) {
            seesDamage = true;
            return null;
        }
        decoder.open(frame, seq);
        return Instant.EPOCH.plusNanos(decoder.timeNanos());
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private long records(SegmentFileView dead) throws IOException {
        SegmentScan scan = new SegmentScan(dead);
        for (Step step = scan.next(); step != Step.End.END; step = scan.next()) {
            seesDamage |= step instanceof Step.Bad;
        }
        return scan.records();
    }
}
