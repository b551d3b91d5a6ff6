package io.logferry;

import io.logferry.frame.RecordEncoder;
import io.logferry.ring.EventRing;
import io.logferry.sender.Ledger;
import io.logferry.sender.Sender;
import io.logferry.sender.Spill;
import io.logferry.sink.Sink;
import io.logferry.spill.Journal;
import io.logferry.spill.Slot;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Adopts slots of the same appender that nobody holds, left by a process that ended with a backlog: drains each, one at
 * a time, by a second sender without events of its own, under the orphan's stream, and deletes it. {@link #adopt} and
 * {@link #stop} belong to the pipeline's sender thread; the rest runs on the adopting thread.
 */
final class Orphans {
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long LONGEST_PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long STOP_MILLIS = 250;

    private final PipelineConfig config;
    private final StatusListener status;
    private final Ledger ledger = new Ledger();

    private boolean looked;
    private long lookedNanos;
    private @Nullable Thread thread;
    private volatile boolean stopping;
    /** The last orphan is delivered and gone: there may be another one. */
    private volatile boolean delivered;

    Orphans(PipelineConfig config, StatusListener status) {
        this.config = config;
        this.status = status;
    }

    /** What was found and delivered, of all orphans. Any thread. */
    Ledger ledger() {
        return ledger;
    }

    /** Looks for an orphan, once a minute and after each that was delivered. */
    void adopt(Slot own, long nowNanos) {
        boolean isDue = !looked || delivered || nowNanos - lookedNanos >= LOOK_NANOS;
        if (!isDue || (thread != null && thread.isAlive())) {
            return;
        }
        looked = true;
        delivered = false;
        lookedNanos = nowNanos;
        Slot orphan = own.claimOrphan(System.currentTimeMillis());
        if (orphan != null) {
            status.info("adopting the frames left in spill folder=" + orphan.folder());
            thread = OwnThreads.newThread("logferry-adopt-" + config.name(), () -> drain(orphan));
            thread.start();
        }
    }

    private void drain(Slot orphan) {
        SpillConfig spillConfig = java.util.Objects.requireNonNull(config.spill());
        Spill spill = new Spill(
                orphan, Journal.open(Openings.DISK, orphan, Openings.journalConfig(spillConfig), status::warn));
        Sink sink = config.sink().newSink(OwnThreads.factory("logferry-connect-" + config.name()));
        try {
            Sender<Object> sender = new Sender<>(
                    new EventRing<>(4),
                    new NoEvents(),
                    sink,
                    spill,
                    Openings.senderConfig(config, spill, status),
                    ledger);
            while (!stopping && !sender.isDrained()) {
                if (sender.runOnce(System.nanoTime()) == 0) {
                    LockSupport.parkNanos(this, LONGEST_PARK_NANOS);
                }
            }
            spill.journal().close();
            if (sender.isDrained()) {
                delivered = orphan.delete();
            } else {
                orphan.release();
            }
        } finally {
            sink.close();
        }
    }

    /** Leaves what is not delivered yet to the next start. */
    void stop() {
        stopping = true;
        Thread adopting = thread;
        if (adopting != null) {
            LockSupport.unpark(adopting);
            try {
                adopting.join(STOP_MILLIS);
            } catch (InterruptedException hurry) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Never asked: an orphan gets no events. */
    private static final class NoEvents implements RecordEncoder<Object> {
        @Override
        public long timeNanos(Object event) {
            return 0;
        }

        @Override
        public io.logferry.frame.Level level(Object event) {
            return io.logferry.frame.Level.INFO;
        }

        @Override
        public void encode(Object event, ByteBuffer into) {}
    }
}
