package io.logferry.micrometer;

import io.logferry.PipelineStats;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What only grows, but for drops, which have tags of their own. Immutable. */
@SuppressWarnings("ImmutableEnumChecker") // its functions keep nothing
enum Count {
    ACCEPTED(
            "logferry.events.accepted",
            "Events taken or refused because the ring was full, and markers",
            PipelineStats::accepted),
    CARRIED_IN("logferry.events.carried.in", "Records found on disk at start", PipelineStats::carriedIn),
    ACKED("logferry.events.acked", "Records durable at the destination", PipelineStats::acked),
    SPILLED("logferry.events.spilled", "Records written to disk", PipelineStats::spilled),
    REPLAYED("logferry.events.replayed", "Records read back from disk to be sent", PipelineStats::replayed),
    SUPPRESSED(
            "logferry.events.suppressed", "Events of Logferry's own threads, not accepted", PipelineStats::suppressed),
    FRAMES_SENT(
            "logferry.frames.sent",
            "Frames that the destination took, each as often as it was sent",
            stats -> stats.traffic().framesSent()),
    FRAMES_ACKED(
            "logferry.frames.acked",
            "Frames durable at the destination",
            stats -> stats.traffic().framesAcked()),
    BYTES_SENT(
            "logferry.sent",
            "Frames that the destination took",
            stats -> stats.traffic().bytesSent()),
    CONNECTS(
            "logferry.sink.connects",
            "Connections that stood",
            stats -> stats.traffic().connects()),
    DISCONNECTS(
            "logferry.sink.disconnects",
            "Connections that ended, and attempts that failed",
            stats -> stats.traffic().disconnects());

    final String meter;
    final String description;
    final ToLongFunction<PipelineStats> value;

    Count(String meter, String description, ToLongFunction<PipelineStats> value) {
        this.meter = meter;
        this.description = description;
        this.value = value;
    }

    @Nullable String baseUnit() {
        return this == BYTES_SENT ? "bytes" : null; // events are in the names
    }
}
