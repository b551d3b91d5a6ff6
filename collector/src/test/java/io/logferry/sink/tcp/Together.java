package io.logferry.sink.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.logferry.collector.StoredLine;
import io.logferry.collector.StoredStream;
import io.logferry.frame.Position;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** What several collectors have together, once records that more than one of them has are removed. One thread. */
final class Together {
    /** Which record. Immutable. */
    record Id(UUID streamId, Position position) {}

    private final Map<UUID, TreeMap<Position, String>> streams = new HashMap<>();

    Together(Path... dirs) {
        for (Path dir : dirs) {
            of(dir).forEach(this::add);
        }
    }

    private void add(Id id, String line) {
        String before = streams.computeIfAbsent(id.streamId(), unused -> new TreeMap<>())
                .put(id.position(), line);
        if (before != null) {
            assertEquals(before, line, () -> "another collector's line of " + id);
        }
    }

    /** What one collector has: each record once. */
    static Map<Id, String> of(Path dir) {
        Map<Id, String> lines = new HashMap<>();
        try {
            for (StoredStream stream : StoredStream.list(dir)) {
                stream.read(line -> {
                    if (line.isRecord()) {
                        Id id = new Id(stream.streamId(), new Position(line.epoch(), line.seq()));
                        assertNull(lines.put(id, line.line()), () -> "twice at " + dir + ": " + id);
                    }
                });
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return lines;
    }

    /** The collector's own marks. */
    static List<StoredLine> marks(Path dir) {
        List<StoredLine> marks = new ArrayList<>();
        try {
            for (StoredStream stream : StoredStream.list(dir)) {
                stream.read(line -> {
                    if (!line.isRecord()) {
                        marks.add(line);
                    }
                });
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return marks;
    }

    int streamCount() {
        return streams.size();
    }

    /** These numbers were logged: each is there, once; in each stream they ascend, and no number of a record is missing. */
    void assertHoldsAll(int count) {
        Set<Integer> found = new HashSet<>();
        streams.forEach((streamId, records) -> {
            int last = -1;
            Position before = Position.NONE;
            for (Map.Entry<Position, String> record : records.entrySet()) {
                Position position = record.getKey();
                long expected = position.epoch() == before.epoch() ? before.seq() + 1 : 0;
                assertEquals(expected, position.seq(), () -> "a gap before " + position + " of " + streamId);
                before = position;
                if (!record.getValue().contains("\"event.action\"")) {
                    int number = Integer.parseInt(record.getValue());
                    assertEquals(true, found.add(number), () -> number + " was sent as two records");
                    assertEquals(true, number > last, "order of " + streamId + ": " + number + " after " + last);
                    last = number;
                }
            }
        });
        assertEquals(count, found.size());
    }
}
