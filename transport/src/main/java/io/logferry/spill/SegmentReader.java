package io.logferry.spill;

import io.logferry.frame.Frame;
import io.logferry.frame.FrameHeader;
import io.logferry.frame.Position;
import io.logferry.spill.Journal.Read;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Walks the segments once, oldest first, and accounts for every record on its way exactly once: as loaded, as settled
 * before, or as damaged. Sender thread only.
 */
final class SegmentReader implements AutoCloseable {
    private final Segments segments;
    private final UUID streamId;
    private @Nullable Segment reading;
    private @Nullable SegmentFile file;
    private String trouble = "";

    /** All records up to this ordinal are accounted for. */
    private long accounted;

    SegmentReader(Segments segments, UUID streamId, long accounted) {
        this.segments = segments;
        this.streamId = streamId;
        this.accounted = accounted;
    }

    boolean hasUnread() {
        if ((file != null && !file.isAtEnd()) || isLossPending()) {
            return true;
        }
        Segment segment = segments.after(reading);
        while (segment != null && segment.endOffset <= SegmentHeader.BYTES) {
            segment = segments.after(segment);
        }
        return segment != null;
    }

    /** Tells whether it will not touch this segment any more, unless something is appended to it. */
    boolean isPast(Segment segment) {
        return segment == reading ? (file == null || file.isAtEnd()) && !isLossPending() : segment.isRead;
    }

    private boolean isLossPending() {
        return reading != null && reading.ordinalEnd > accounted;
    }

    @Nullable Segment reading() {
        return reading;
    }

    long accounted() {
        return accounted;
    }

    /** Records ever appended up to where it is. */
    long ordinal() {
        return file == null ? accounted : file.ordinal();
    }

    Read next(Position passed) {
        while (true) {
            SegmentFile in = file;
            if (in == null || in.isAtEnd()) {
                long lost = reading == null ? 0 : account(reading.ordinalEnd);
                if (lost > 0) {
                    return new Read.Damaged(lost, trouble);
                }
                Segment next = segments.after(reading);
                if (next == null) {
                    return Read.Empty.EMPTY;
                }
                lost = enter(next);
                if (lost > 0) {
                    return new Read.Damaged(lost, trouble);
                }
                continue;
            }
            long before = in.offset();
            FrameHeader header = in.next();
            if (header == null) {
                giveUp(in, before);
                continue;
            }
            long records = account(in.ordinal());
            if (records == 0 || passed.compareTo(header.last()) >= 0) { // 0: the cursor says it was removed
                return new Read.Settled(records);
            }
            Frame frame = in.load();
            if (frame == null) {
                return new Read.Damaged(records, "payload fails its checksum: " + at(before));
            }
            Segment segment = reading;
            SegmentHeader segmentHeader = segment == null ? null : segment.header;
            return new Read.Loaded(
                    segmentHeader == null || segmentHeader.streamId().equals(streamId)
                            ? frame
                            : frame.withStream(streamId));
        }
    }

    private void giveUp(SegmentFile in, long offset) {
        trouble = "no good frame header: " + at(offset);
        in.skipToEnd();
        if (reading != null) {
            reading.isDamaged = true;
        }
    }

    private String at(long offset) {
        return "file=" + (reading == null ? "" : segments.folder().resolve(reading.fileName())) + " offset=" + offset;
    }

    /** Goes to the beginning of a segment; returns how many records are lost before it. */
    private long enter(Segment segment) {
        leave();
        reading = segment;
        segments.learnEnd(segment);
        SegmentHeader header = segments.learn(segment) ? segment.header : null;
        boolean isInOrder =
                header != null && (segment.ordinalEnd == Segment.UNKNOWN || header.ordinalBase() <= segment.ordinalEnd);
        accounted = Math.max(accounted, segment.accountedFrom);
        if (header == null || !isInOrder) {
            trouble = "no good segment header: " + at(0);
            segment.isDamaged = true;
            leave();
            return account(segment.ordinalEnd);
        }
        file = new SegmentFile(segments.open(segment), segment, header);
        return account(header.ordinalBase());
    }

    private void leave() {
        if (reading != null) {
            reading.isRead = true;
        }
        if (file != null) {
            file.close();
            file = null;
        }
    }

    private long account(long ordinal) {
        long records = Math.max(0, ordinal - accounted);
        accounted += records;
        return records;
    }

    /** Goes behind a frame that was just appended and that the caller keeps in memory. */
    void skipAppended(Segment segment) {
        if (segment != reading) {
            for (Segment s = segments.after(reading); s != segment && s != null; s = segments.after(s)) {
                s.isRead = true;
            }
            enter(segment);
        }
        if (file != null) {
            file.skipToEnd();
        }
        account(segment.ordinalEnd);
    }

    /** Goes behind everything that is on disk. */
    void skipAll() {
        for (Segment s = segments.after(reading); s != null; s = segments.after(s)) {
            s.isRead = true;
            account(s.ordinalEnd);
            reading = s;
        }
    }

    /** To be called when a segment was removed. */
    void forget(Segment segment) {
        if (segment == reading) {
            leave();
            reading = null;
        }
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }
}
