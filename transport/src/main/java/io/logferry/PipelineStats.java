package io.logferry;

import io.logferry.frame.DropReason;
import io.logferry.frame.Level;
import io.logferry.sink.SinkState;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a pipeline's counters, in records unless said. Immutable. Exact once the pipeline has stopped ({@code settled});
 * before that its parts are read one after the other.
 *
 * @param carriedIn found on disk at start, or taken over from an orphaned slot
 * @param accepted what the ring took, what it refused as RING_FULL, and markers
 * @param acked durable at the sink
 * @param drops losses by reason and level
 * @param inRing in the ring
 * @param ringCapacity how many events the ring holds
 * @param inBatch in the open batch
 * @param inFlight in memory, sealed, neither settled nor on disk
 * @param onDisk on disk, not settled
 * @param spilled ever written to disk in this start
 * @param replayed ever read back from disk for sending
 * @param unjournalled in memory and, with mode=always, to be journalled before they were sent, but could not be;
 *     contained in inFlight
 * @param suppressed events of our own threads, not accepted
 * @param markers totals and end markers, contained in accepted
 * @param traffic what went to the sink, in frames and bytes
 * @param spill the files of the spill; null if none is configured
 * @param sinks the state of the destination, one for each lane
 * @param settled whether the pipeline has stopped and these numbers are final
 */
public record PipelineStats(
        long carriedIn,
        long accepted,
        long acked,
        Drops drops,
        long inRing,
        int ringCapacity,
        long inBatch,
        long inFlight,
        long onDisk,
        long spilled,
        long replayed,
        long unjournalled,
        long suppressed,
        long markers,
        Traffic traffic,
        @Nullable Spill spill,
        List<SinkState> sinks,
        boolean settled) {

    /** Takes a copy of the list. */
    public PipelineStats {
        sinks = List.copyOf(sinks);
    }

    /**
     * What went to the sink. Immutable.
     *
     * @param framesSent frames that it took, each as often as it was sent
     * @param framesAcked frames that are durable there
     * @param bytesSent bytes of the frames that it took, compressed unless the sink compresses by itself
     * @param connects connections that stood
     * @param disconnects connections that ended, and attempts that failed
     */
    public record Traffic(long framesSent, long framesAcked, long bytesSent, long connects, long disconnects) {}

    /**
     * The files of the spill. Immutable.
     *
     * @param usable whether the folder could be opened and the last write did not fail; a full one is usable
     * @param usedBytes bytes of the slot's files, dead letters and damaged ones included; of all lanes, without
     *     adopted slots
     * @param maxBytes what they may take, of all lanes
     */
    public record Spill(boolean usable, long usedBytes, long maxBytes) {}

    /** Losses by reason and level. Immutable. */
    public static final class Drops {
        private final long[][] counts;

        /**
         * Takes a copy.
         *
         * @param counts by reason, then by level; the last column counts records whose level is not known
         */
        public Drops(long[][] counts) {
            this.counts = Arrays.stream(counts).map(long[]::clone).toArray(long[][]::new);
        }

        /** Losses for this reason, of this level. */
        public long of(DropReason reason, Level level) {
            return counts[reason.ordinal()][level.ordinal()];
        }

        /** Losses for this reason, of records whose level is not known. */
        public long ofUnknownLevel(DropReason reason) {
            return counts[reason.ordinal()][Level.COUNT];
        }

        /** Losses for this reason, of all levels and of unknown level. */
        public long of(DropReason reason) {
            return Arrays.stream(counts[reason.ordinal()]).sum();
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("{");
            for (DropReason reason : DropReason.values()) {
                if (of(reason) > 0) {
                    text.append(text.length() > 1 ? ", " : "")
                            .append(reason)
                            .append('=')
                            .append(of(reason));
                }
            }
            return text.append('}').toString();
        }

        /** All losses. */
        public long total() {
            return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
        }
    }

    /** How many records are neither accounted for nor double counted too many: 0 when the books balance. */
    public long difference() {
        return carriedIn + accepted - acked - drops.total() - inRing - inBatch - inFlight - onDisk;
    }
}
