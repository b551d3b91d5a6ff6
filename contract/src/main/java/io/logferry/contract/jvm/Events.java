package io.logferry.contract.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What an application logged, as the lines that a collector makes of it. An event begins with "@@ [", the name of the
 * thread and "] ". Any thread.
 */
public final class Events {
    private static final String BEGINNING = "@@ ";

    private Events() {}

    /** Those in a log file, oldest first. */
    public static List<String> inFile(Path file) throws IOException {
        String all = Files.readString(file);
        if (all.isEmpty()) {
            return List.of();
        }
        return Stream.of(all.strip().split("\n(?=" + BEGINNING + ")", -1))
                .map(event -> event.replace("\n", "\\n").replace("\r", "\\r"))
                .toList();
    }

    /** The application's among lines that a collector stored, or that it printed: no event goes over several of those. */
    public static List<String> of(Stream<String> lines) {
        return lines.filter(line -> line.startsWith(BEGINNING)).toList();
    }

    /** In the same order, by the thread that logged them. */
    private static Map<String, List<String>> byThread(List<String> events) {
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
    public static void assertSame(List<String> expected, List<String> actual) {
        assertBegins(expected, actual, 0);
        assertEquals(expected.size(), actual.size());
    }

    /** Those of each thread begin with the same events in the same order, and at most so many follow. */
    public static void assertBegins(List<String> expected, List<String> actual, int more) {
        Map<String, List<String>> expectedThreads = byThread(expected);
        byThread(actual).forEach((thread, events) -> {
            List<String> all = expectedThreads.getOrDefault(thread, List.of());
            int both = Math.min(all.size(), events.size());
            for (int i = 0; i < both; i++) {
                assertEquals(all.get(i), events.get(i));
            }
            assertTrue(events.size() <= both + more, () -> "too many: " + events.subList(both, events.size()));
        });
    }
}
