package io.logferry.examples.chaos;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.collector.EntryKind;
import io.logferry.collector.StoredLine;
import io.logferry.collector.StoredStream;
import io.logferry.frame.Position;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** What one collector stored of the application's numbered events. One thread. */
final class Stored {
    final Events events = new Events();

    /** The position of the last record, by stream and epoch. */
    final Map<UUID, TreeMap<Long, Long>> lastSeqs = new HashMap<>();

    /** The lines that are no events. */
    final List<StoredLine> markers = new ArrayList<>();

    private Stored() {}

    /** Reads it; within each stream, all positions must be in order and none twice. */
    static Stored in(Path collectorDir) throws IOException {
        Stored stored = new Stored();
        for (StoredStream stream : StoredStream.list(collectorDir)) {
            Position[] before = {Position.NONE};
            TreeMap<Long, Long> last = new TreeMap<>();
            stored.lastSeqs.put(stream.streamId(), last);
            stream.read(line -> {
                if (line.isRecord()) {
                    Position position = new Position(line.epoch(), line.seq());
                    assertTrue(position.compareTo(before[0]) > 0, () -> position + " after " + before[0]);
                    before[0] = position;
                    last.put(line.epoch(), line.seq());
                }
                stored.add(line);
            });
        }
        return stored;
    }

    private void add(StoredLine line) {
        if (line.kind() != EntryKind.DATA || !events.add(line.line())) {
            markers.add(line);
        }
    }

    /** The epochs of the markers of this kind; each must have one at most. */
    Set<Long> epochsOf(EntryKind kind) {
        Set<Long> epochs = new HashSet<>();
        for (StoredLine marker : markers) {
            assertTrue(marker.kind() != kind || epochs.add(marker.epoch()), () -> "twice: " + marker);
        }
        return epochs;
    }

    /** How many lines of this kind there are. */
    long count(EntryKind kind) {
        return markers.stream().filter(marker -> marker.kind() == kind).count();
    }
}
