package io.logferry.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PercentilesTest {
    @TempDir
    Path dir;

    @Test
    void eachFurtherNineIsOneStep() throws IOException {
        Percentiles percentiles = histogram("a,100,5000\na,200,4000\na,300,900\na,400,90\na,500,9\na,600,1\n");
        assertEquals("{0.0=100.0, 1.0=200.0, 2.0=300.0, 3.0=400.0, 4.0=500.0}", rounded(percentiles, "a"));
    }

    @Test
    void whatIsBeyondTheLastStepIsNotShown() throws IOException {
        assertEquals("{0.0=100.0, 4.0=100.0}", rounded(histogram("a,100,999995\na,200,5\n"), "a"));
    }

    @Test
    void countsOfSeveralRoundsAreAdded() throws IOException {
        assertEquals(
                "{0.0=100.0, 2.0=100.0, 4.0=300.0}", rounded(histogram("a,300,1\na,100,40\na,100,59\nb,1,1\n"), "a"));
    }

    @Test
    void withoutAHistogramThePercentilesOfTheRoundsAreUsed() {
        Results results = new Results();
        results.add(1, "a", Map.of("p50 ns", 10.0, "p99 ns", 30.0));
        results.add(2, "a", Map.of("p50 ns", 20.0, "p99 ns", 40.0));
        assertEquals("{0.0=15.0, 2.0=35.0}", rounded(Percentiles.ofResults(results), "a"));
    }

    private Percentiles histogram(String lines) throws IOException {
        Path csv = dir.resolve("caller-histogram.csv");
        Files.writeString(csv, "subject,ns,count\n" + lines);
        return Percentiles.ofHistogram(csv);
    }

    private static String rounded(Percentiles percentiles, String subject) {
        Map<Double, Double> rounded = new TreeMap<>();
        percentiles
                .ofSubjects()
                .getOrDefault(subject, new TreeMap<>())
                .forEach((place, nanos) -> rounded.put(Math.rint(place * 1e6) / 1e6, nanos));
        return rounded.toString();
    }
}
