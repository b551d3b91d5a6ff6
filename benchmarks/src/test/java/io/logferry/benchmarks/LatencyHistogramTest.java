package io.logferry.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
    private final LatencyHistogram histogram = new LatencyHistogram();

    @Test
    void smallValuesAreExact() {
        for (int nanos = 1; nanos <= 200; nanos++) {
            histogram.record(nanos);
        }
        assertEquals(100, histogram.percentile(50));
        assertEquals(198, histogram.percentile(99));
        assertEquals(200, histogram.max());
    }

    @Test
    void everyValueIsFoundWithinOnePercent() {
        for (long nanos = 1; nanos > 0 && nanos < Long.MAX_VALUE / 3; nanos = nanos * 3 + 1) {
            histogram.clear();
            histogram.record(nanos);
            assertEquals(1, histogram.percentile(50) / nanos, 0.008);
        }
    }

    @Test
    void aRareValueShowsOnlyInThePercentilesAboveIt() {
        for (int i = 0; i < 999; i++) {
            histogram.record(50);
        }
        histogram.record(1_000_000);
        assertEquals(50, histogram.percentile(99.9));
        assertEquals(1_000_000, histogram.max(), 8_000);
    }
}
