package io.logferry.sender;

import io.logferry.frame.DropReason;
import io.logferry.frame.Frame;
import io.logferry.frame.Level;
import io.logferry.frame.LostRange;
import io.logferry.frame.Position;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One place in the FIFO, in memory: a frame; or the range of numbers that are missing before the next frame; or both, a
 * refused frame and the range that is sent in its place. Sender thread only.
 */
final class Entry {
    private static final int RANGE_BYTES = 32;

    final @Nullable Frame frame;
    final @Nullable LostRange range;
    boolean onDisk;
    /** When it was last sent; 0 for never. */
    long sentNanos;

    /** Single records that the sink refused for good, by number; counted when the frame is settled. */
    final Map<Long, Level> refused = new HashMap<>(0);

    private Entry(@Nullable Frame frame, @Nullable LostRange range, boolean onDisk) {
        this.frame = frame;
        this.range = range;
        this.onDisk = onDisk;
    }

    static Entry of(Frame frame, boolean onDisk) {
        return new Entry(frame, null, onDisk);
    }

    static Entry of(LostRange range) {
        return new Entry(null, range, false);
    }

    /** The same place after its frame was refused for good. */
    Entry rejected() {
        Frame refused = Objects.requireNonNull(frame);
        LostRange range = new LostRange(
                DropReason.REJECTED,
                refused.header().epoch(),
                refused.header().firstSeq(),
                refused.header().lastSeq());
        return new Entry(refused, range, onDisk);
    }

    boolean isRejected() {
        return frame != null && range != null;
    }

    /** Tells whether the journal still has to take it when it is spilled. */
    boolean isMemoryOnly() {
        return frame != null && !onDisk;
    }

    /** Tells whether this position is in its frame. */
    boolean holds(long epoch, long seq) {
        return frame != null
                && frame.header().epoch() == epoch
                && frame.header().firstSeq() <= seq
                && frame.header().lastSeq() >= seq;
    }

    Position last() {
        return range != null
                ? range.last()
                : Objects.requireNonNull(frame).header().last();
    }

    int records() {
        return frame == null ? 0 : frame.header().recordCount();
    }

    int rawBytes() {
        return frame == null ? RANGE_BYTES : frame.header().rawLength();
    }

    int bytes() {
        return frame == null ? RANGE_BYTES : frame.bytes().length;
    }
}
