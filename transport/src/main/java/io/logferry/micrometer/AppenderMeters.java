package io.logferry.micrometer;

import io.logferry.LogPipeline;
import io.logferry.PipelineStats;
import io.logferry.frame.DropReason;
import io.logferry.frame.Level;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The meters of one appender in one registry. Guarded by its {@link Binding}. */
final class AppenderMeters {
    private final MeterRegistry registry;
    private final Tags tags;
    private final Totals totals = new Totals();
    private final List<Meter> counters = new ArrayList<>();
    private final Set<Meter> gauges = new LinkedHashSet<>();

    AppenderMeters(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
    }

    void started(LogPipeline<?> pipeline) {
        totals.started(pipeline);
        if (counters.isEmpty()) {
            addCounters();
        }
        PipelineStats stats = pipeline.stats();
        addGauges(stats.spill() != null, stats.sinks().size()); // those that are there already stay
    }

    void ended(LogPipeline<?> pipeline) {
        totals.ended(pipeline);
        if (totals.running() == 0) {
            remove(gauges);
        }
    }

    int running() {
        return totals.running();
    }

    void close() {
        remove(counters);
        remove(gauges);
    }

    private void addCounters() {
        for (Count count : Count.values()) {
            counters.add(FunctionCounter.builder(count.meter, totals, t -> t.count(count))
                    .description(count.description)
                    .baseUnit(count.baseUnit())
                    .tags(tags)
                    .register(registry));
        }
        for (DropReason reason : DropReason.values()) {
            for (int i = 0; i <= Level.COUNT; i++) {
                int column = i;
                String level = i == Level.COUNT ? "UNKNOWN" : Level.of(i).name();
                counters.add(FunctionCounter.builder("logferry.events.dropped", totals, t -> t.drops(reason, column))
                        .description("Records lost")
                        .tags(tags.and("reason", reason.name(), "level", level))
                        .register(registry));
            }
        }
    }

    private void addGauges(boolean hasSpill, int lanes) {
        for (Size size : Size.values()) {
            if (hasSpill || !size.isOfSpill()) {
                gauges.add(Gauge.builder(size.meter, totals, t -> t.size(size))
                        .description(size.description)
                        .baseUnit(size.baseUnit)
                        .tags(tags)
                        .register(registry));
            }
        }
        if (hasSpill) {
            gauges.add(Gauge.builder("logferry.spill.usable", totals, Totals::spillUsable)
                    .description("1 while the spill's folder is open and the last write did not fail, else 0")
                    .tags(tags)
                    .register(registry));
        }
        for (int i = 0; i < lanes; i++) {
            int lane = i;
            gauges.add(Gauge.builder("logferry.sink.up", totals, t -> t.sinkUp(lane))
                    .description("1 while the destination takes records, else 0")
                    .tags(tags.and("lane", Integer.toString(lane + 1)))
                    .register(registry));
        }
    }

    private void remove(Collection<Meter> meters) {
        meters.forEach(registry::remove);
        meters.clear();
    }
}
