package io.logferry.examples.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.collector.EntryKind;
import io.logferry.collector.StoredLine;
import io.logferry.collector.StoredStream;
import io.logferry.frame.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What one collector stored of the application's numbered events. One thread. */
final class Stored {
    private static final Pattern EVENT = Pattern.compile("\"message\":\"event (\\S+) (\\d+) (\\d+) ");

    /** The numbers in stored order, by life and writer ("life-writer", as the ledger's files are called). */
    final Map<String, List<Long>> numbers = new TreeMap<>();

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
        Matcher event = EVENT.matcher(line.line());
        if (line.kind() == EntryKind.DATA && event.find()) {
            String writer = event.group(1) + "-" + event.group(2);
            numbers.computeIfAbsent(writer, w -> new ArrayList<>()).add(Long.valueOf(event.group(3)));
        } else {
            markers.add(line);
        }
    }

    /** Its events' numbers must be 0, 1, 2 and so on: nothing in between lost, nothing twice, in order. */
    void assertUnbroken() {
        numbers.forEach((writer, stored) -> {
            for (int i = 0; i < stored.size(); i++) {
                assertEquals(i, stored.get(i), "number of writer=" + writer);
            }
        });
    }

    /** Everything in the ledger must be there once, in order. */
    void assertComplete(Path dir) throws IOException {
        assertUnbroken();
        Map<String, Long> counts = new TreeMap<>();
        numbers.forEach((writer, stored) -> counts.put(writer, (long) stored.size()));
        assertEquals(ledger(dir), counts, "events by writer, in the ledger and stored");
    }

    /** Numbers that were logged, by life and writer. */
    static Map<String, Long> ledger(Path dir) throws IOException {
        Map<String, Long> counts = new TreeMap<>();
        try (Stream<Path> files = Files.list(dir.resolve("ledger"))) {
            files.filter(file -> file.toFile().length() > 0)
                    .forEach(file -> counts.put(
                            file.getFileName().toString(), file.toFile().length()));
        }
        return counts;
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
