package io.logferry;

import io.logferry.frame.DropReason;
import io.logferry.frame.Level;
import io.logferry.frame.RecordEncoder;
import io.logferry.ring.EventPool;
import io.logferry.ring.EventRing;
import io.logferry.sender.Controls;
import io.logferry.sender.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One appender's way from the application to the sink. Any thread.
 *
 * @param <E> the framework's event
 */
public final class LogPipeline<E> {
    /** Of the time of a stop, the most that is kept for closing files; a quarter of a short one. */
    private static final long CLOSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final PipelineConfig config;
    private final EventRing<E> ring;
    private final Controls<E> controls;
    /** One for each lane; the first also has what happens before the ring. */
    private final List<Ledger> ledgers;

    private final Ledger ledger;
    private final SenderThread<E> senderThread;
    private final ExitHook exitHook;
    private final Reporting reporting;
    private final boolean block;
    private final long blockTimeoutNanos;
    private volatile boolean open = true;

    private LogPipeline(
            PipelineConfig config, RecordEncoder<E> encoder, StatusListener status, @Nullable EventPool<E> pool) {
        this.config = config;
        ring = new EventRing<>(config.ringCapacity(), pool);
        block = config.whenFull() == WhenFull.BLOCK;
        blockTimeoutNanos = TimeUnit.MILLISECONDS.toNanos(config.blockTimeoutMillis());
        controls = new Controls<>(encoder);
        ledgers = Stream.generate(Ledger::new).limit(config.sink().lanes()).toList();
        ledger = ledgers.get(0);
        StatusListener quietStatus = new QuietStatus(status);
        senderThread = new SenderThread<>(ring, controls, config, ledgers, quietStatus);
        reporting = new Reporting(this, quietStatus);
        exitHook = new ExitHook(senderThread, config.shutdownTimeoutMillis());
    }

    /**
     * Starts the sender thread and registers the JVM exit hook. Returns at once: the spill folder is opened and the sink
     * connected in the background, and neither being unusable is a failure: a spill folder that can't be used is told
     * as a warning, and the pipeline runs without it.
     *
     * @param encoder used by the sender thread only
     */
    public static <E> LogPipeline<E> start(PipelineConfig config, RecordEncoder<E> encoder, StatusListener status) {
        return new LogPipeline<>(config, encoder, status, null).started();
    }

    /**
     * As {@link #start}, for a framework whose events are not the appender's to keep: it {@link #claim}s one of the
     * pipeline's own, copies into it, and offers that. They are made when none is free, and used again; free ones are
     * kept until the pipeline ends, at most twice ringCapacity.
     *
     * @param newEvent called by any thread
     * @param clear makes an event forget all that it refers to; called by the sender thread; one for which it throws is
     *     not used again
     */
    public static <E> LogPipeline<E> startPooled(
            PipelineConfig config,
            RecordEncoder<E> encoder,
            StatusListener status,
            Supplier<E> newEvent,
            Consumer<E> clear) {
        EventPool<E> pool = new EventPool<>(config.ringCapacity(), newEvent, clear);
        return new LogPipeline<>(config, encoder, status, pool).started();
    }

    private LogPipeline<E> started() {
        senderThread.start();
        exitHook.register();
        reporting.start();
        return this;
    }

    /**
     * Tells whether the calling thread is one of Logferry's own, whose events must not enter any ring; if so, one is
     * counted as suppressed. To be asked before any work is done for an event.
     */
    public boolean suppresses() {
        if (!OwnThreads.isOwn(Thread.currentThread())) {
            return false;
        }
        ledger.suppress();
        return true;
    }

    /**
     * Gives out an event of the pool, to be filled and {@link #offer}ed by the calling thread, or counts one as dropped.
     * Never waits.
     *
     * @return null if it was dropped
     * @throws IllegalStateException if there is no pool
     */
    public @Nullable E claim(Level level) {
        if (!open) {
            ledger.dropLate(level);
            return null;
        }
        E event = ring.claim(block);
        if (event == null) {
            ledger.drop(DropReason.RING_FULL, level);
        }
        return event;
    }

    /**
     * Takes an event, or counts it as dropped. Never throws for an event that is not null; keeps the interrupt flag.
     * Waits only with {@link WhenFull#BLOCK}, at most blockTimeoutMillis.
     *
     * @return false if it was dropped
     */
    public boolean offer(E event, Level level) {
        if (!open) {
            ledger.dropLate(level);
            return false;
        }
        boolean taken = block ? ring.offer(event, blockTimeoutNanos) : ring.offer(event);
        if (!taken) {
            ledger.drop(DropReason.RING_FULL, level);
        }
        return taken;
    }

    /** Counts an event that could not be captured as accepted and dropped, ENCODE_FAILED. Any thread. */
    public void countFailed(Level level) {
        ledger.dropFailed(level);
    }

    /** Has events from now on, and those still in the ring, encoded by another encoder. */
    public void replaceEncoder(RecordEncoder<E> encoder) {
        controls.encoder(encoder);
    }

    /** Has this listener told what changes from now on, instead of the one before; null for none. */
    public void replaceListener(@Nullable PipelineListener listener) {
        reporting.listener(listener);
    }

    /**
     * Delivers or spills what was accepted, and ends the sender. Events offered from now on are counted as SHUTDOWN.
     * Waits at most this time, also when interrupted, whose flag is kept; further calls wait for the same end.
     *
     * @param timeoutMillis at half of it, or as soon as the sink fails, what is not on disk is spilled
     * @return true if the sender ended in time, so that its statistics are final
     */
    public boolean stop(long timeoutMillis) {
        return stop(timeoutMillis, timeoutMillis);
    }

    /**
     * As {@link #stop(long)}, with less time for the sink.
     *
     * @param deliveryMillis after this time already what is not on disk is spilled; has no effect without a spill
     */
    public boolean stop(long timeoutMillis, long deliveryMillis) {
        long timeoutNanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        long deliveryNanos = TimeUnit.MILLISECONDS.toNanos(deliveryMillis);
        long startNanos = System.nanoTime();
        open = false;
        controls.stop(startNanos, timeoutNanos - Math.min(CLOSE_NANOS, timeoutNanos / 4), deliveryNanos);
        ring.close();
        boolean ended = senderThread.awaitEnd(timeoutNanos);
        exitHook.unregister(); // only now: an exit of the JVM meanwhile must wait as well
        reporting.end(timeoutNanos - (System.nanoTime() - startNanos));
        return ended;
    }

    /** What the exit hook does. */
    void exit() {
        exitHook.run();
    }

    /** The appender's name. */
    public String appender() {
        return config.name();
    }

    /** The application's name, as in every record. */
    public String source() {
        return config.source();
    }

    /** What happened so far. */
    public PipelineStats stats() {
        boolean settled = senderThread.countLateEvents();
        List<Ledger> all = new ArrayList<>(ledgers);
        all.add(senderThread.orphanLedger());
        return new PipelineStats(
                sum(all, Ledger::carriedIn),
                ring.taken() + ledger.dropped(DropReason.RING_FULL) + ledger.late() + sum(all, Ledger::markers),
                sum(all, Ledger::acked),
                drops(all),
                ring.size(),
                config.ringCapacity(),
                sum(all, Ledger::inBatch),
                sum(all, Ledger::inFlight),
                sum(all, Ledger::onDisk),
                sum(all, Ledger::spilled),
                sum(all, Ledger::replayed),
                sum(all, Ledger::unjournalled),
                ledger.suppressed(),
                sum(all, Ledger::markers),
                new PipelineStats.Traffic(
                        sum(all, Ledger::framesSent),
                        sum(all, Ledger::framesAcked),
                        sum(all, Ledger::bytesSent),
                        sum(all, Ledger::connects),
                        sum(all, Ledger::disconnects)),
                spillStats(),
                ledgers.stream().map(Ledger::sink).toList(),
                settled);
    }

    private PipelineStats.@Nullable Spill spillStats() {
        SpillConfig spill = config.spill();
        return spill == null
                ? null
                : new PipelineStats.Spill(
                        ledgers.stream().allMatch(Ledger::isSpillUsable),
                        sum(ledgers, Ledger::spillBytes),
                        spill.maxBytes() * ledgers.size());
    }

    private static long sum(List<Ledger> ledgers, ToLongFunction<Ledger> count) {
        return ledgers.stream().mapToLong(count).sum();
    }

    private static PipelineStats.Drops drops(List<Ledger> ledgers) {
        long[][] sums = new long[DropReason.COUNT][Level.COUNT + 1];
        for (Ledger each : ledgers) {
            long[][] drops = each.drops();
            for (int i = 0; i < sums.length; i++) {
                for (int j = 0; j < sums[i].length; j++) {
                    sums[i][j] += drops[i][j];
                }
            }
        }
        return new PipelineStats.Drops(sums);
    }
}
