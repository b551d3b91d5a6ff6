package io.logferry.sender;

import io.logferry.frame.Codec;
import io.logferry.frame.DropReason;
import io.logferry.frame.Frame;
import io.logferry.frame.FrameEncoder;
import io.logferry.frame.FrameFormat;
import io.logferry.frame.FrameHeader;
import io.logferry.frame.LostRange;
import io.logferry.frame.Position;
import io.logferry.jfr.FlightLog;
import io.logferry.spill.Journal;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one FIFO of frames: those in memory (sent, then unsent), then those that are on disk alone. Sender thread only.
 *
 * <p>A frame comes into memory only when everything before it is in memory or settled; it is journalled only when
 * everything before it is on disk or settled. So both orders are that of the positions.
 */
final class FrameFifo {
    /** Where others fill the disk, giving up more would lose much and help nobody. */
    private static final int MOST_SEGMENTS_PER_FRAME = 2;

    private static final int SMALL_FRAME_BYTES = 4_096;

    private final @Nullable Journal journal;
    private final @Nullable FrameEncoder diskEncoder;
    private final boolean journalAll;
    private final boolean dropOldest;
    private final long maxWindowBytes;
    private final Ledger ledger;
    private final Notices notices;
    private final FlightLog flight;
    private final Losses losses = new Losses();

    private final ArrayDeque<Entry> sent = new ArrayDeque<>();
    private final ArrayDeque<Entry> unsent = new ArrayDeque<>();
    private @Nullable Frame compressedFrom;
    private @Nullable Frame compressed;
    private long memoryBytes;
    private long memoryOnlyRecords;
    private long refusedOnDisk;

    /** How much may be in memory now: what the connection grants; without one, nothing if there is a journal. */
    private long windowBytes;

    private Position settled;
    private Position lastInMemory;

    FrameFifo(@Nullable Journal journal, SenderConfig config, Ledger ledger, Notices notices, FlightLog flight) {
        this.journal = journal;
        this.diskEncoder = config.sinkCompresses() && config.codec() != Codec.NONE
                ? new FrameEncoder(config.streamId(), config.codec())
                : null;
        this.journalAll = config.journalAll();
        this.dropOldest = config.dropOldest();
        this.maxWindowBytes = config.windowBytes();
        this.ledger = ledger;
        this.notices = notices;
        this.flight = flight;
        settled = journal == null ? Position.NONE : journal.settled();
        lastInMemory = settled;
        disconnected();
    }

    /** The last settled position. */
    Position settled() {
        return settled;
    }

    /** A connection grants this window. */
    void connected(long grantedBytes) {
        windowBytes = Math.min(maxWindowBytes, grantedBytes);
    }

    /** Nothing is in flight any more: what was sent is unsent. */
    void disconnected() {
        while (!sent.isEmpty()) {
            unsent.addFirst(sent.removeLast());
        }
        windowBytes = journal == null ? maxWindowBytes : 0;
    }

    /**
     * Gives a sealed frame its place: in memory if the window admits it, on disk, or both.
     *
     * @return false if there is none now: the ring must fill, the same frame is offered again
     */
    boolean place(Frame frame, long nowNanos) {
        boolean admitted = hasRoom(frame.bytes().length) && !hasUnread();
        if (journal == null || (admitted && !journalAll && journal.isEmpty())) {
            if (admitted) {
                admit(frame, false);
            }
            return admitted;
        }
        Journal.Append result = journal(frame, admitted, nowNanos);
        if (result == Journal.Append.DONE) {
            if (admitted) {
                admit(frame, true);
            }
            return true;
        }
        if (admitted || (result == Journal.Append.FAILED && fitsInMemory(frame))) {
            notices.warn(Notices.Kind.SPILL, "frames can't be journalled now and are sent without", nowNanos);
            admit(frame, false);
            return true;
        }
        // a marker is not worth a segment
        return result == Journal.Append.FULL
                && dropOldest
                && !frame.header().isEnd()
                && makeRoom(journal, frame, nowNanos);
    }

    /** Full spill, drop-oldest: the oldest segment goes, or, if that can't be, this frame. */
    private boolean makeRoom(Journal full, Frame frame, long nowNanos) {
        for (int segments = 0; segments < MOST_SEGMENTS_PER_FRAME && dropOldest(full, nowNanos); segments++) {
            if (journal(frame, false, nowNanos) == Journal.Append.DONE) {
                return true;
            }
        }
        FrameHeader header = frame.header();
        losses.add(new LostRange(DropReason.SPILL_FULL, header.epoch(), header.firstSeq(), header.lastSeq()));
        ledger.drop(DropReason.SPILL_FULL, header.levelCounts());
        return true;
    }

    private boolean dropOldest(Journal full, long nowNanos) {
        Journal.Dropped oldest = full.dropOldest(nowNanos);
        if (oldest == null) {
            return false;
        }
        oldest.ranges().forEach(losses::add);
        ledger.drop(DropReason.SPILL_FULL, oldest.recordsByLevel());
        ledger.dropUnknown(DropReason.SPILL_FULL, oldest.recordsOfUnknownLevel());
        ledger.acked.add(oldest.settledRecords());
        return true;
    }

    private Journal.Append journal(Frame frame, boolean admitted, long nowNanos) {
        Journal.Append result = spillMemory(nowNanos);
        if (result == Journal.Append.DONE) {
            result = append(Objects.requireNonNull(journal), frame, admitted, nowNanos);
            if (result == Journal.Append.DONE) {
                spilled(frame);
            }
        }
        return result;
    }

    private void spilled(Frame frame) {
        ledger.spilled.add(frame.header().recordCount());
        flight.spilled(frame);
    }

    private Journal.Append append(Journal to, Frame frame, boolean isLoaded, long nowNanos) {
        return to.append(forDisk(frame), isLoaded, nowNanos);
    }

    /** Kept, because a full disk refuses the same frame pass after pass. */
    private Frame forDisk(Frame frame) {
        if (diskEncoder == null) {
            return frame;
        }
        if (frame != compressedFrom || compressed == null) {
            compressed = diskEncoder.compressed(frame);
            compressedFrom = frame;
        }
        return compressed;
    }

    /** At a stop: journals what is in memory alone, under the policy of a full spill. */
    void spillRest(long nowNanos) {
        if (journal != null
                && spillMemory(nowNanos) == Journal.Append.FULL
                && dropOldest
                && dropOldest(journal, nowNanos)) {
            spillMemory(nowNanos);
        }
    }

    /** Journals every frame that is in memory alone, in order. */
    Journal.Append spillMemory(long nowNanos) {
        if (journal == null) {
            return Journal.Append.FAILED;
        }
        for (ArrayDeque<Entry> part : List.of(sent, unsent)) {
            for (Entry entry : memoryOnlyRecords == 0 ? List.<Entry>of() : part) {
                if (entry.isMemoryOnly() && !entry.isRejected()) {
                    Journal.Append result = append(journal, Objects.requireNonNull(entry.frame), true, nowNanos);
                    if (result != Journal.Append.DONE) {
                        return result;
                    }
                    entry.onDisk = true;
                    memoryOnlyRecords -= entry.records();
                    spilled(entry.frame);
                }
            }
        }
        return Journal.Append.DONE;
    }

    /**
     * Reads frames back from disk as far as the window admits.
     *
     * @return how many steps it took
     */
    int load(long nowNanos) {
        int steps = 0;
        while (journal != null && journal.hasUnread() && hasRoom(FrameFormat.MAX_FRAME_BYTES)) {
            Journal.Read read = journal.next(max(settled, lastInMemory), nowNanos);
            if (read instanceof Journal.Read.Loaded loaded) {
                ledger.replayed.add(loaded.frame().header().recordCount());
                flight.replayed(loaded.frame());
                admit(loaded.frame(), true);
            } else if (read instanceof Journal.Read.Settled done) {
                ledger.acked.add(done.records());
            } else if (read instanceof Journal.Read.Damaged damaged) {
                ledger.dropUnknown(DropReason.CORRUPT, damaged.records());
                notices.warn(
                        Notices.Kind.DAMAGE,
                        damaged.records() + " spilled records are lost: " + damaged.what(),
                        nowNanos);
            } else {
                break;
            }
            steps++;
        }
        return steps;
    }

    private void admit(Frame frame, boolean onDisk) {
        for (LostRange range : losses.between(lastInMemory, frame.header())) {
            add(Entry.of(range));
        }
        add(Entry.of(frame, onDisk));
    }

    private void add(Entry entry) {
        unsent.addLast(entry);
        memoryBytes += entry.bytes();
        memoryOnlyRecords += entry.isMemoryOnly() ? entry.records() : 0;
        lastInMemory = entry.last();
    }

    /** The oldest entry to send, or null. */
    @Nullable Entry nextUnsent() {
        return unsent.peekFirst();
    }

    /** The oldest unsent entry was sent. */
    void markSent(long nowNanos) {
        Entry entry = unsent.removeFirst();
        entry.sentNanos = nowNanos;
        sent.addLast(entry);
        if (entry.range == null && entry.frame != null) {
            ledger.framesSent.increment();
            ledger.bytesSent.add(entry.bytes());
            flight.frameSent(entry.frame);
        }
    }

    /**
     * Everything up to this position is durable at the sink, wherever it lies.
     *
     * @return true if a frame was settled by it
     */
    boolean settle(Position position, long nowNanos) {
        settled = max(settled, position);
        lastInMemory = max(lastInMemory, position);
        boolean inFlight = settle(sent, nowNanos);
        boolean frames = settle(unsent, nowNanos) || inFlight;
        if (journal != null) {
            journal.settle(settled);
        }
        return frames;
    }

    private boolean settle(ArrayDeque<Entry> entries, long nowNanos) {
        boolean frames = false;
        for (Entry entry = entries.peekFirst();
                entry != null && entry.last().compareTo(settled) <= 0;
                entry = entries.peekFirst()) {
            remove(entries.removeFirst());
            if (entry.isRejected()) {
                refusedOnDisk -= entry.onDisk ? entry.records() : 0;
            } else if (entry.frame != null) {
                ledger.acked.add(entry.records() - entry.refused.size());
                entry.refused.values().forEach(level -> ledger.drop(DropReason.REJECTED, level));
                ledger.framesAcked.increment();
                flight.frameAcked(entry.frame, entry.sentNanos == 0 ? 0 : nowNanos - entry.sentNanos);
                frames = true;
            }
        }
        return frames;
    }

    private void remove(Entry entry) {
        memoryBytes -= entry.bytes();
        memoryOnlyRecords -= entry.isMemoryOnly() && !entry.isRejected() ? entry.records() : 0;
    }

    /** The entry in flight that holds this position's frame, or null. */
    @Nullable Entry findSent(long epoch, long seq) {
        for (Entry entry : sent) {
            if (entry.holds(epoch, seq)) {
                return entry;
            }
        }
        return null;
    }

    /** The same, or the one that is next to be sent, of which the sink may have taken a part. */
    @Nullable Entry findSentOrNext(long epoch, long seq) {
        Entry next = unsent.peekFirst();
        return next != null && next.holds(epoch, seq) ? next : findSent(epoch, seq);
    }

    /** A frame in flight was refused for good: its RANGE takes its place; it and what follows it are unsent. */
    void reject(Entry refused) {
        while (sent.peekLast() != refused) {
            unsent.addFirst(sent.removeLast());
        }
        sent.removeLast();
        Entry range = refused.rejected();
        unsent.addFirst(range);
        FrameHeader header = Objects.requireNonNull(refused.frame).header();
        ledger.drop(DropReason.REJECTED, header.levelCounts());
        memoryOnlyRecords -= refused.isMemoryOnly() ? refused.records() : 0;
        refusedOnDisk += refused.onDisk ? refused.records() : 0;
    }

    /** Counts what is in memory alone as SHUTDOWN. */
    void abandon() {
        for (ArrayDeque<Entry> part : List.of(sent, unsent)) {
            for (Iterator<Entry> i = part.iterator(); i.hasNext(); ) {
                Entry entry = i.next();
                if (entry.isMemoryOnly() && !entry.isRejected()) {
                    ledger.drop(
                            DropReason.SHUTDOWN,
                            Objects.requireNonNull(entry.frame).header().levelCounts());
                    remove(entry);
                    i.remove();
                }
            }
        }
    }

    /** Tells whether the window would admit a small frame now. */
    boolean admitsMore() {
        return !hasUnread() && hasRoom(SMALL_FRAME_BYTES);
    }

    /** Tells whether a frame waits in memory for its ack, sent or not. */
    boolean hasWaiting() {
        return !sent.isEmpty() || !unsent.isEmpty();
    }

    boolean hasSent() {
        return !sent.isEmpty();
    }

    /** Tells whether everything it was given is settled. */
    boolean isEmpty() {
        return sent.isEmpty() && unsent.isEmpty() && (journal == null || journal.isEmpty());
    }

    long memoryOnlyRecords() {
        return memoryOnlyRecords;
    }

    long recordsOnDisk() {
        return journal == null ? 0 : journal.recordCount() - refusedOnDisk;
    }

    private boolean hasUnread() {
        return journal != null && journal.hasUnread();
    }

    private boolean hasRoom(int bytes) {
        return windowBytes > 0 && (memoryBytes == 0 || memoryBytes + bytes <= windowBytes);
    }

    private boolean fitsInMemory(Frame frame) {
        return !hasUnread() && memoryBytes + frame.bytes().length <= maxWindowBytes;
    }

    private static Position max(Position a, Position b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
