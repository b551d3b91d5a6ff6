package io.logferry.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * What a benchmark is given, and where it leaves what it found. Main thread only.
 *
 * @param rounds how often each subject is measured
 * @param workDir an empty folder for spills and collectors
 * @param resultsDir where result files go
 * @param results the numbers
 * @param histograms the latencies, if it measures any
 * @param text what people read
 */
public record Run(
        int rounds, Path workDir, Path resultsDir, Results results, Histograms histograms, StringBuilder text) {
    /** Adds a line for people and shows it. */
    public void say(String line) {
        System.out.println(line);
        text.append(line).append('\n');
    }

    /** Says a metric of a subject divided by the other's of the same round. */
    void ratio(String metric, Object subject, Object other, String target) {
        say(metric + ", " + subject + " / " + other + ": " + results.ratio(subject.toString(), other.toString(), metric)
                + "; " + target);
    }

    /** Says a metric of a subject less the other's of the same round. */
    void difference(String metric, Object subject, Object other, String target) {
        say(metric + ", " + subject + " - " + other + ": "
                + results.difference(subject.toString(), other.toString(), metric) + "; " + target);
    }

    /** Empties the work folder. */
    public void clean() throws IOException {
        empty(workDir);
    }

    /** Deletes all that is in a folder. */
    public static void empty(Path dir) throws IOException {
        try (Stream<Path> paths = Files.walk(dir)) {
            paths.sorted(Comparator.reverseOrder())
                    .filter(path -> !path.equals(dir))
                    .forEach(path -> {
                        try {
                            Files.delete(path);
                        } catch (IOException failed) {
                            throw new UncheckedIOException(failed);
                        }
                    });
        }
    }
}
