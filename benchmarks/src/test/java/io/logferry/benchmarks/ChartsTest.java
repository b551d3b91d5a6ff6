package io.logferry.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartsTest {
    private static final String HEAD = """
            date:    2026-01-02T03:04:05Z
            jdk:     OpenJDK 64-Bit Server VM 25.0.1+8-LTS, Somebody
            cpu:     Some CPU, 2 cores
            """;

    @TempDir
    Path dir;

    /** A minimal machine has none, and then the JDK can't measure text. */
    @BeforeEach
    void needsFonts() {
        boolean hasFonts;
        try {
            hasFonts = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB)
                            .createGraphics()
                            .getFontMetrics()
                            .stringWidth("text")
                    > 0;
        } catch (Throwable withoutFonts) { // an Error, or whatever the JDK's own code meets
            hasFonts = false;
        }
        assumeTrue(hasFonts, "this machine has no fonts");
    }

    @Test
    void everySubjectIsDrawn_alsoThoseThatNobodyKnew() throws IOException {
        StringBuilder path = new StringBuilder("round,subject,metric,value\n");
        StringBuilder caller = new StringBuilder("subject,ns,count\n");
        for (int i = 0; i < 12; i++) {
            path.append("1,subject-")
                    .append(i)
                    .append(",CPU s/M,")
                    .append(i + 1)
                    .append(".0\n");
            path.append("1,subject-").append(i).append(",wire bytes/event,NaN\n");
            caller.append("subject-").append(i).append(",70,1\n");
        }
        write("path", path);
        write("caller", "round,subject,metric,value\n");
        Files.writeString(dir.resolve("caller-histogram.csv"), caller);
        Charts.draw(dir);
        assertEquals(List.of("caller.png", "events-per-cpu-second.png"), drawn());
    }

    @Test
    void anOutageIsDrawn_alsoWithAPeerThatCountsNothing() throws IOException {
        write("outage", "");
        Files.writeString(
                dir.resolve(OutageBenchmark.TIMELINE),
                OutageTimeline.HEADER
                        + "logferry,0.250,20000,20000,0,10,0,900\nlogferry,0.500,20000,0,5000,10,0,900\n"
                        + "peer,0.250,20000,20000,,,,900\npeer,0.500,0,0,,,,0\n");
        Charts.draw(dir);
        assertEquals(List.of("outage.png"), drawn());
    }

    @Test
    void whereThereAreNoResultsNothingIsDrawn() throws IOException {
        Charts.draw(dir);
        assertEquals(List.of(), drawn());
    }

    @Test
    void whereNumbersComeFromIsReadFromTheHeadOfTheResult() throws IOException {
        write("path", "");
        assertEquals(
                "Some CPU, 2 cores, JDK 25.0.1, 2026-01-02",
                Origin.read(dir.resolve("path.txt")).toString());
    }

    @Test
    void aSubjectHasOneColour_whichNoOtherPeerHas() {
        ChartStyle style = new ChartStyle();
        assertEquals(style.colour("logferry"), new ChartStyle().colour("logferry"));
        assertEquals(style.colour("some peer"), style.colour("some peer"));
        assertFalse(style.colour("some peer").equals(style.colour("logstash")));
    }

    private void write(String name, CharSequence csv) throws IOException {
        Files.writeString(dir.resolve(name + ".txt"), HEAD);
        Files.writeString(dir.resolve(name + ".csv"), csv);
    }

    private List<String> drawn() throws IOException {
        try (Stream<Path> charts = Files.list(dir.resolve("charts"))) {
            List<Path> sorted = charts.sorted().toList();
            for (Path png : sorted) {
                BufferedImage image = ImageIO.read(png.toFile());
                assertNotNull(image);
                assertEquals(2 * ChartStyle.WIDTH, image.getWidth());
            }
            return sorted.stream().map(png -> png.getFileName().toString()).toList();
        }
    }
}
