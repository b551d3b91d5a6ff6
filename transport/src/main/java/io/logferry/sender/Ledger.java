package io.logferry.sender;

import io.logferry.frame.DropReason;
import io.logferry.frame.Level;
import io.logferry.frame.LevelCounts;
import io.logferry.frame.RecordEncoder;
import io.logferry.sink.SinkState;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/**
 * The pipeline's accounts, in records. Drops and suppressed events may be counted by any thread; the fields are written
 * by the sender thread only and read by any.
 */
public final class Ledger {
    /** The column of records whose level is not known, behind those of {@link Level}. */
    public static final int UNKNOWN_LEVEL = Level.COUNT;

    private final LongAdder[][] drops = new LongAdder[DropReason.COUNT][Level.COUNT + 1];
    private final LongAdder suppressed = new LongAdder();
    private final LongAdder late = new LongAdder();

    final LongAdder carriedIn = new LongAdder();
    final LongAdder markers = new LongAdder();
    final LongAdder acked = new LongAdder();
    final LongAdder spilled = new LongAdder();
    final LongAdder replayed = new LongAdder();
    final LongAdder framesSent = new LongAdder();
    final LongAdder framesAcked = new LongAdder();
    final LongAdder bytesSent = new LongAdder();
    final LongAdder connects = new LongAdder();
    final LongAdder disconnects = new LongAdder();
    volatile long inBatch;
    volatile long inFlight;
    volatile long onDisk;
    volatile long unjournalled;
    volatile long spillBytes;
    /** Taken as usable until the folder was opened, or could not be. */
    volatile boolean spillUsable = true;

    volatile SinkState sink = new SinkState(false, System.currentTimeMillis(), SinkState.UNTRIED, "");

    /** Makes empty accounts. */
    public Ledger() {
        for (LongAdder[] row : drops) {
            Arrays.setAll(row, i -> new LongAdder());
        }
    }

    /** Counts one lost event. Any thread. */
    public void drop(DropReason reason, Level level) {
        drops[reason.ordinal()][level.ordinal()].increment();
    }

    /** Counts one lost event, of the level that its encoder tells. Any thread. */
    public <E> void drop(DropReason reason, E event, RecordEncoder<E> encoder) {
        try {
            drop(reason, encoder.level(event));
        } catch (Throwable broken) { // the encoder is not ours; the loss is counted all the same
            dropUnknown(reason, 1);
        }
    }

    /** Counts an event that came after the end: accepted and lost in one. Any thread. */
    public void dropLate(Level level) {
        late.increment();
        drop(DropReason.SHUTDOWN, level);
    }

    /** Counts an event that could not be captured: accepted and lost in one. Any thread. */
    public void dropFailed(Level level) {
        late.increment();
        drop(DropReason.ENCODE_FAILED, level);
    }

    /** Counts an event of our own threads. Any thread. */
    public void suppress() {
        suppressed.increment();
    }

    void drop(DropReason reason, LevelCounts counts) {
        for (Level level : Level.values()) {
            drops[reason.ordinal()][level.ordinal()].add(counts.of(level));
        }
    }

    void drop(DropReason reason, long[] countsByLevel) {
        for (int level = 0; level < countsByLevel.length; level++) {
            drops[reason.ordinal()][level].add(countsByLevel[level]);
        }
    }

    void dropUnknown(DropReason reason, long count) {
        drops[reason.ordinal()][UNKNOWN_LEVEL].add(count);
    }

    /** Adds another's accounts of records and frames, without what only a pipeline of its own has. */
    public void add(Ledger other) {
        for (int i = 0; i < drops.length; i++) {
            for (int j = 0; j < drops[i].length; j++) {
                drops[i][j].add(other.drops[i][j].sum());
            }
        }
        carriedIn.add(other.carriedIn());
        markers.add(other.markers());
        acked.add(other.acked());
        spilled.add(other.spilled());
        replayed.add(other.replayed());
        framesSent.add(other.framesSent());
        framesAcked.add(other.framesAcked());
        bytesSent.add(other.bytesSent());
        connects.add(other.connects());
        disconnects.add(other.disconnects());
        inBatch = Long.sum(inBatch, other.inBatch);
        inFlight = Long.sum(inFlight, other.inFlight);
        onDisk = Long.sum(onDisk, other.onDisk);
        unjournalled = Long.sum(unjournalled, other.unjournalled);
    }

    /** What is on disk was not carried in, as it is left to others; what is in memory is lost. */
    public void leaveRest() {
        carriedIn.add(-onDisk);
        dropUnknown(DropReason.SHUTDOWN, inBatch + inFlight);
        inBatch = 0;
        inFlight = 0;
        onDisk = 0;
        unjournalled = 0;
    }

    /** Losses by reason and column. Any thread. */
    public long[][] drops() {
        long[][] counts = new long[DropReason.COUNT][Level.COUNT + 1];
        for (int i = 0; i < counts.length; i++) {
            for (int j = 0; j < counts[i].length; j++) {
                counts[i][j] = drops[i][j].sum();
            }
        }
        return counts;
    }

    /** All losses. Any thread. */
    public long dropped() {
        long total = 0;
        for (LongAdder[] row : drops) {
            for (LongAdder count : row) {
                total += count.sum();
            }
        }
        return total;
    }

    /** Losses for one reason. Any thread. */
    public long dropped(DropReason reason) {
        long total = 0;
        for (LongAdder count : drops[reason.ordinal()]) {
            total += count.sum();
        }
        return total;
    }

    /** Events that never saw the ring: after the end, or not captured. Any thread. */
    public long late() {
        return late.sum();
    }

    /** Events of our own threads. Any thread. */
    public long suppressed() {
        return suppressed.sum();
    }

    /** Records found on disk at start. Any thread. */
    public long carriedIn() {
        return carriedIn.sum();
    }

    /** Totals and end markers. Any thread. */
    public long markers() {
        return markers.sum();
    }

    /** Records durable at the sink. Any thread. */
    public long acked() {
        return acked.sum();
    }

    /** Records ever written to disk. Any thread. */
    public long spilled() {
        return spilled.sum();
    }

    /** Records ever read back from disk. Any thread. */
    public long replayed() {
        return replayed.sum();
    }

    /** Records in the open batch. Any thread. */
    public long inBatch() {
        return inBatch;
    }

    /** Records in sealed frames that are in memory alone. Any thread. */
    public long inFlight() {
        return inFlight;
    }

    /** Records in memory that are to be journalled before they are sent, and could not be. Any thread. */
    public long unjournalled() {
        return unjournalled;
    }

    /** Records on disk, not settled. Any thread. */
    public long onDisk() {
        return onDisk;
    }

    /** Frames that the sink took, each as often as it was sent. Any thread. */
    public long framesSent() {
        return framesSent.sum();
    }

    /** Frames durable at the sink, of those that were in memory. Any thread. */
    public long framesAcked() {
        return framesAcked.sum();
    }

    /** Bytes of the frames that the sink took. Any thread. */
    public long bytesSent() {
        return bytesSent.sum();
    }

    /** Connections that stood. Any thread. */
    public long connects() {
        return connects.sum();
    }

    /** Connections that ended, and attempts that failed. Any thread. */
    public long disconnects() {
        return disconnects.sum();
    }

    /** Bytes of all files of the spill. Any thread. */
    public long spillBytes() {
        return spillBytes;
    }

    /** Tells whether the spill's folder is open and the last write did not fail. Any thread. */
    public boolean isSpillUsable() {
        return spillUsable;
    }

    /** The state of the sink. Any thread. */
    public SinkState sink() {
        return sink;
    }
}
