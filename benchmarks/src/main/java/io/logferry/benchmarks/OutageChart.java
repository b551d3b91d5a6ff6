package io.logferry.benchmarks;

import java.awt.BasicStroke;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** What happened while a receiver was away, second by second: two charts with the same time. One thread. */
final class OutageChart {
    private static final int HEIGHT = 330;
    private static final int AXIS_WIDTH = 90;

    /** The logarithmic axis ends here. */
    private static final int LEAST_RATE = 1_000;

    private final ChartStyle style;

    OutageChart(ChartStyle style) {
        this.style = style;
    }

    List<XYChart> draw(Path timeline) throws IOException {
        Map<String, List<String[]>> rows = new LinkedHashMap<>();
        for (String line : Files.readAllLines(timeline)) {
            if (!line.isEmpty() && !OutageTimeline.HEADER.startsWith(line)) {
                String[] columns = line.split(",", -1);
                if (!columns[2].equals("0") || !columns[3].equals("0")) { // else it only waited for more arrivals
                    rows.computeIfAbsent(columns[0], subject -> new ArrayList<>())
                            .add(columns);
                }
            }
        }
        XYChart rates = chart(
                String.format(
                        "The receiver killed after %d s, started again after %d s",
                        OutageBenchmark.KILLED_SECONDS, OutageBenchmark.STARTED_SECONDS),
                "events/s, logarithmic");
        XYChart disk = chart("", "events on disk, thousands");
        rows.forEach((subject, samples) -> {
            String name = ChartStyle.name(subject);
            add(rates, name + ": delivered", subject, samples, 3, 1, LEAST_RATE);
            if (!samples.get(0)[4].isEmpty()) {
                add(rates, name + ": logged", subject, samples, 2, 1, LEAST_RATE)
                        .setLineStyle(new BasicStroke(
                                1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {4, 3}, 0))
                        .setLineColor(style.colour("none"));
                add(disk, name + ": on disk", subject, samples, 4, 1_000, 0)
                        .setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Area)
                        .setFillColor(style.colour(subject));
            }
        });
        double end = rows.values().stream()
                .mapToDouble(samples -> Double.parseDouble(samples.get(samples.size() - 1)[1]))
                .max()
                .orElse(0);
        rates.getStyler().setXAxisMax(end);
        disk.getStyler().setXAxisMax(end);
        rates.getStyler().setYAxisLogarithmic(true);
        rates.getStyler().setYAxisLogarithmicDecadeOnly(true);
        rates.setCustomYAxisTickLabelsFormatter(
                rate -> String.format(Locale.ROOT, rate > LEAST_RATE ? "%,.0f" : "\u2264 %,.0f", rate));
        return List.of(rates, disk);
    }

    private static XYChart chart(String title, String unit) {
        XYChart chart = new XYChartBuilder()
                .width(ChartStyle.WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle("seconds")
                .yAxisTitle(unit)
                .build();
        ChartStyle.apply(chart.getStyler());
        chart.getStyler().setXAxisMin(0.0);
        chart.getStyler().setYAxisLeftWidthHint(AXIS_WIDTH);
        return chart;
    }

    private XYSeries add(
            XYChart chart, String name, String subject, List<String[]> samples, int column, double unit, double least) {
        List<Double> seconds = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (String[] sample : samples) {
            seconds.add(Double.valueOf(sample[1]));
            values.add(Math.max(least, Double.parseDouble(sample[column]) / unit));
        }
        XYSeries series = chart.addSeries(name, seconds, values);
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(style.colour(subject));
        series.setLineWidth(2f);
        return series;
    }
}
