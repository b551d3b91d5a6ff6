package io.logferry.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;

/**
 * Binds the meters of every Logferry appender of this class loader, those included that start later: {@code new
 * LogferryMetrics().bindTo(registry)}. It may be bound to several registries, and need not be kept, unless a filter
 * denies {@code logferry.pipelines} before an appender runs; it is to be closed where an application ends before its
 * registry does. Of two with the same tags in one registry, the meters are there until both are closed. Any thread.
 *
 * <p>Counters, of the appender since the JVM started: {@code logferry.events.accepted, .carried.in, .acked, .spilled,
 * .replayed, .suppressed}, {@code logferry.events.dropped} with the tags reason and level, {@code logferry.frames.sent,
 * .acked}, {@code logferry.sent} in bytes, {@code logferry.sink.connects, .disconnects}. Gauges, while it runs: {@code
 * logferry.ring.size, .capacity}, {@code logferry.batch.events}, {@code logferry.inflight.events}, {@code
 * logferry.unjournalled.events}, {@code logferry.sink.up} for each lane, and with a spill {@code logferry.spill.events,
 * .size, .limit, .usable}. {@code logferry.pipelines} says how many run.
 *
 * <p>The counters of a pipeline that was stopped are final once all it had is settled: an event that is offered to it
 * later is a drop, SHUTDOWN, in its statistics, but in no meter.
 */
public final class LogferryMetrics implements MeterBinder, AutoCloseable {
    private final Tags tags;
    private final List<Binding> bindings = new ArrayList<>();

    /** With the tags appender and source alone. */
    public LogferryMetrics() {
        this(Tags.empty());
    }

    /** With these tags on every meter, too. */
    public LogferryMetrics(Iterable<Tag> tags) {
        this.tags = Tags.of(tags);
    }

    @Override
    public synchronized void bindTo(MeterRegistry registry) {
        bindings.add(Binding.open(registry, tags));
    }

    /** Removes the meters from the registries, but those that another binder has there, too. */
    @Override
    public synchronized void close() {
        bindings.forEach(Binding::close);
        bindings.clear();
    }
}
