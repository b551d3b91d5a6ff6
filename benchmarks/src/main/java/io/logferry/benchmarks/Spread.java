package io.logferry.benchmarks;

import java.util.Collection;
import java.util.Locale;

/** What the rounds of one measurement gave. Immutable. */
public record Spread(double median, double min, double max) {
    static Spread of(Collection<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("values=0, allowed are 1 and more");
        }
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    @Override
    public String toString() {
        return number(median) + " (" + number(min) + " to " + number(max) + ")";
    }

    private static String number(double value) {
        double size = Math.abs(value);
        String format =
                size >= 1_000 ? "%,.0f" : size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }
}
