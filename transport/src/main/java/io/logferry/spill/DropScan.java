package io.logferry.spill;

import io.logferry.frame.DropReason;
import io.logferry.frame.FrameHeader;
import io.logferry.frame.Level;
import io.logferry.frame.LostRange;
import io.logferry.frame.Position;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Removes one unread segment and says exactly what was in it. Sender thread only. */
final class DropScan {
    private final List<LostRange> ranges = new ArrayList<>();
    private final long[] byLevel = new long[Level.COUNT];
    private long settledRecords;
    private long unknownRecords;

    private DropScan() {}

    /** Removes the oldest closed segment that can be read and that the reader has not entered; null if there is none. */
    static Journal.@Nullable Dropped dropOldest(
            Segments segments, Recovery recovery, SegmentReader reader, @Nullable Segment current, Position settled) {
        for (Segment segment = segments.first(); segment != null; segment = segments.after(segment)) {
            if (segment != current && segment != reader.reading() && !reader.isPast(segment)) {
                try {
                    return drop(segments, recovery, segment, reader.accounted(), settled);
                } catch (IOException unreadable) {
                    // then the next one
                }
            }
        }
        return null;
    }

    /**
     * Removes a segment.
     *
     * @param accounted records up to this ordinal do not count any more
     * @return null if it cannot be removed
     * @throws IOException if it cannot be read now: dropped unread, nobody would know how much was lost
     */
    private static Journal.@Nullable Dropped drop(
            Segments segments, Recovery recovery, Segment segment, long accounted, Position settled)
            throws IOException {
        segments.learnEnd(segment);
        SegmentHeader header = recovery.learnLate(segment) ? segment.header : null;
        DropScan scan = new DropScan();
        long end = segment.accountedFrom;
        if (header != null) {
            scan.missingBefore(segments, segment, header.ordinalBase(), accounted);
            end = scan.read(
                    segments, segment, header, segment.countedFrom(Math.max(accounted, header.ordinalBase())), settled);
        }
        Segment next = segments.after(segment);
        if (!segments.remove(segment)) {
            return null;
        }
        if (next != null && !next.isLate) {
            next.accountedFrom = Math.max(next.accountedFrom, end);
        }
        return new Journal.Dropped(List.copyOf(scan.ranges), scan.byLevel, scan.unknownRecords, scan.settledRecords);
    }

    /** Counts what was between the segment and the one before it: it was dropped before, and had no good header. */
    private void missingBefore(Segments segments, Segment segment, long ordinalBase, long accounted) {
        Segment before = segments.before(segment);
        if (segment.isLate || (before != null && before.isUncounted)) {
            return; // what is missing was never counted
        }
        if (before != null && before.ordinalEnd == Segment.UNKNOWN) {
            before.ordinalEnd = ordinalBase; // the reader will find out
        } else {
            long known = Math.max(segment.accountedFrom, Math.max(accounted, before == null ? 0 : before.ordinalEnd));
            unknownRecords += Math.max(0, ordinalBase - known);
        }
    }

    /** Counts what is behind an ordinal; returns the ordinal at the segment's end. */
    private long read(Segments segments, Segment segment, SegmentHeader header, long accounted, Position settled)
            throws IOException {
        long ordinal = header.ordinalBase();
        try (SegmentFile in = new SegmentFile(segments, segment, header)) {
            for (FrameHeader frame = in.peek(); frame != null; frame = in.peek()) {
                in.advance();
                if (in.ordinal() > accounted && settled.compareTo(frame.last()) >= 0) {
                    settledRecords += in.ordinal() - Math.max(ordinal, accounted);
                } else if (in.ordinal() > accounted) {
                    lost(frame);
                }
                ordinal = in.ordinal();
            }
        }
        long end = Math.max(ordinal, segment.ordinalEnd);
        unknownRecords += Math.max(0, end - Math.max(ordinal, accounted));
        return end;
    }

    private void lost(FrameHeader frame) {
        for (int i = 0; i < Level.COUNT; i++) {
            byLevel[i] += frame.levelCounts().of(Level.of(i));
        }
        LostRange previous = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
        long from = frame.firstSeq();
        if (previous != null && previous.epoch() == frame.epoch() && previous.toSeq() + 1 == from) {
            from = previous.fromSeq();
            ranges.remove(ranges.size() - 1);
        }
        ranges.add(new LostRange(DropReason.SPILL_FULL, frame.epoch(), from, frame.lastSeq()));
    }
}
