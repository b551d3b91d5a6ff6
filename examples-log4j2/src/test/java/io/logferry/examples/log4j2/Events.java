package io.logferry.examples.log4j2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.collector.StoredLine;
import io.logferry.collector.StoredStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What an application logged, as the lines that a collector makes of it. Any thread. */
final class Events {
    private static final String BEGINNING = "@@ ";

    private Events() {}

    /** Those in a log file, oldest first. */
    static List<String> inFile(Path file) throws IOException {
        String all = Files.readString(file);
        if (all.isEmpty()) {
            return List.of();
        }
        return Stream.of(all.strip().split("\n(?=" + BEGINNING + ")", -1))
                .map(event -> event.replace("\n", "\\n").replace("\r", "\\r"))
                .toList();
    }

    /** All lines that a collector stored, of one application: in the order of their stream. */
    static List<StoredLine> lines(Path collectorDir) throws IOException {
        List<StoredLine> lines = new ArrayList<>();
        for (StoredStream stream : StoredStream.list(collectorDir)) {
            stream.read(lines::add);
        }
        return lines;
    }

    /** The application's among these lines, and not the appender's or the collector's own. */
    static List<String> of(Stream<StoredLine> lines) {
        return lines.map(StoredLine::line)
                .filter(line -> line.startsWith(BEGINNING))
                .toList();
    }

    /** In the same order, by the thread that logged them. */
    static Map<String, List<String>> byThread(List<String> events) {
        Map<String, List<String>> threads = new TreeMap<>();
        for (String event : events) {
            threads.computeIfAbsent(threadOf(event), any -> new ArrayList<>()).add(event);
        }
        return threads;
    }

    private static String threadOf(String event) {
        int end = event.indexOf("] ");
        return end < 0 ? "no event: " + event : event.substring(BEGINNING.length(), end + 1);
    }

    /** The same events, none missing, none twice, those of each thread in the same order. */
    static void assertSame(List<String> expected, List<String> actual) {
        Map<String, List<String>> expectedThreads = byThread(expected);
        Map<String, List<String>> actualThreads = byThread(actual);
        assertEquals(expectedThreads.keySet(), actualThreads.keySet());
        expectedThreads.forEach(
                (thread, events) -> assertEquals(text(events), text(actualThreads.getOrDefault(thread, List.of()))));
    }

    /** The same events of each thread up to some event, after which those of the first list go on, or one of the second. */
    static void assertBegins(List<String> expected, List<String> actual) {
        Map<String, List<String>> expectedThreads = byThread(expected);
        byThread(actual).forEach((thread, events) -> {
            List<String> all = expectedThreads.getOrDefault(thread, List.of());
            int both = Math.min(all.size(), events.size());
            assertEquals(text(all.subList(0, both)), text(events.subList(0, both)));
            assertTrue(events.size() <= both + 1, () -> "of " + thread + " nobody knows " + events.get(both));
        });
    }

    private static String text(List<String> events) {
        return String.join("\n", events);
    }
}
