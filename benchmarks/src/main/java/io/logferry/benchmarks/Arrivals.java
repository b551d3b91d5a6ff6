package io.logferry.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What of an application's numbered events is in a collector's files. Immutable.
 *
 * @param never how many are in none
 * @param repeats how many lines there are more than events
 */
record Arrivals(int never, int repeats) {
    private static final Pattern NUMBER = Pattern.compile("Order (\\d+) accepted");

    /** Reads all files below a folder. */
    static Arrivals read(Path dir, int logged) throws IOException {
        List<Path> files;
        try (Stream<Path> paths = Files.walk(dir)) {
            files = paths.filter(path -> path.toString().endsWith(".log")).toList();
        }
        BitSet arrived = new BitSet(logged);
        int repeats = 0;
        for (Path file : files) {
            try (BufferedReader lines = Files.newBufferedReader(file)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    Matcher number = NUMBER.matcher(line);
                    if (number.find()) {
                        int found = Integer.parseInt(number.group(1));
                        repeats += arrived.get(found) ? 1 : 0;
                        arrived.set(found);
                    }
                }
            }
        }
        return new Arrivals(logged - arrived.cardinality(), repeats);
    }
}
