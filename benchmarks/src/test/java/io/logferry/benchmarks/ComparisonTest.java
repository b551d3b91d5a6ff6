package io.logferry.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
    private static final String RATIO = "path: CPU s/M of logferry / logstash";

    @TempDir
    Path dir;

    private Path before;
    private Path now;

    @BeforeEach
    void makeDirs() throws IOException {
        before = Files.createDirectory(dir.resolve("before"));
        now = Files.createDirectory(dir.resolve("now"));
    }

    @Test
    void aBetterRatioIsNoFailure() throws IOException {
        cpu(before, 0.40, 0.44, 0.48);
        cpu(now, 0.20, 0.21, 0.22);
        assertFine(RATIO + " is 0.210 (0.200 to 0.220), was 0.440 (0.400 to 0.480): not worse beyond noise,"
                + " -52 % (less is better)");
    }

    @Test
    void theSameRatioIsNoFailure() throws IOException {
        cpu(before, 0.40, 0.44, 0.48);
        cpu(now, 0.40, 0.44, 0.48);
        assertFine(RATIO + " is 0.440 (0.400 to 0.480), was 0.440 (0.400 to 0.480): not worse beyond noise,"
                + " +0 % (less is better)");
    }

    @Test
    void aWorseMedianIsNoFailure_asLongAsTheRoundsOverlap() throws IOException {
        cpu(before, 0.40, 0.44, 0.48);
        cpu(now, 0.47, 0.60, 0.70);
        assertFine(RATIO + " is 0.600");
    }

    @Test
    void roundsThatLieApartAreNoFailure_asLongAsTheMedianIsWithinTenPercent() throws IOException {
        cpu(before, 0.43, 0.44, 0.45);
        cpu(now, 0.46, 0.47, 0.48);
        assertFine(RATIO + " is 0.470");
    }

    @Test
    void aRatioThatIsWorseBeyondNoiseFails_withOneSentence() throws IOException {
        cpu(before, 0.40, 0.44, 0.48);
        cpu(now, 0.49, 0.50, 0.60);
        assertFails(RATIO + " is 0.500 (0.490 to 0.600), was 0.440 (0.400 to 0.480): worse beyond noise,"
                + " +14 % (less is better)");
    }

    @Test
    void lessIsWorse_whereMoreIsBetter() throws IOException {
        write(before, "spill", "journal", "plain", "MB/s", 0.90, 0.95, 1.00);
        write(now, "spill", "journal", "plain", "MB/s", 0.70, 0.75, 0.80);
        assertFails("spill: MB/s of journal / plain is 0.750 (0.700 to 0.800), was 0.950 (0.900 to 1.00): worse beyond"
                + " noise, -21 % (more is better)");
        write(now, "spill", "journal", "plain", "MB/s", 1.10, 1.20, 1.30);
        assertFine("spill: MB/s of journal / plain is 1.20");
    }

    @Test
    void aSlowerMachineIsNoFailure() throws IOException {
        String round = "1,logferry,CPU s/M,1.0\n1,logstash,CPU s/M,2.0\n";
        Files.writeString(before.resolve("path.csv"), round.repeat(3));
        Files.writeString(now.resolve("path.csv"), round.replace(".0", "0.0").repeat(3));
        assertFine(RATIO + " is 0.500 (0.500 to 0.500), was 0.500 (0.500 to 0.500)");
    }

    @Test
    void aRatioThatHasVanishedFails() throws IOException {
        cpu(before, 0.40, 0.44, 0.48);
        write(now, "path", "logferry", "logstash", "events/s", 1, 1, 1);
        assertFails(RATIO + " has vanished: it is in " + before.resolve("path.csv") + ", not in "
                + now.resolve("path.csv"));
    }

    @Test
    void aRatioThatIsNewIsOnlyNoted() throws IOException {
        cpu(before, 0.40, 0.44, 0.48);
        cpu(now, 0.40, 0.44, 0.48);
        write(now, "spill", "journal", "plain", "MB/s", 1, 1, 1);
        assertFine("spill: MB/s of journal / plain can't be compared: it is not in " + before.resolve("spill.csv"));
    }

    @Test
    void aFileThatWasNotMeasuredAgainIsOnlyNoted() throws IOException {
        cpu(before, 0.40, 0.44, 0.48);
        cpu(now, 0.40, 0.44, 0.48);
        write(before, "spill", "journal", "plain", "MB/s", 1, 1, 1);
        assertFine("spill: MB/s of journal / plain was not measured again: there is no " + now.resolve("spill.csv"));
    }

    @Test
    void twoRoundsAreTooFew() throws IOException {
        cpu(before, 0.40, 0.44, 0.48);
        cpu(now, 0.90, 0.90);
        assertFails("nothing was compared: " + now + " has no result of 3 rounds that " + before + " has too");
    }

    @Test
    void aComparisonOfNothingFails() throws IOException {
        assertFails("nothing was compared: " + now + " has no result of 3 rounds that " + before + " has too");
    }

    private void cpu(Path results, double... ratios) throws IOException {
        write(results, "path", "logferry", "logstash", "CPU s/M", ratios);
    }

    private static void write(
            Path results, String benchmark, String subject, String other, String metric, double... ratios)
            throws IOException {
        StringBuilder csv = new StringBuilder("round,subject,metric,value\n");
        for (int round = 1; round <= ratios.length; round++) {
            csv.append(String.format("%d,%s,%s,%s%n", round, subject, metric, ratios[round - 1]));
            csv.append(String.format("%d,%s,%s,1.0%n", round, other, metric));
        }
        Files.writeString(results.resolve(benchmark + ".csv"), csv);
    }

    private void assertFine(String note) throws IOException {
        Comparison comparison = Comparison.of(before, now);
        assertEquals("[]", comparison.failures().toString());
        assertTrue(
                comparison.notes().stream().anyMatch(said -> said.startsWith(note)),
                () -> comparison.notes().toString());
    }

    private void assertFails(String failure) throws IOException {
        assertEquals(List.of(failure), Comparison.of(before, now).failures());
    }
}
