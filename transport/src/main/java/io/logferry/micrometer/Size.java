package io.logferry.micrometer;

import io.logferry.PipelineStats;
import java.util.function.ToDoubleFunction;

/** What is there now, in the pipelines that run. Immutable. */
@SuppressWarnings("ImmutableEnumChecker") // its functions keep nothing
enum Size {
    RING("logferry.ring.size", "events", "Events in the ring", PipelineStats::inRing),
    RING_CAPACITY(
            "logferry.ring.capacity", "events", "Events that the ring holds at most", PipelineStats::ringCapacity),
    BATCH("logferry.batch.events", "events", "Records in the open batch", PipelineStats::inBatch),
    IN_FLIGHT(
            "logferry.inflight.events",
            "events",
            "Records in memory, sealed, neither settled nor on disk",
            PipelineStats::inFlight),
    UNJOURNALLED(
            "logferry.unjournalled.events",
            "events",
            "Records in memory that should have been journalled before they were sent, and could not be",
            PipelineStats::unjournalled),
    SPILL_EVENTS("logferry.spill.events", "events", "Records on disk, not settled", PipelineStats::onDisk),
    SPILL_SIZE(
            "logferry.spill.size",
            "bytes",
            "What the spill's files take",
            stats -> spill(stats).usedBytes()),
    SPILL_LIMIT(
            "logferry.spill.limit",
            "bytes",
            "What the spill's files may take",
            stats -> spill(stats).maxBytes());

    private static final PipelineStats.Spill NONE = new PipelineStats.Spill(true, 0, 0);

    final String meter;
    final String baseUnit;
    final String description;
    final ToDoubleFunction<PipelineStats> value;

    Size(String meter, String baseUnit, String description, ToDoubleFunction<PipelineStats> value) {
        this.meter = meter;
        this.baseUnit = baseUnit;
        this.description = description;
        this.value = value;
    }

    boolean isOfSpill() {
        return this == SPILL_EVENTS || this == SPILL_SIZE || this == SPILL_LIMIT;
    }

    /** Of a pipeline without a spill, an empty one. */
    static PipelineStats.Spill spill(PipelineStats stats) {
        PipelineStats.Spill spill = stats.spill();
        return spill == null ? NONE : spill;
    }
}
