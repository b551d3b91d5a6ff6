package io.logferry.benchmarks;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;

/**
 * What all charts share: a white ground, so that they are readable on a dark page too, and one colour per subject in all
 * of them: Logferry's are blue, what does nothing is grey, peers get theirs in the order in which they come. One thread.
 */
final class ChartStyle {
    static final int WIDTH = 900;
    private static final int PADDING = 14;
    private static final int CAPTION_HEIGHT = 24;
    private static final int PIXELS_PER_POINT = 2; // sharp where a page shows them smaller or a screen is dense

    private static final Color TEXT = new Color(0x24292F);
    private static final Color GRID = new Color(0xE3E6EA);
    private static final List<Color> OURS = List.of(
            new Color(0x0B5CAD),
            new Color(0x4AA3E8),
            new Color(0x8FB8DE),
            new Color(0x17A2A2),
            new Color(0x7A74E0),
            new Color(0x7FD1D1));
    private static final List<Color> NOTHING = List.of(new Color(0x8A9199), new Color(0xB9BFC6), new Color(0x5F666D));
    private static final List<Color> PEERS = List.of(
            new Color(0xE8710A),
            new Color(0xA23B9E),
            new Color(0x3B8A3E),
            new Color(0xC62828),
            new Color(0xB8900B),
            new Color(0x7A4B2A),
            new Color(0xE06C9F));
    /** Those whose colours do not depend on what else is drawn. */
    private static final List<String> KNOWN = List.of("logferry", "log4j2-logferry", "logferry-safe-lz4", "logstash");

    private final Map<List<Color>, Map<String, Color>> taken = new HashMap<>();

    ChartStyle() {
        KNOWN.forEach(this::colour);
    }

    /** What people read instead of the name in the result files. */
    static String name(String subject) {
        return switch (subject) {
            case "logferry" -> "Logferry";
            case "log4j2-logferry" -> "Logferry (Log4j 2)";
            case "logferry-safe-lz4" -> "Logferry (Java LZ4)";
            case "logstash" -> "LogstashTcpSocketAppender";
            default -> subject;
        };
    }

    Color colour(String subject) {
        List<Color> colours = subject.matches(".*(logferry|\\+ferry).*")
                ? OURS
                : subject.matches(".*(empty|none|null|bare|no-op).*") ? NOTHING : PEERS;
        Map<String, Color> known = taken.computeIfAbsent(colours, key -> new HashMap<>());
        return known.computeIfAbsent(subject, key -> colours.get(known.size() % colours.size()));
    }

    static void apply(AxesChartStyler styler) {
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setChartFontColor(TEXT);
        styler.setChartPadding(PADDING);
        styler.setChartTitleFont(font(Font.BOLD, 14));
        styler.setChartTitleBoxVisible(false);
        styler.setChartTitlePadding(8);
        styler.setPlotBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesColor(GRID);
        styler.setPlotGridLinesStroke(new BasicStroke(1));
        styler.setLegendFont(font(Font.PLAIN, 12));
        styler.setLegendBorderColor(Color.WHITE);
        styler.setLegendBackgroundColor(Color.WHITE);
        styler.setLegendPosition(Styler.LegendPosition.OutsideS);
        styler.setLegendLayout(Styler.LegendLayout.Horizontal);
        styler.setAxisTitleFont(font(Font.PLAIN, 12));
        styler.setAxisTickLabelsFont(font(Font.PLAIN, 12));
        styler.setAxisTickLabelsColor(TEXT);
        styler.setAxisTickMarksColor(GRID);
        styler.setYAxisLabelAlignment(AxesChartStyler.TextAlignment.Right);
        styler.setErrorBarsColor(TEXT);
        styler.setAntiAlias(true);
    }

    private static Font font(int style, int points) {
        return new Font(Font.SANS_SERIF, style, points);
    }

    /** Writes charts, one below the other, as one picture, and where their numbers come from below them. */
    static void write(Path png, List<? extends Chart<?, ?>> charts, Origin origin) throws IOException {
        int height = charts.stream().mapToInt(Chart::getHeight).sum() + CAPTION_HEIGHT;
        BufferedImage image =
                new BufferedImage(WIDTH * PIXELS_PER_POINT, height * PIXELS_PER_POINT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.scale(PIXELS_PER_POINT, PIXELS_PER_POINT);
        for (Chart<?, ?> chart : charts) {
            chart.paint(graphics, WIDTH, chart.getHeight());
            graphics.translate(0, chart.getHeight());
        }
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, WIDTH, CAPTION_HEIGHT);
        graphics.setColor(NOTHING.get(0));
        graphics.setFont(font(Font.PLAIN, 11));
        String caption = origin.toString();
        int captionWidth = graphics.getFontMetrics().stringWidth(caption);
        graphics.drawString(caption, WIDTH - captionWidth - PADDING, CAPTION_HEIGHT / 2);
        graphics.dispose();
        ImageIO.write(image, "png", png.toFile());
    }
}
