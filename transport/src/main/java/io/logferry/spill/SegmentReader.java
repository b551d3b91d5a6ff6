package io.logferry.spill;

import io.logferry.frame.Frame;
import io.logferry.frame.FrameHeader;
import io.logferry.frame.Position;
import io.logferry.spill.Journal.Read;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Walks the segments once, oldest first, and accounts for every record on its way exactly once: as loaded, as settled
 * before, or as damaged. While a segment cannot be read, it stays where it is. Sender thread only.
 */
final class SegmentReader implements AutoCloseable {
    /** A segment that could not be read for so long is given up: what follows it is to be sent, too. */
    private static final long GIVE_UP_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Segments segments;
    private final Recovery recovery;
    private final UUID streamId;
    private final Trouble trouble;
    private final Retry retry = new Retry();
    private @Nullable Segment reading;
    private @Nullable SegmentFile file;
    private String damage = "";

    /** Whose file was accessed last, and since when that fails. */
    private @Nullable Segment accessed;

    private @Nullable Segment failing;
    private long failingSinceNanos;

    /** All records up to this ordinal are accounted for. */
    private long accounted;

    SegmentReader(Segments segments, Recovery recovery, UUID streamId, long accounted, Consumer<String> warn) {
        this.segments = segments;
        this.recovery = recovery;
        this.streamId = streamId;
        trouble = new Trouble(warn);
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

    Read next(Position passed, long nowNanos) {
        while (!retry.isTooEarly(nowNanos)) {
            try {
                Read read = read(passed);
                retry.succeeded();
                failing = null;
                return read;
            } catch (IOException unreadable) {
                failed(unreadable, nowNanos);
            }
        }
        return hasUnread() ? Read.Unreadable.UNREADABLE : Read.Empty.EMPTY;
    }

    private void failed(IOException unreadable, long nowNanos) {
        close();
        retry.failed(nowNanos);
        trouble.warn("spill cannot be read, tried again: file=" + path(accessed) + " error=" + unreadable);
        if (failing != accessed) {
            failing = accessed;
            failingSinceNanos = nowNanos;
        } else if (failing != null && nowNanos - failingSinceNanos >= GIVE_UP_NANOS) {
            failing.isGivenUp = true;
            retry.now();
        }
    }

    /** Nothing advances if it throws, whatever it throws. */
    private Read read(Position passed) throws IOException {
        while (true) {
            SegmentFile in = file;
            Segment segment = reading;
            if (in == null || segment == null || in.isAtEnd()) {
                long lost = segment == null ? 0 : account(segment.ordinalEnd);
                if (segment != null && lost > 0) {
                    return new Read.Damaged(
                            lost, segment.isDamaged ? damage : "missing at the end: file=" + path(segment));
                }
                Segment next = segments.after(segment);
                if (next == null) {
                    return Read.Empty.EMPTY;
                }
                learn(next);
                lost = enter(next);
                if (lost > 0) {
                    return new Read.Damaged(lost, damage);
                }
                continue;
            }
            accessed = segment;
            FrameHeader header = segment.isGivenUp ? null : in.peek();
            if (header == null) {
                damage = (segment.isGivenUp ? "cannot be read: " : "no good frame header: ") + at(in.offset());
                in.skipToEnd();
                segment.isDamaged = true;
                continue;
            }
            boolean isRemoved = in.ordinal() + header.recordCount() <= accounted; // the cursor says so
            if (isRemoved || passed.compareTo(header.last()) >= 0) {
                in.advance();
                return new Read.Settled(account(in.ordinal()));
            }
            Frame frame = in.load();
            Read read = frame == null
                    ? new Read.Damaged(
                            in.ordinal() + header.recordCount() - accounted,
                            "payload fails its checksum: " + at(in.offset()))
                    : new Read.Loaded(isOurs(segment) ? frame : frame.withStream(streamId));
            in.advance();
            long records = account(in.ordinal());
            if (frame != null) { // a cursor that a power loss brought back may point into the middle of a frame
                recovery.addFound(header.recordCount() - records);
            }
            return read;
        }
    }

    private boolean isOurs(Segment segment) {
        return segment.header == null || segment.header.streamId().equals(streamId);
    }

    private String at(long offset) {
        return "file=" + path(reading) + " offset=" + offset;
    }

    private String path(@Nullable Segment segment) {
        return segment == null ? "" : String.valueOf(segments.folder().resolve(segment.fileName()));
    }

    private void learn(Segment next) throws IOException {
        accessed = segments.next(next);
        segments.learnEnd(next);
        accessed = next;
        recovery.learnLate(next);
    }

    /** Goes to the beginning of a segment, after what there is to learn about it; returns how many records are lost before it. */
    private long enter(Segment segment) {
        leave();
        reading = segment;
        SegmentHeader header = segment.isGivenUp ? null : segment.header;
        boolean isInOrder =
                header != null && (segment.ordinalEnd == Segment.UNKNOWN || header.ordinalBase() <= segment.ordinalEnd);
        accounted = segment.countedFrom(accounted);
        if (segment.isUncounted) { // and will never be: none of its records were in the journal's count
            accounted = Math.max(accounted, segment.ordinalEnd);
        }
        if (header == null || !isInOrder) {
            damage = (segment.isGivenUp ? "cannot be read: " : "no good segment header: ") + at(0);
            segment.isDamaged = true;
            leave();
            return account(segment.ordinalEnd);
        }
        file = new SegmentFile(segments, segment, header);
        return account(header.ordinalBase());
    }

    private void leave() {
        if (reading != null) {
            reading.isRead = true;
            trouble.over(); // not with every frame between two failures
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
