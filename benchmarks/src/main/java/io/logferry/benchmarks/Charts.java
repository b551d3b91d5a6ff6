package io.logferry.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.internal.chartpart.Chart;

/** The command {@code charts}: draws what is in the result files, every subject of them. Main thread only. */
final class Charts {
    private final Path resultsDir;
    private final Path chartsDir;
    private final ChartStyle style = new ChartStyle();

    /** Draws what the named result file holds. */
    @FunctionalInterface
    private interface Drawing {
        List<? extends Chart<?, ?>> draw() throws IOException;
    }

    private Charts(Path resultsDir) throws IOException {
        this.resultsDir = resultsDir;
        chartsDir = Files.createDirectories(resultsDir.resolve("charts"));
    }

    /** Draws all that there are results for. */
    static void draw(Path resultsDir) throws IOException {
        System.setProperty("java.awt.headless", "true");
        Charts charts = new Charts(resultsDir);
        charts.caller("caller", "Time of one logger.info under Logback");
        charts.caller("log4j2-caller", "Time of one logger.info under Log4j 2");
        charts.path(
                "events-per-cpu-second",
                new BarChart(
                        "Events per CPU second of the application",
                        "events per CPU second, thousands",
                        "CPU s/M",
                        Tracked.Better.MORE,
                        seconds -> 1e3 / seconds));
        charts.path(
                "bytes-on-the-wire",
                new BarChart(
                        "Bytes on the wire per event",
                        "bytes per event",
                        BarChart.WIRE_BYTES,
                        Tracked.Better.LESS,
                        bytes -> bytes));
        charts.draw(
                "outage",
                OutageBenchmark.TIMELINE,
                "outage",
                () -> new OutageChart(charts.style).draw(charts.resultsDir.resolve(OutageBenchmark.TIMELINE)));
    }

    private void caller(String name, String title) throws IOException {
        Path histogram = resultsDir.resolve(name + "-histogram.csv");
        draw(name, name + ".csv", name, () -> {
            Percentiles percentiles = Files.exists(histogram)
                    ? Percentiles.ofHistogram(histogram)
                    : Percentiles.ofResults(Results.read(resultsDir.resolve(name + ".csv")));
            return List.of(percentiles.chart(title, style));
        });
    }

    private void path(String chart, BarChart bars) throws IOException {
        draw("path", "path.csv", chart, () -> bars.draw(Results.read(resultsDir.resolve("path.csv")), style));
    }

    private void draw(String name, String csv, String chart, Drawing drawing) throws IOException {
        Path text = resultsDir.resolve(name + ".txt");
        if (!Files.exists(resultsDir.resolve(csv)) || !Files.exists(text)) {
            System.out.println("not drawn: " + chart + ", there is no " + csv + " with its " + text.getFileName());
            return;
        }
        List<? extends Chart<?, ?>> drawn = drawing.draw();
        if (drawn.isEmpty()) {
            System.out.println("not drawn: " + chart + ", there is no such number in " + csv);
            return;
        }
        Path png = chartsDir.resolve(chart + ".png");
        ChartStyle.write(png, drawn, Origin.read(text));
        System.out.println(png);
    }
}
