package io.logferry.micrometer;

import io.logferry.LogPipeline;
import io.logferry.PipelineStats;
import io.logferry.frame.DropReason;
import io.logferry.frame.Level;
import io.logferry.sink.SinkState;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/**
 * The numbers of all pipelines of one appender, one after the other at a reload or side by side. Any thread.
 *
 * <p>A pipeline that has ended is asked until its numbers are final; then they are kept and it is forgotten.
 */
final class Totals {
    /** So long all meters are read from the same snapshots. */
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final List<LogPipeline<?>> running = new ArrayList<>();
    private final List<LogPipeline<?>> ending = new ArrayList<>();
    private final long[] ended = new long[Count.values().length];
    private final long[][] endedDrops = new long[DropReason.COUNT][Level.COUNT + 1];

    private List<PipelineStats> ofRunning = List.of();
    private List<PipelineStats> ofEnding = List.of();
    private boolean isRead;
    private long readNanos;

    synchronized void started(LogPipeline<?> pipeline) {
        if (!running.contains(pipeline) && !ending.contains(pipeline)) {
            running.add(pipeline);
            isRead = false;
        }
    }

    synchronized void ended(LogPipeline<?> pipeline) {
        if (running.remove(pipeline)) {
            ending.add(pipeline);
            isRead = false;
            read();
        }
    }

    synchronized int running() {
        return running.size();
    }

    synchronized long count(Count count) {
        read();
        return ended[count.ordinal()] + sum(ofRunning, count.value) + sum(ofEnding, count.value);
    }

    /** Losses of this level, or, in the column behind the levels, of those whose level is not known. */
    synchronized long drops(DropReason reason, int column) {
        read();
        return endedDrops[reason.ordinal()][column]
                + sum(ofRunning, stats -> drops(stats, reason, column))
                + sum(ofEnding, stats -> drops(stats, reason, column));
    }

    synchronized double size(Size size) {
        read();
        return ofRunning.stream().mapToDouble(size.value).sum();
    }

    /** 0 if one of the running pipelines can't use its spill. */
    synchronized int spillUsable() {
        read();
        return ofRunning.stream().allMatch(stats -> Size.spill(stats).usable()) ? 1 : 0;
    }

    /** 0 if a running pipeline's destination is down in this lane, NaN if there is no such lane. */
    synchronized double sinkUp(int lane) {
        read();
        List<SinkState> sinks = ofRunning.stream()
                .filter(stats -> lane < stats.sinks().size())
                .map(stats -> stats.sinks().get(lane))
                .toList();
        return sinks.isEmpty() ? Double.NaN : sinks.stream().allMatch(SinkState::up) ? 1 : 0;
    }

    private void read() {
        long nowNanos = System.nanoTime();
        if (isRead && nowNanos - readNanos < FRESH_NANOS) {
            return;
        }
        ofRunning = running.stream().map(LogPipeline::stats).toList();
        List<PipelineStats> unfinished = new ArrayList<>();
        for (Iterator<LogPipeline<?>> i = ending.iterator(); i.hasNext(); ) {
            PipelineStats stats = i.next().stats();
            if (stats.settled()) {
                keep(stats);
                i.remove();
            } else {
                unfinished.add(stats);
            }
        }
        ofEnding = unfinished;
        isRead = true;
        readNanos = nowNanos;
    }

    private void keep(PipelineStats last) {
        for (Count count : Count.values()) {
            ended[count.ordinal()] += count.value.applyAsLong(last);
        }
        for (DropReason reason : DropReason.values()) {
            for (int column = 0; column <= Level.COUNT; column++) {
                endedDrops[reason.ordinal()][column] += drops(last, reason, column);
            }
        }
    }

    private static long drops(PipelineStats stats, DropReason reason, int column) {
        return column == Level.COUNT
                ? stats.drops().ofUnknownLevel(reason)
                : stats.drops().of(reason, Level.of(column));
    }

    private static long sum(List<PipelineStats> each, ToLongFunction<PipelineStats> value) {
        return each.stream().mapToLong(value).sum();
    }
}
