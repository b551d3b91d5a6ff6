package io.logferry.collector;

import io.logferry.frame.Frame;
import io.logferry.frame.FrameHeader;
import io.logferry.frame.Lines;
import io.logferry.frame.LostRange;
import io.logferry.frame.Position;

/**
 * Decides by position what of a frame, a range or a HELLO goes into a group: repeats do not, gaps are refused. One per
 * group; storage thread only.
 */
final class Intake {
    /** What became of a frame or range. */
    enum Outcome {
        /** It is in the group as far as it was new; all of it may be a repeat. */
        TAKEN,
        /** Numbers are missing before it; nothing changed. */
        GAP,
        /** Its records can't be read; nothing changed. */
        MALFORMED
    }

    private final GroupBuffer group;
    private final MarkerLines markers;
    private long frames;
    private long records;
    private long repeats;
    private long ranges;

    Intake(GroupBuffer group, MarkerLines markers) {
        this.group = group;
        this.markers = markers;
    }

    Outcome add(Frame frame) {
        FrameHeader header = frame.header();
        StreamState state = group.state();
        if (state.last().covers(header.epoch(), header.lastSeq())) {
            frames++;
            repeats += header.recordCount();
            return Outcome.TAKEN;
        }
        if (!state.isNext(header.epoch(), header.firstSeq())) {
            return Outcome.GAP;
        }
        long from = Math.max(header.firstSeq(), state.nextSeq(header.epoch()));
        boolean decoded = group.decoder.decode(frame, (seq, timeNanos, level, body, offset, length) -> {
            if (seq == header.firstSeq()) { // not earlier: only now the frame is known to be readable
                endOpenEpoch(header.epoch());
            }
            if (seq >= from) {
                Lines.append(group.lines(), body, offset, length);
            }
        });
        if (!decoded) {
            return Outcome.MALFORMED;
        }
        long count = header.lastSeq() - from + 1;
        group.endEntry(header.isEnd() ? EntryKind.END : EntryKind.DATA, header.epoch(), from, count);
        frames++;
        records += count;
        repeats += header.recordCount() - count;
        return Outcome.TAKEN;
    }

    Outcome add(LostRange range) {
        StreamState state = group.state();
        if (state.last().covers(range.epoch(), range.toSeq())) {
            return Outcome.TAKEN;
        }
        if (!state.isNext(range.epoch(), range.fromSeq())) {
            return Outcome.GAP;
        }
        endOpenEpoch(range.epoch());
        long from = Math.max(range.fromSeq(), state.nextSeq(range.epoch()));
        LostRange part = new LostRange(range.reason(), range.epoch(), from, range.toSeq());
        markers.range(group.lines(), part);
        group.endEntry(EntryKind.RANGE, part.epoch(), from, part.count());
        ranges++;
        return Outcome.TAKEN;
    }

    /** Takes note of an instance's epoch, and of what it had settled elsewhere. */
    void addHello(long epoch, Position base) {
        StreamState state = group.state();
        if (epoch > state.helloEpoch()) {
            group.endEntry(EntryKind.HELLO, epoch, 0, 0);
        }
        if (base.compareTo(state.last()) > 0) {
            markers.elsewhere(group.lines(), state.last(), base);
            group.endEntry(EntryKind.ELSEWHERE, base.epoch(), base.seq() + 1, 0);
        }
    }

    private void endOpenEpoch(long nextEpoch) {
        Position last = group.state().last();
        if (group.state().open() && nextEpoch > last.epoch()) {
            markers.unclean(group.lines(), last);
            group.endEntry(EntryKind.UNCLEAN, last.epoch(), last.seq() + 1, 0);
        }
    }

    /** Adds what was taken to the collector's counters; called once the group is durable. */
    void countInto(Counters counters) {
        counters.frames.add(frames);
        counters.records.add(records);
        counters.repeats.add(repeats);
        counters.ranges.add(ranges);
        counters.bytes.add(group.lineBytes().remaining());
    }
}
