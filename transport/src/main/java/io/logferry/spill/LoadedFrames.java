package io.logferry.spill;

import io.logferry.frame.FrameHeader;
import io.logferry.frame.Position;
import java.util.ArrayDeque;
import java.util.Deque;

/** The frames that are in memory and on disk, and not settled. Sender thread only. */
final class LoadedFrames {
    private final Deque<LoadedFrame> frames = new ArrayDeque<>();
    private Position last = Position.NONE;
    private long settledOrdinal;

    private record LoadedFrame(Position last, int records, long ordinalEnd, Segment segment) {}

    void add(FrameHeader header, long ordinalEnd, Segment segment) {
        last = header.last();
        segment.loadedFrames++;
        frames.add(new LoadedFrame(last, header.recordCount(), ordinalEnd, segment));
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }

    /** The position of the last record ever loaded. */
    Position last() {
        return last;
    }

    /** Forgets the frames up to a position; returns how many records they hold. */
    long settle(Position position) {
        long records = 0;
        LoadedFrame first = frames.peekFirst();
        while (first != null && first.last.compareTo(position) <= 0) {
            frames.removeFirst();
            first.segment.loadedFrames--;
            records += first.records;
            settledOrdinal = first.ordinalEnd;
            first = frames.peekFirst();
        }
        return records;
    }

    /** Records ever appended up to the last one that was loaded and settled. */
    long settledOrdinal() {
        return settledOrdinal;
    }
}
