package io.logferry.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Nanoseconds by percentile for each subject, drawn with as much room for each further nine. One thread.
 *
 * @param ofSubjects by subject: nanoseconds by place on the axis
 * @param isFine whether the points are so close that they need no marks
 */
record Percentiles(Map<String, NavigableMap<Double, Double>> ofSubjects, boolean isFine) {
    private static final int HEIGHT = 480;
    private static final List<String> PERCENTS = List.of("50", "90", "99", "99.9", "99.99");
    private static final int END = PERCENTS.size() - 1;

    /** The medians of the percentiles that each round gave. */
    static Percentiles ofResults(Results results) {
        Map<String, NavigableMap<Double, Double>> found = new LinkedHashMap<>();
        for (String subject : results.subjects()) {
            for (int place = 0; place <= END; place++) {
                String metric = "p" + PERCENTS.get(place) + " ns";
                if (results.has(subject, metric)) {
                    found.computeIfAbsent(subject, key -> new TreeMap<>())
                            .put((double) place, results.spread(subject, metric).median());
                }
            }
        }
        return new Percentiles(found, false);
    }

    /** All rounds together; lines of subject, bucket's upper bound in nanoseconds, count. */
    static Percentiles ofHistogram(Path csv) throws IOException {
        Map<String, NavigableMap<Double, Long>> counts = new LinkedHashMap<>();
        for (String line : Files.readAllLines(csv)) {
            String[] columns = line.split(",", -1);
            if (columns.length == 3 && Character.isDigit(columns[2].charAt(0))) { // else it is the head
                counts.computeIfAbsent(columns[0], subject -> new TreeMap<>())
                        .merge(Double.valueOf(columns[1]), Long.valueOf(columns[2]), Long::sum);
            }
        }
        Map<String, NavigableMap<Double, Double>> found = new LinkedHashMap<>();
        counts.forEach((subject, buckets) -> found.put(subject, places(buckets)));
        return new Percentiles(found, true);
    }

    private static NavigableMap<Double, Double> places(NavigableMap<Double, Long> buckets) {
        long total = buckets.values().stream().mapToLong(Long::longValue).sum();
        NavigableMap<Double, Double> places = new TreeMap<>();
        long seen = 0;
        for (Map.Entry<Double, Long> bucket : buckets.entrySet()) {
            seen += bucket.getValue();
            double place = Math.min(END, place((double) seen / total));
            if (place >= 0) {
                places.putIfAbsent(0.0, bucket.getKey());
                places.putIfAbsent(place, bucket.getKey());
            }
        }
        return places;
    }

    /** The axis: 50 % is at 0, each further nine one step on. */
    private static double place(double part) {
        double nines = -Math.log10(1 - part);
        return nines >= 1 ? nines : (nines - Math.log10(2)) / (1 - Math.log10(2));
    }

    XYChart chart(String title, ChartStyle style) {
        XYChart chart = new XYChartBuilder()
                .width(ChartStyle.WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle("percentile of calls")
                .yAxisTitle("time of the call, logarithmic")
                .build();
        ChartStyle.apply(chart.getStyler());
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
        chart.getStyler().setLegendLayout(Styler.LegendLayout.Vertical);
        chart.getStyler().setXAxisMin(0.0);
        chart.getStyler()
                .setXAxisMax(ofSubjects.values().stream()
                        .mapToDouble(NavigableMap::lastKey)
                        .max()
                        .orElse((double) END));
        chart.getStyler().setXAxisTickMarkSpacingHint(100);
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setYAxisLogarithmicDecadeOnly(true);
        chart.setCustomXAxisTickLabelsFormatter(Percentiles::percent);
        chart.setCustomYAxisTickLabelsFormatter(Percentiles::time);
        ofSubjects.forEach((subject, places) -> {
            XYSeries line = chart.addSeries(
                    ChartStyle.name(subject), List.copyOf(places.keySet()), List.copyOf(places.values()));
            line.setLineColor(style.colour(subject));
            line.setMarkerColor(style.colour(subject));
            line.setMarker(isFine ? SeriesMarkers.NONE : SeriesMarkers.CIRCLE);
            line.setLineWidth(2.5f);
        });
        return chart;
    }

    private static String percent(double place) {
        long nearest = Math.round(place);
        return Math.abs(place - nearest) < 0.01 && nearest >= 0 && nearest <= END
                ? PERCENTS.get((int) nearest) + " %"
                : "";
    }

    private static String time(double nanos) {
        long whole = Math.round(nanos);
        if (whole < TimeUnit.MICROSECONDS.toNanos(1)) {
            return whole + " ns";
        }
        return whole < TimeUnit.MILLISECONDS.toNanos(1)
                ? TimeUnit.NANOSECONDS.toMicros(whole) + " \u00b5s"
                : TimeUnit.NANOSECONDS.toMillis(whole) + " ms";
    }
}
