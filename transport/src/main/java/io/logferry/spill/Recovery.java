package io.logferry.spill;

import io.logferry.frame.FrameHeader;
import io.logferry.frame.Position;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what is on disk when a journal is opened: reads the last segment, and where numbers are missing also those
 * around the hole. The cost does not grow with the backlog. Sender thread only.
 */
final class Recovery {
    private final Segments segments;
    private final Sync sync;
    private final Consumer<String> warn;

    /** Records on disk behind the cursor. */
    long recordCount;

    /** Records ever appended. */
    long ordinalEnd;

    /** At least as many as were in segments whose headers are bad. */
    private long unknownRecords;

    /** The position of the last record on disk. */
    Position last = Position.NONE;

    Recovery(Segments segments, Sync sync, Consumer<String> warn) {
        this.segments = segments;
        this.sync = sync;
        this.warn = warn;
    }

    void run(Cursor.State cursor) {
        ordinalEnd = cursor.ordinal();
        long nextBase = Long.MAX_VALUE;
        for (int i = segments.count() - 1; i >= 0; ) {
            Segment end = segments.get(i);
            SegmentHeader endHeader = headerOrGiveUp(end);
            if (endHeader == null) {
                i--;
                continue;
            }
            findEnd(end, endHeader, i == segments.count() - 1 && sync != Sync.NONE);
            ordinalEnd = Math.max(ordinalEnd, end.ordinalEnd);
            end.ordinalEnd = Math.min(end.ordinalEnd, nextBase); // what is behind was taken back when it was appended
            boolean isOutOfOrder = endHeader.ordinalBase() > end.ordinalEnd;
            if (isOutOfOrder || end.endOffset == SegmentHeader.BYTES) { // nothing in it that may be read
                end.isDamaged |= isOutOfOrder;
                segments.giveUp(end);
                i--;
                continue;
            }
            i = firstOfRun(i);
            SegmentHeader header = headerOrGiveUp(segments.get(i));
            while (header == null || header.ordinalBase() > end.ordinalEnd) { // ends at the latest with the one scanned
                if (header != null) {
                    segments.get(i).isDamaged = true;
                    segments.giveUp(segments.get(i));
                }
                header = headerOrGiveUp(segments.get(i));
            }
            nextBase = header.ordinalBase();
            segments.get(i).accountedFrom = nextBase;
            recordCount += Math.max(0, end.ordinalEnd - Math.max(cursor.ordinal(), nextBase));
            i--;
        }
        ordinalEnd += unknownRecords; // so that no ordinal comes twice, should they ever become readable again
    }

    /** Tells whether ordinals jump here: then the next segment's number is to jump too, which says that it is no loss. */
    boolean isJump() {
        return unknownRecords > 0;
    }

    /** The index of the first segment from which on no number is missing up to this index. */
    private int firstOfRun(int index) {
        int first = index;
        while (first > 0 && segments.get(first - 1).number + 1 == segments.get(first).number) {
            first--;
        }
        return first;
    }

    private @Nullable SegmentHeader headerOrGiveUp(Segment segment) {
        if (!segments.learn(segment)) {
            segment.isDamaged = true;
            unknownRecords += segment.fileBytes; // surely no more than that
            segments.giveUp(segment);
        }
        return segment.header;
    }

    private void findEnd(Segment segment, SegmentHeader header, boolean isForced) {
        Disk.OpenFile file = segments.open(segment);
        try (SegmentFile in = new SegmentFile(file, segment, header)) {
            FrameHeader frame = in.next();
            while (frame != null) {
                frame = in.next();
            }
            segment.ordinalEnd = in.ordinal();
            segment.endOffset = in.offset();
            if (in.ordinal() > header.ordinalBase() && in.last().compareTo(last) > 0) {
                last = in.last();
            }
            if (in.offset() < segment.fileBytes) {
                if (in.isFrameBehind()) {
                    segment.isDamaged = true;
                    warn.accept("spill segment is damaged, what follows is lost: segment=" + segment.fileName()
                            + " offset=" + in.offset());
                } else if (file != null) {
                    cutTail(file, segment);
                }
            }
            if (isForced && file != null) {
                force(file); // a killed process may have left more than it forced; it is counted from here on
            }
        }
    }

    private void force(Disk.OpenFile file) {
        try {
            file.force();
        } catch (IOException failed) {
            warn.accept("spill segment cannot be forced: error=" + failed);
        }
    }

    private void cutTail(Disk.OpenFile file, Segment segment) {
        try {
            file.truncate(segment.endOffset);
            segments.resize(segment, segment.endOffset);
        } catch (IOException failed) {
            // it stays torn: the next segment's header says that this one ends here
        }
    }
}
