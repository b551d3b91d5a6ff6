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
import java.util.List;

/** The meters of one appender in one registry. Guarded by its {@link Binding}. */
final class AppenderMeters {
    /** What the meters read they refer to strongly, and by this to all that must live as long as one of them does. */
    @SuppressWarnings("UnusedVariable")
    private final Binding binding;

    private final MeterRegistry registry;
    private final Tags tags;
    private final Totals totals = new Totals();
    private final List<Meter> counters = new ArrayList<>();
    private final List<Meter> gauges = new ArrayList<>();
    private boolean hasSpillGauges;
    private int lanes;

    AppenderMeters(Binding binding, MeterRegistry registry, Tags tags) {
        this.binding = binding;
        this.registry = registry;
        this.tags = tags;
    }

    void started(LogPipeline<?> pipeline) {
        totals.started(pipeline);
        if (counters.isEmpty()) {
            addCounters();
        }
        PipelineStats stats = pipeline.stats();
        if (gauges.isEmpty()) {
            addSizes(false);
        }
        if (stats.spill() != null && !hasSpillGauges) {
            hasSpillGauges = true;
            addSizes(true);
            addSpillUsable();
        }
        for (; lanes < stats.sinks().size(); lanes++) {
            addSinkUp(lanes);
        }
    }

    void ended(LogPipeline<?> pipeline) {
        totals.ended(pipeline);
        if (totals.running() == 0) {
            removeGauges();
        }
    }

    int running() {
        return totals.running();
    }

    void close() {
        remove(counters);
        removeGauges();
    }

    private void removeGauges() {
        remove(gauges);
        hasSpillGauges = false;
        lanes = 0;
    }

    private void addCounters() {
        for (Count count : Count.values()) {
            counters.add(FunctionCounter.builder(count.meter, totals, t -> totals.count(count))
                    .description(count.description)
                    .baseUnit(count.baseUnit())
                    .tags(tags)
                    .register(registry));
        }
        for (DropReason reason : DropReason.values()) {
            for (int i = 0; i <= Level.COUNT; i++) {
                int column = i;
                String level = i == Level.COUNT ? "UNKNOWN" : Level.of(i).name();
                counters.add(
                        FunctionCounter.builder("logferry.events.dropped", totals, t -> totals.drops(reason, column))
                                .description("Records lost")
                                .tags(tags.and("reason", reason.name(), "level", level))
                                .register(registry));
            }
        }
    }

    private void addSizes(boolean ofSpill) {
        for (Size size : Size.values()) {
            if (size.isOfSpill() == ofSpill) {
                gauges.add(Gauge.builder(size.meter, () -> totals.size(size))
                        .description(size.description)
                        .baseUnit(size.baseUnit)
                        .tags(tags)
                        .register(registry));
            }
        }
    }

    private void addSpillUsable() {
        gauges.add(Gauge.builder("logferry.spill.usable", () -> totals.spillUsable())
                .description("1 while the spill's folder is open and the last write did not fail, else 0")
                .tags(tags)
                .register(registry));
    }

    private void addSinkUp(int lane) {
        gauges.add(Gauge.builder("logferry.sink.up", () -> totals.sinkUp(lane))
                .description("1 while the destination takes records, else 0")
                .tags(tags.and("lane", Integer.toString(lane + 1)))
                .register(registry));
    }

    private void remove(List<Meter> meters) {
        meters.forEach(registry::remove);
        meters.clear();
    }
}
