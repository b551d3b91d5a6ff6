package io.logferry.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Binds the meters of every Logferry appender of this class loader, those included that start later: {@code new
 * LogferryMetrics().bindTo(registry)}. It may be bound to several registries, and need not be kept; it is to
 * be closed where an application ends before its registry does. Any thread.
 *
 * <p>Counters, of the appender since the JVM started: {@code logferry.events.accepted, .carried.in, .acked, .spilled,
 * .replayed, .suppressed}, {@code logferry.events.dropped} with the tags reason and level, {@code logferry.frames.sent,
 * .acked}, {@code logferry.sent} in bytes, {@code logferry.sink.connects, .disconnects}. Gauges, while it runs: {@code
 * logferry.ring.size, .capacity}, {@code logferry.batch.events}, {@code logferry.inflight.events}, {@code
 * logferry.unjournalled.events}, {@code logferry.sink.up} for each lane, and with a spill {@code logferry.spill.events,
 * .size, .limit, .usable}. {@code logferry.pipelines} says how many run.
 */
public final class LogferryMetrics implements MeterBinder, AutoCloseable {
    private final Tags tags;
    private final List<Binding> bindings = new CopyOnWriteArrayList<>();

    /** With the tags appender and source alone. */
    public LogferryMetrics() {
        this(Tags.empty());
    }

    /** With these tags on every meter, too. */
    public LogferryMetrics(Iterable<Tag> tags) {
        this.tags = Tags.of(tags);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Binding binding = new Binding(registry, tags);
        bindings.add(binding);
        binding.open();
    }

    /** Removes the meters from the registries. */
    @Override
    public void close() {
        bindings.forEach(Binding::close);
        bindings.clear();
    }
}
