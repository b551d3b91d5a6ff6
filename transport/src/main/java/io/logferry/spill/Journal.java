package io.logferry.spill;

import io.logferry.frame.Frame;
import io.logferry.frame.LostRange;
import io.logferry.frame.Position;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The durable FIFO of frames in one slot's folder. Sender thread only. */
public final class Journal implements AutoCloseable {
    /** How often {@link Sync#INTERVAL} forces. */
    public static final long SYNC_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** An empty journal removes its last segment when nothing was appended for so long. */
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Slot slot;
    private final Space space;
    private final JournalConfig config;
    private final Consumer<String> warn;
    private final Segments segments;
    private final DeadLetters deadLetters;
    private final Recovery recovery;
    private final SegmentWriter writer;
    private final SegmentReader reader;
    private final Cursor cursor;
    private final LoadedFrames loaded = new LoadedFrames();
    private final Retry retry = new Retry();
    private Append failure = Append.FAILED;
    private Position settled;
    private long settledOrdinal;
    private long nextOrdinal;
    private long recordCount;
    private long found;
    private boolean hasTicked;
    private long appendedNanos;
    private long forcedNanos;

    private Journal(Disk disk, Slot slot, JournalConfig config, Consumer<String> warn) {
        this.slot = slot;
        space = new Space(disk, slot.folder(), config.minFreeBytes());
        this.config = config;
        this.warn = warn;
        segments = new Segments(disk, slot.folder(), warn);
        segments.fill(slot.entries());
        deadLetters = new DeadLetters(disk, slot.folder(), slot.streamId(), config, warn);
        deadLetters.fill(slot.entries());
        cursor = new Cursor(disk, slot.folder(), warn);
        Cursor.State state = cursor.read();
        recovery = new Recovery(segments, config.sync(), warn, state.ordinal());
        recovery.run(slot.epoch());
        long highestNumber = Math.max(segments.highestNumber(), state.highestSegment()) + (recovery.isJump() ? 1 : 0);
        settled = state.settled();
        settledOrdinal = state.ordinal();
        nextOrdinal = recovery.ordinalEnd;
        recordCount = recovery.recordCount;
        writer = new SegmentWriter(disk, segments, slot.streamId(), config, warn, highestNumber);
        reader = new SegmentReader(segments, recovery, slot.streamId(), state.ordinal(), warn);
        if (settled.compareTo(recovery.last) >= 0 && !recovery.hasUncounted) {
            reader.skipAll();
            recordCount = 0;
        }
    }

    /** Opens the journal in a claimed slot, whatever is in it. */
    public static Journal open(Disk disk, Slot slot, JournalConfig config, Consumer<String> warn) {
        return new Journal(disk, slot, config, warn);
    }

    /** The position up to which every record is settled; {@link Position#NONE} if that is not known. */
    public Position settled() {
        return settled;
    }

    /** Records on disk that are neither settled nor lost, without those that could not be read when it was opened. */
    public long recordCount() {
        return recordCount;
    }

    /**
     * Records on disk that {@link #recordCount} did not know when the journal was opened, because their segment could
     * not be read, and that it has come to know since the last call.
     */
    public long takeFound() {
        long taken = found;
        found = 0;
        return taken;
    }

    private void countFound() {
        long late = recovery.takeFound();
        recordCount += late;
        found += late;
    }

    /** Bytes of all files that maxBytes covers. */
    public long sizeBytes() {
        return segments.sizeBytes() + deadLetters.sizeBytes();
    }

    /** Tells whether the disk failed at the last attempt to write; being full is no failure. */
    public boolean isFailing() {
        return retry.hasFailed() && failure == Append.FAILED;
    }

    /** Tells whether nothing unsettled is on disk. */
    public boolean isEmpty() {
        return loaded.isEmpty() && !reader.hasUnread();
    }

    /** Tells whether {@link #next} has something to return. */
    public boolean hasUnread() {
        return reader.hasUnread();
    }

    /** What became of a frame. */
    public enum Append {
        /** It is on disk, durable as configured. */
        DONE,
        /** There is no room: maxBytes, minFreeBytes, or the disk is full. */
        FULL,
        /** The disk fails; the next attempts fail at once, until it is time to try again. */
        FAILED
    }

    /**
     * Appends a frame; its position is behind all that were appended before. Unless DONE is returned, nothing changed.
     *
     * @param isLoaded the caller keeps it in memory: {@link #next} will not return it
     * @throws IllegalStateException if isLoaded and there are unread frames, which would be sent after it
     */
    public Append append(Frame frame, boolean isLoaded, long nowNanos) {
        if (isLoaded && hasUnread()) {
            throw new IllegalStateException("a loaded frame cannot go behind unread ones: " + frame);
        }
        if (retry.isTooEarly(nowNanos)) {
            return failure;
        }
        if (!makeRoom(frame)) {
            return Append.FULL;
        }
        Segment segment;
        try {
            if (cursor.isUnknown() || (cursor.isStale() && isEmpty())) {
                writeCursor(); // or the next start would take what is settled since the last write for lost
            }
            segment = writer.append(frame, nextOrdinal);
            if (segment == null && makeRoom(frame)) {
                segment = writer.append(frame, nextOrdinal);
            }
            if (segment == null) {
                throw new IOException("frame cannot be forced");
            }
        } catch (IOException failed) {
            return appendFailed(failed, frame, nowNanos);
        }
        if (retry.succeeded()) {
            warn.accept("spill works again: folder=" + segments.folder());
        }
        space.appended();
        int records = frame.header().recordCount();
        nextOrdinal += records;
        recordCount += records;
        appendedNanos = nowNanos;
        if (isLoaded) {
            reader.skipAppended(segment);
            loaded.add(frame.header(), reader.ordinal(), segment);
        }
        return Append.DONE;
    }

    private boolean makeRoom(Frame frame) {
        int frameBytes = frame.bytes().length;
        boolean newSegment = !writer.fits(frameBytes);
        if (newSegment) {
            space.check();
        }
        long allowedBytes = config.maxBytes() - frameBytes - (newSegment ? SegmentHeader.BYTES : 0);
        if (sizeBytes() > allowedBytes) {
            forgetSettled();
        }
        while (sizeBytes() > allowedBytes && segments.deleteDamaged()) {
            // what is still to be delivered is worth more than what cannot be read
        }
        boolean hasRoom = sizeBytes() <= allowedBytes;
        if (!hasRoom || space.isLow()) {
            space.refused(hasRoom);
            return false;
        }
        return true;
    }

    private Append appendFailed(IOException failed, Frame frame, long nowNanos) {
        boolean isFull = false;
        if (failed instanceof NoSuchFileException) { // somebody removed the folder
            slot.restore();
            cursor.forget();
        } else {
            isFull = space.isFull(failed, frame.bytes().length);
        }
        space.refused(isFull);
        failure = isFull ? Append.FULL : Append.FAILED;
        if (retry.failed(nowNanos)) {
            warn.accept("spill cannot be written, tried again later: folder=" + segments.folder() + " error=" + failed);
        }
        return failure;
    }

    /** What {@link #next} found. */
    public sealed interface Read {
        /** The next frame; it is loaded from now on. */
        record Loaded(Frame frame) implements Read {}

        /** A frame that was settled before it was loaded. */
        record Settled(long records) implements Read {}

        /**
         * Records that are lost on disk.
         *
         * @param what for a warning: what is wrong, and where
         */
        record Damaged(long records, String what) implements Read {}

        /** It cannot be read now; nothing advanced. Tried again in a while, by the caller's clock. */
        enum Unreadable implements Read {
            /** The only one. */
            UNREADABLE
        }

        /** Everything was read. */
        enum Empty implements Read {
            /** The only one. */
            EMPTY
        }
    }

    /**
     * Reads on; never goes back. Every call advances, or returns Unreadable or Empty.
     *
     * @param passed all frames at or below it are settled, or loaded already
     */
    public Read next(Position passed, long nowNanos) {
        Read read = reader.next(max(passed, max(settled, loaded.last())), nowNanos);
        countFound();
        Segment segment = reader.reading();
        if (read instanceof Read.Loaded frame && segment != null) {
            loaded.add(frame.frame().header(), reader.ordinal(), segment);
        } else if (read instanceof Read.Settled before) {
            recordCount -= before.records();
            if (loaded.isEmpty()) {
                settledOrdinal = reader.ordinal();
                cursor.markStale();
            }
        } else if (read instanceof Read.Damaged damage) {
            recordCount -= damage.records();
        }
        Segment current = writer.current();
        if (current != null && current.isDamaged) {
            writer.seal(); // nothing behind the damage would be found at the next start
        }
        return read;
    }

    private static Position max(Position a, Position b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    /** Takes note that every record up to a position is settled. */
    public void settle(Position position) {
        if (position.compareTo(settled) <= 0) {
            return;
        }
        settled = position;
        cursor.markStale();
        recordCount -= loaded.settle(position);
        settledOrdinal = Math.max(settledOrdinal, loaded.settledOrdinal());
    }

    /**
     * What {@link #dropOldest} removed. Immutable: nobody writes to its counts.
     *
     * @param ranges the lost numbers, reason SPILL_FULL
     * @param recordsByLevel how many were lost, by ordinal of their level
     * @param recordsOfUnknownLevel how many more were lost, whose headers cannot be read
     * @param settledRecords how many of the removed were not lost, but settled before
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Dropped(
            List<LostRange> ranges, long[] recordsByLevel, long recordsOfUnknownLevel, long settledRecords) {
        /** How many records are gone from the journal. */
        public long records() {
            return LongStream.of(recordsByLevel).sum() + recordsOfUnknownLevel + settledRecords;
        }
    }

    /**
     * Removes the oldest closed segment that the reader has not entered.
     *
     * @return null if there is none, or if it would not help: where others fill the disk, one segment a second goes
     */
    public @Nullable Dropped dropOldest(long nowNanos) {
        if (!space.mayDrop(nowNanos)) {
            return null;
        }
        Dropped dropped = DropScan.dropOldest(segments, recovery, reader, writer.current(), settled);
        countFound();
        if (dropped != null) {
            recordCount -= dropped.records();
            retry.now();
            space.check();
            space.dropped(nowNanos);
            cursor.markStale();
        }
        return dropped;
    }

    /**
     * Keeps a frame that the sink refused for good.
     *
     * @return false if there is no room for it, or the disk fails
     */
    public boolean deadLetter(Frame frame) {
        return deadLetters.keep(frame, segments);
    }

    /** Does what is due: forces, writes the cursor at most once, removes settled segments, looks at the free space. */
    public void tick(long nowNanos) {
        if (!hasTicked) {
            hasTicked = true;
            forcedNanos = nowNanos;
        }
        space.tick(nowNanos);
        if (writer.current() != null && nowNanos - appendedNanos >= IDLE_NANOS && isEmpty()) {
            writer.seal();
        }
        forgetSettled();
        if (config.sync() != Sync.NONE && nowNanos - forcedNanos >= SYNC_INTERVAL_NANOS) {
            forcedNanos = nowNanos;
            if (!writer.force()) {
                writer.close();
            }
            cursor.force();
        }
    }

    /** Removes the segments that are settled, after the cursor says so; or although it cannot be written. */
    private void forgetSettled() {
        Segment first = segments.first();
        if (first == null) {
            return; // then the cursor may wait for the next append
        }
        tryWriteCursor();
        boolean isForced = config.sync() == Sync.NONE;
        while (first != null && first != writer.current() && first.loadedFrames == 0 && reader.isPast(first)) {
            if (!isForced) {
                cursor.force();
                isForced = true;
            }
            if (!segments.remove(first)) {
                return;
            }
            reader.forget(first);
            first = segments.first();
        }
    }

    private void writeCursor() throws IOException {
        cursor.write(new Cursor.State(settled, isEmpty() ? nextOrdinal : settledOrdinal, writer.highestNumber()));
    }

    private void tryWriteCursor() {
        if (cursor.isStale()) {
            try {
                writeCursor();
            } catch (IOException warnedOf) {
                // tried again at the next tick
            }
        }
    }

    /** Makes durable what is to be, and closes the files. The slot stays claimed. */
    @Override
    public void close() {
        writer.seal();
        tryWriteCursor();
        forgetSettled();
        if (config.sync() != Sync.NONE) {
            cursor.force();
        }
        reader.close();
        cursor.close();
    }
}
