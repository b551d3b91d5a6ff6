package io.logferry.kafka;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Tells a consumer which records are new, and its listener which did not arrive. It judges by the set of (stream, epoch,
 * seq), not by the last seq: after a producer was replaced the topic repeats a stretch, and a single refused record may
 * be overtaken. One thread at a time.
 *
 * <p>Use one for each partition, and throw it away when the partition is taken from the consumer: what another consumer
 * reads meanwhile would be a gap here. A stream is one key, so that it stays in its partition until the topic gets more
 * of them.
 *
 * <p>What is missed and what is not: the first record seen of a stream is taken for the place where the consumer began
 * to read, so that nothing is told about what was before it. Everything after it is followed; a later, higher epoch is
 * expected from its number 0 on.
 *
 * <p>Bounds: it remembers the streams heard of last ({@value #DEFAULT_STREAMS} of them, if not said otherwise), of each
 * stream the {@value #MOST_EPOCHS} highest epochs, and in those {@value #MOST_ABSENT_RANGES} ranges of numbers that did
 * not arrive; beyond that it forgets the least recently used stream, the lowest epoch, what arrived between the lowest
 * two ranges. A stream without losses takes some 300 bytes, none takes more than 25 KB. No bound withholds a record that
 * was not seen: what was forgotten is passed on again if it is repeated, and told again if it is declared again.
 *
 * <p>After a restart it knows nothing: a consumer that commits offsets after its work gets some records again, and takes
 * repeats for new whose first copy lies before the committed offset. To make that rare, seek back some way before the
 * committed offset, and up to it call {@code accept()} without passing anything on. To make it impossible store each
 * record under its identity ({@link RecordId#toString()} as a document's id, or the columns of a primary key): then a
 * repeat overwrites itself, and a Deduplicator is only needed to hear of losses.
 */
public final class Deduplicator {
    /** How many streams it remembers by default. */
    public static final int DEFAULT_STREAMS = 10_000;

    static final int MOST_EPOCHS = 8;
    static final int MOST_ABSENT_RANGES = 512;

    private final int maxStreams;
    private final DeduplicatorListener listener;

    /** The least recently used first. */
    private final Map<UUID, StreamNumbers> streams = new LinkedHashMap<>(16, 0.75f, true);

    /** Remembers {@value #DEFAULT_STREAMS} streams. */
    public Deduplicator(DeduplicatorListener listener) {
        this(DEFAULT_STREAMS, listener);
    }

    /**
     * Remembers this many streams.
     *
     * @throws IllegalArgumentException unless maxStreams is at least 1
     */
    public Deduplicator(int maxStreams, DeduplicatorListener listener) {
        if (maxStreams < 1) {
            throw new IllegalArgumentException("maxStreams=" + maxStreams + ", allowed are numbers from 1 on");
        }
        this.maxStreams = maxStreams;
        this.listener = listener;
    }

    /** Judges one record, in the order of the partition; the listener is told before this returns. */
    public Verdict accept(RecordId id) {
        StreamNumbers stream = streams.get(id.streamId());
        if (stream == null) {
            stream = new StreamNumbers(id.streamId(), listener);
            streams.put(id.streamId(), stream);
            if (streams.size() > maxStreams) {
                streams.remove(streams.keySet().iterator().next());
            }
        }
        return stream.accept(id);
    }
}
