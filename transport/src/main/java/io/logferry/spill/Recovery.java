package io.logferry.spill;

import io.logferry.frame.Position;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what is on disk when a journal is opened: reads the last segment, and where numbers are missing also those
 * around the hole. The cost does not grow with the backlog. What is bad is set aside. What cannot be read now stays and
 * counts nothing, until the reader or the drop scan gets at it: then its records are found, or it is damaged and they
 * never counted. Sender thread only.
 */
final class Recovery {
    /** Calls may fail for a moment: interrupted, or without a free file handle. */
    static final int ATTEMPTS = 3;

    private final Segments segments;
    private final Sync sync;
    private final Consumer<String> warn;
    private final long cursorOrdinal;

    /** Records on disk behind the cursor. */
    long recordCount;

    /** Records ever appended. */
    long ordinalEnd;

    /** Some of what is on disk is not counted. */
    boolean hasUncounted;

    /** At least as many as were in segments whose headers are bad. */
    private long unknownRecords;

    /** Records counted late, and not taken yet. */
    private long found;

    /** The position of the last record on disk, as far as it can be read. */
    Position last = Position.NONE;

    Recovery(Segments segments, Sync sync, Consumer<String> warn, long cursorOrdinal) {
        this.segments = segments;
        this.sync = sync;
        this.warn = warn;
        this.cursorOrdinal = cursorOrdinal;
    }

    /**
     * Looks at all there is to look at.
     *
     * @param epoch grows with the clock, a million per millisecond: so where the highest ordinal cannot be read, this is
     *     higher
     */
    void run(long epoch) {
        ordinalEnd = cursorOrdinal;
        long nextBase = Long.MAX_VALUE;
        for (int i = segments.count() - 1; i >= 0; i--) {
            Segment end = segments.get(i);
            SegmentHeader endHeader = headerOrGiveUp(end);
            if (endHeader == null || !tryFindEnd(end, endHeader, i == segments.count() - 1 && sync != Sync.NONE)) {
                continue;
            }
            ordinalEnd = Math.max(ordinalEnd, end.ordinalEnd);
            end.ordinalEnd = Math.min(end.ordinalEnd, nextBase); // what is behind was taken back when it was appended
            boolean isOutOfOrder = endHeader.ordinalBase() > end.ordinalEnd;
            if (isOutOfOrder || end.endOffset == SegmentHeader.BYTES) { // nothing in it that may be read
                end.isDamaged |= isOutOfOrder;
                segments.giveUp(end);
                continue;
            }
            i = firstOfRun(i);
            Segment first = firstReadable(segments.get(i), end.ordinalEnd);
            nextBase = first.accountedFrom;
            recordCount += Math.max(0, end.ordinalEnd - Math.max(cursorOrdinal, nextBase));
        }
        // so that no ordinal comes twice, should they ever become readable again
        ordinalEnd += unknownRecords;
        ordinalEnd = hasUncounted ? Math.max(ordinalEnd, epoch) : ordinalEnd;
    }

    /** Tells whether ordinals jump here: then the next segment's number is to jump too, which says that it is no loss. */
    boolean isJump() {
        return unknownRecords > 0 || hasUncounted;
    }

    /** The index of the first segment from which on no number is missing up to this index. */
    private int firstOfRun(int index) {
        int first = index;
        while (first > 0 && segments.get(first - 1).number + 1 == segments.get(first).number) {
            first--;
        }
        return first;
    }

    /** The first segment from this one on that can be read and is in order; at the latest the one that was scanned. */
    private Segment firstReadable(Segment from, long ordinalEnd) {
        Segment segment = from;
        while (true) {
            Segment next = segments.after(segment);
            SegmentHeader header = headerOrGiveUp(segment);
            if (header != null && header.ordinalBase() <= ordinalEnd) {
                segment.accountedFrom = header.ordinalBase();
                return segment;
            }
            if (header != null) {
                segment.isDamaged = true;
                segments.giveUp(segment);
            }
            if (next == null) {
                throw new IllegalStateException("no segment in order");
            }
            segment = next;
        }
    }

    private @Nullable SegmentHeader headerOrGiveUp(Segment segment) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                if (!segments.learn(segment)) {
                    segment.isDamaged = true;
                    unknownRecords += segment.fileBytes; // surely no more than that
                    segments.giveUp(segment);
                }
                return segment.header;
            } catch (IOException unreadable) {
                // once more
            }
        }
        leaveUncounted(segment);
        return null;
    }

    private boolean tryFindEnd(Segment segment, SegmentHeader header, boolean isForced) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                findEnd(segment, header, isForced);
                return true;
            } catch (IOException unreadable) {
                // once more
            }
        }
        leaveUncounted(segment);
        return false;
    }

    private void leaveUncounted(Segment segment) {
        segment.isUncounted = true;
        hasUncounted = true;
    }

    /**
     * Reads a segment's header, if it is not known yet, and counts the segment if it was left uncounted.
     *
     * @return false if it is not good, or not there, or the segment is given up
     * @throws IOException if it cannot be read now
     */
    boolean learnLate(Segment segment) throws IOException {
        SegmentHeader header = segments.learn(segment) ? segment.header : null;
        if (segment.isUncounted && header != null) {
            segments.learnEnd(segment);
            if (segment.ordinalEnd == Segment.UNKNOWN) {
                findEnd(segment, header, false);
            }
            segment.isUncounted = false;
            segment.isLate = true;
            segment.accountedFrom = Math.max(cursorOrdinal, header.ordinalBase());
            found += Math.max(0, segment.ordinalEnd - segment.accountedFrom);
        }
        return header != null;
    }

    /** Takes note of records that are there, but were not counted. */
    void addFound(long records) {
        found += records;
    }

    /** Records counted late since the last call. */
    long takeFound() {
        long taken = found;
        found = 0;
        return taken;
    }

    private void findEnd(Segment segment, SegmentHeader header, boolean isForced) throws IOException {
        try (SegmentFile in = new SegmentFile(segments, segment, header)) {
            while (in.peek() != null) {
                in.advance();
            }
            boolean isTail = in.offset() < segment.fileBytes;
            boolean isFrameBehind = isTail && in.isFrameBehind(); // nothing changes before all is read
            segment.ordinalEnd = in.ordinal();
            segment.endOffset = in.offset();
            if (in.ordinal() > header.ordinalBase() && in.last().compareTo(last) > 0) {
                last = in.last();
            }
            if (isFrameBehind) {
                segment.isDamaged = true;
                warn.accept("spill segment is damaged, what follows is lost: segment=" + segment.fileName() + " offset="
                        + in.offset());
            } else if (isTail) {
                cutTail(in, segment);
            }
            if (isForced) {
                force(in); // a killed process may have left more than it forced; it is counted from here on
            }
        }
    }

    private void force(SegmentFile in) {
        try {
            in.file().force();
        } catch (IOException failed) {
            warn.accept("spill segment cannot be forced: error=" + failed);
        }
    }

    private void cutTail(SegmentFile in, Segment segment) {
        try {
            in.file().truncate(segment.endOffset);
            segments.resize(segment, segment.endOffset);
        } catch (IOException failed) {
            // it stays torn: the next segment's header says that this one ends here
        }
    }
}
