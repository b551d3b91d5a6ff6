package io.logferry;

import io.logferry.frame.Codec;
import io.logferry.frame.DropReason;
import io.logferry.frame.Level;
import io.logferry.frame.RecordEncoder;
import io.logferry.ring.EventRing;
import io.logferry.sender.Controls;
import io.logferry.sender.Ledger;
import io.logferry.sender.Sender;
import io.logferry.sender.Spill;
import io.logferry.sink.Sink;
import io.logferry.sink.SinkConfig;
import io.logferry.spill.Journal;
import io.logferry.spill.Slot;
import io.logferry.spill.SlotName;
import io.logferry.spill.Sync;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Delivers what a slot holds that nobody sends from, by a second sender without events of its own, under the slot's
 * stream and a new epoch of it, and deletes the slot when all is settled. On a thread of its own; any thread asks.
 */
public final class Replay {
    private static final long PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Enough for whatever another process left: nothing goes to make room. */
    private static final long MAX_BYTES = Long.MAX_VALUE / 2;

    private static final long SEGMENT_BYTES = 1L << 30;

    private final Slot slot;
    private final PipelineConfig config;
    private final StatusListener status;
    private final Ledger ledger = new Ledger();
    private final HelperThreads threads;
    private final Thread thread;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopping;
    private volatile boolean drained;

    /** Neither started; the slot is its own from the start on. */
    Replay(Slot slot, PipelineConfig config, StatusListener status, HelperThreads threads) {
        this.slot = slot;
        this.config = config;
        this.status = status;
        this.threads = threads;
        thread = threads.newThread("adopt", this::run);
    }

    /**
     * For a slot of an application that does not run. Not started; the slot is its own from the start on.
     *
     * @param name the slot's
     * @param status told of trouble, by the replay's thread
     */
    public static Replay of(Slot slot, SlotName name, SinkConfig sink, StatusListener status) {
        SpillConfig spill = new SpillConfig(
                Objects.requireNonNull(slot.folder().getParent()),
                MAX_BYTES,
                SEGMENT_BYTES,
                0,
                SpillConfig.Mode.ON_FAILURE,
                Sync.NONE,
                SpillConfig.WhenSpillFull.DROP_NEWEST);
        PipelineConfig config = new PipelineConfig(
                name.appenderName(),
                name.source(),
                16,
                WhenFull.DROP,
                0,
                0,
                Codec.LZ4,
                BatchConfig.DEFAULT,
                spill,
                sink);
        return new Replay(slot, config, new QuietStatus(status), new HelperThreads(config.name()));
    }

    /** Of this replay alone. Any thread. */
    Ledger ledger() {
        return ledger;
    }

    /** Begins. */
    public void start() {
        thread.start();
    }

    private void run() {
        Journal journal = null;
        Sink sink = null;
        try {
            SpillConfig spill = Objects.requireNonNull(config.spill());
            journal = Journal.open(Openings.DISK, slot, Openings.journalConfig(spill), status::warn);
            sink = config.sink().newSink(0, threads.factory("connect"));
            drained = drain(new Spill(slot, journal), sink);
        } catch (Throwable unexpected) {
            status.warn("adopting spill folder=" + slot.folder() + " failed, tried again later: " + unexpected);
        } finally {
            end(journal, sink);
        }
    }

    private boolean drain(Spill spill, Sink sink) {
        Sender<Object> sender = new Sender<>(
                new EventRing<>(4),
                new Controls<>(new NoEvents()),
                sink,
                spill,
                Openings.senderConfig(config, spill, status),
                ledger);
        while (!stopping && !sender.isDrained() && !sender.isFenced()) {
            if (sender.runOnce(System.nanoTime()) == 0) {
                LockSupport.parkNanos(this, PARK_NANOS);
            }
        }
        return sender.isDrained();
    }

    private void end(@Nullable Journal journal, @Nullable Sink sink) {
        try {
            if (journal != null) {
                journal.close();
            }
        } finally {
            if (drained) {
                slot.delete();
            } else {
                slot.release();
            }
            ended.countDown();
            if (sink != null) {
                sink.close();
            }
        }
    }

    /** Leaves what is not delivered yet to the slot's next owner. */
    public void stop() {
        stopping = true;
        LockSupport.unpark(thread);
    }

    /** Waits for the end; false if it did not come in this time. */
    public boolean awaitEnd(long timeoutMillis) throws InterruptedException {
        return ended.await(timeoutMillis, TimeUnit.MILLISECONDS);
    }

    /** Tells whether it ended, for whatever reason. */
    public boolean hasEnded() {
        return ended.getCount() == 0;
    }

    /** Tells whether it ended with nothing left. */
    public boolean hasDrained() {
        return hasEnded() && drained;
    }

    /**
     * What became of the records so far. Immutable.
     *
     * @param acked durable at the sink, or found settled
     * @param rejected refused by the sink for good, and now in the dead letters
     * @param corrupt lost on disk
     * @param left not settled
     */
    public record Counts(long acked, long rejected, long corrupt, long left) {}

    /** Counts records, markers among them. */
    public Counts counts() {
        return new Counts(
                ledger.acked(),
                ledger.dropped(DropReason.REJECTED),
                ledger.dropped(DropReason.CORRUPT),
                ledger.onDisk() + ledger.inBatch() + ledger.inFlight());
    }

    /** Never asked: it gets no events. */
    private static final class NoEvents implements RecordEncoder<Object> {
        @Override
        public long timeNanos(Object event) {
            return 0;
        }

        @Override
        public Level level(Object event) {
            return Level.INFO;
        }

        @Override
        public void encode(Object event, ByteBuffer into) {}
    }
}
