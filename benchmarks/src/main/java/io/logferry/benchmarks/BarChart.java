package io.logferry.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * One bar per subject, the median, with a line from the least to the most of the rounds. Immutable.
 *
 * @param metric what the results call it
 * @param shown makes what is shown of what was measured
 */
record BarChart(String title, String unit, String metric, Tracked.Better better, DoubleUnaryOperator shown) {
    static final String WIRE_BYTES = "wire bytes/event";
    private static final int HEIGHT = 420;
    private static final int MOST_LEVEL_NAMES = 5;

    /** Draws it; gives nothing where nothing was measured. */
    List<CategoryChart> draw(Results results, ChartStyle style) {
        List<String> subjects = bestFirst(results);
        return subjects.isEmpty() ? List.of() : List.of(draw(results, subjects, style));
    }

    private CategoryChart draw(Results results, List<String> subjects, ChartStyle style) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(ChartStyle.WIDTH)
                .height(HEIGHT)
                .title(title + (better == Tracked.Better.MORE ? ": more is better" : ": less is better"))
                .yAxisTitle(unit)
                .build();
        ChartStyle.apply(chart.getStyler());
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setOverlapped(true);
        chart.getStyler().setAvailableSpaceFill(0.6);
        chart.getStyler().setPlotGridVerticalLinesVisible(false);
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setLabelsVisible(true);
        chart.getStyler().setLabelsPosition(0.15);
        chart.getStyler().setYAxisDecimalPattern("#,##0");
        List<String> names = subjects.stream().map(ChartStyle::name).toList();
        if (names.size() > MOST_LEVEL_NAMES) {
            chart.getStyler().setXAxisLabelRotation(20);
        }
        List<Double> middles = new ArrayList<>();
        List<Double> halves = new ArrayList<>();
        for (int i = 0; i < subjects.size(); i++) {
            Spread spread = results.spread(subjects.get(i), metric);
            double one = shown.applyAsDouble(spread.min());
            double other = shown.applyAsDouble(spread.max());
            middles.add((one + other) / 2);
            halves.add(Math.abs(one - other) / 2);
            List<@Nullable Double> bar = new ArrayList<>(Collections.nCopies(subjects.size(), null));
            bar.set(i, shown.applyAsDouble(spread.median()));
            chart.addSeries(subjects.get(i), names, bar).setFillColor(style.colour(subjects.get(i)));
        }
        chart.addSeries("least to most", names, middles, halves)
                .setChartCategorySeriesRenderStyle(CategorySeries.CategorySeriesRenderStyle.Scatter)
                .setMarker(SeriesMarkers.NONE);
        return chart;
    }

    /** Those that deliver something: what an appender that does nothing saves is no result. */
    private List<String> bestFirst(Results results) {
        ToDoubleFunction<String> value =
                subject -> shown.applyAsDouble(results.spread(subject, metric).median());
        Comparator<String> ascending = Comparator.comparingDouble(value);
        return results.subjects().stream()
                .filter(subject -> results.has(subject, metric) && !sendsNothing(results, subject))
                .filter(subject -> Double.isFinite(value.applyAsDouble(subject)))
                .sorted(better == Tracked.Better.LESS ? ascending : ascending.reversed())
                .toList();
    }

    private static boolean sendsNothing(Results results, String subject) {
        return results.has(subject, WIRE_BYTES)
                && results.spread(subject, WIRE_BYTES).median() < 1;
    }
}
