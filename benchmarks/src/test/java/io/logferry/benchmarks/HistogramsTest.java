package io.logferry.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HistogramsTest {
    private final Histograms histograms = new Histograms();

    @Test
    void percentilesAreOfAllRoundsTogether() {
        histograms.add("ours", Map.of(100L, 98L, 7_000L, 1L));
        histograms.add("ours", Map.of(100L, 100L, 9_000L, 1L));
        assertEquals(100, histograms.percentile("ours", 99));
        assertEquals(7_000, histograms.percentile("ours", 99.5));
        assertEquals(9_000, histograms.percentile("ours", 100));
    }

    @Test
    void theCsvHasEachCountOnceInTheOrderOfTime() {
        histograms.add("ours", Map.of(100L, 1L));
        histograms.add("ours", Map.of(60L, 2L, 100L, 3L));
        assertEquals("subject,ns,count\nours,60,2\nours,100,4\n", histograms.csv());
    }

    @Test
    void whatWasNotMeasuredIsNamed() {
        Exception thrown = assertThrows(IllegalStateException.class, () -> histograms.percentile("ours", 50));
        assertEquals("nothing was measured for subject=ours", thrown.getMessage());
    }
}
