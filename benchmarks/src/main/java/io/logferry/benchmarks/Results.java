package io.logferry.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The raw numbers of one benchmark: by subject and metric, one per round. Main thread only. */
public final class Results {
    private static final String HEADER = "round,subject,metric,value";

    private final Map<String, Map<String, List<Double>>> values = new LinkedHashMap<>();
    private final StringBuilder csv = new StringBuilder(HEADER + "\n");

    /** Reads what {@link #csv} has written. */
    static Results read(Path csv) throws IOException {
        Results results = new Results();
        for (String line : Files.readAllLines(csv)) {
            if (line.isEmpty() || line.equals(HEADER)) {
                continue;
            }
            String[] columns = line.split(",", -1);
            if (columns.length != 4) {
                throw new IOException(csv + ": line=" + line + ", allowed is " + HEADER);
            }
            results.add(Integer.parseInt(columns[0]), columns[1], Map.of(columns[2], Double.valueOf(columns[3])));
        }
        return results;
    }

    /** Everything that was measured, in the order in which it came first. */
    Set<String> subjects() {
        return values.keySet();
    }

    boolean has(String subject, String metric) {
        return count(subject, metric) > 0;
    }

    /** In how many rounds this was measured. */
    int count(String subject, String metric) {
        return values.getOrDefault(subject, Map.of())
                .getOrDefault(metric, List.of())
                .size();
    }

    /** Adds what one process measured. */
    public void add(int round, String subject, Map<String, Double> measured) {
        measured.forEach((metric, value) -> {
            values.computeIfAbsent(subject, name -> new LinkedHashMap<>())
                    .computeIfAbsent(metric, name -> new ArrayList<>())
                    .add(value);
            csv.append(round)
                    .append(',')
                    .append(subject)
                    .append(',')
                    .append(metric)
                    .append(',');
            csv.append(value).append('\n');
        });
    }

    public Spread spread(String subject, String metric) {
        return Spread.of(rounds(subject, metric));
    }

    /** The subject's number divided by the other's of the same round. */
    public Spread ratio(String subject, String other, String metric) {
        return pairs(subject, other, metric, (mine, theirs) -> mine / theirs);
    }

    /** The subject's number less the other's of the same round. */
    Spread difference(String subject, String other, String metric) {
        return pairs(subject, other, metric, (mine, theirs) -> mine - theirs);
    }

    private Spread pairs(String subject, String other, String metric, java.util.function.DoubleBinaryOperator compare) {
        List<Double> mine = rounds(subject, metric);
        List<Double> theirs = rounds(other, metric);
        List<Double> pairs = new ArrayList<>();
        for (int i = 0; i < mine.size(); i++) {
            pairs.add(compare.applyAsDouble(mine.get(i), theirs.get(i)));
        }
        return Spread.of(pairs);
    }

    private List<Double> rounds(String subject, String metric) {
        List<Double> found = values.getOrDefault(subject, Map.of()).get(metric);
        if (found == null) {
            throw new IllegalStateException("nothing was measured for subject=" + subject + " metric=" + metric);
        }
        return found;
    }

    /** One line per subject that has them all, one column per metric: median (min to max) over the rounds. */
    public String table(String... metrics) {
        StringBuilder text = new StringBuilder(String.format("%-24s", ""));
        for (String metric : metrics) {
            text.append(String.format(" %35s", metric));
        }
        for (String subject : values.keySet()) {
            if (!values.get(subject).keySet().containsAll(List.of(metrics))) {
                continue;
            }
            text.append('\n').append(String.format("%-24s", subject));
            for (String metric : metrics) {
                text.append(String.format(" %35s", spread(subject, metric)));
            }
        }
        return text.toString();
    }

    String csv() {
        return csv.toString();
    }
}
