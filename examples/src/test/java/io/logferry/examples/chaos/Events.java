package io.logferry.examples.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The application's numbered events, as they came out at the far end. One thread. */
final class Events {
    private static final Pattern EVENT = Pattern.compile("\"message\":\"event (\\S+) (\\d+) (\\d+) ");

    /** The numbers in the order they came, by life and writer ("life-writer", as the ledger's files are called). */
    final Map<String, List<Long>> numbers = new TreeMap<>();

    /** Takes a line; false if it is none of them. */
    boolean add(String line) {
        Matcher event = EVENT.matcher(line);
        if (!event.find()) {
            return false;
        }
        String writer = event.group(1) + "-" + event.group(2);
        numbers.computeIfAbsent(writer, w -> new ArrayList<>()).add(Long.valueOf(event.group(3)));
        return true;
    }

    /** The numbers must be 0, 1, 2 and so on: nothing in between lost, nothing twice, in order. */
    void assertUnbroken() {
        numbers.forEach((writer, came) -> {
            for (int i = 0; i < came.size(); i++) {
                assertEquals(i, came.get(i), "number of writer=" + writer);
            }
        });
    }

    /** Everything in the ledger must be there once, in order. */
    void assertComplete(Path dir) throws IOException {
        assertUnbroken();
        Map<String, Long> counts = new TreeMap<>();
        numbers.forEach((writer, came) -> counts.put(writer, (long) came.size()));
        assertEquals(ledger(dir), counts, "events by writer, in the ledger and at the far end");
    }

    /** How many of those that a killed life logged are not here; more than it logged must not be. */
    long missing(Path dir, String life) throws IOException {
        long missing = 0;
        for (Map.Entry<String, Long> logged : ledger(dir).entrySet()) {
            if (logged.getKey().startsWith(life + "-")) {
                long came = numbers.getOrDefault(logged.getKey(), List.of()).size();
                long most = logged.getValue() + 1; // killed before its mark
                assertTrue(came <= most, () -> logged.getKey() + " was logged " + most + " times at most, not " + came);
                missing += logged.getValue() - came;
            }
        }
        return missing;
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
}
