package io.logferry.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
    private final Results results = new Results();

    @Test
    void ratiosAreTakenPairByPair() {
        add(1, 10, 20);
        add(2, 90, 100);
        add(3, 30, 40);
        assertEquals(new Spread(0.75, 0.5, 0.9), results.ratio("ours", "theirs", "ns"));
        assertEquals(new Spread(-10, -10, -10), results.difference("ours", "theirs", "ns"));
    }

    @Test
    void theMedianOfAnEvenNumberOfRoundsIsBetweenTheMiddleOnes() {
        add(1, 10, 1);
        add(2, 40, 1);
        assertEquals(new Spread(25, 10, 40), results.spread("ours", "ns"));
    }

    @Test
    void whatWasNotMeasuredIsNamed() {
        Exception thrown = assertThrows(IllegalStateException.class, () -> results.spread("ours", "ns"));
        assertEquals("nothing was measured for subject=ours metric=ns", thrown.getMessage());
    }

    @Test
    void everyNumberIsInTheCsv() {
        add(1, 10, 20);
        assertEquals("round,subject,metric,value\n1,ours,ns,10.0\n1,theirs,ns,20.0\n", results.csv());
    }

    @Test
    void whatIsReadFromTheCsvIsWhatWasMeasured(@TempDir Path dir) throws IOException {
        add(1, 10, 20);
        add(2, 90, 100);
        Path csv = dir.resolve("path.csv");
        Files.writeString(csv, results.csv());
        Results read = Results.read(csv);
        assertEquals(results.csv(), read.csv());
        assertEquals(results.ratio("ours", "theirs", "ns"), read.ratio("ours", "theirs", "ns"));
    }

    private void add(int round, double ours, double theirs) {
        results.add(round, "ours", Map.of("ns", ours));
        results.add(round, "theirs", Map.of("ns", theirs));
    }
}
