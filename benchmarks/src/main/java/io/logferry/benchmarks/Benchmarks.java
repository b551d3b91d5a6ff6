package io.logferry.benchmarks;

import io.logferry.benchmarks.jmh.CompressBenchmark;
import io.logferry.benchmarks.jmh.EncoderBenchmark;
import io.logferry.benchmarks.jmh.LimitsBenchmark;
import io.logferry.benchmarks.jmh.LoopBenchmark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line: see {@link #USAGE}. */
final class Benchmarks {
    private static final List<Benchmark> ALL = List.of(
            new CallerBenchmark(),
            new Log4j2CallerBenchmark(),
            new PathBenchmark(),
            new KafkaBenchmark(),
            new SpillBenchmark(),
            new BacklogBenchmark(),
            new IdleBenchmark(),
            new BurstBenchmark(),
            new GrowthBenchmark(),
            new OutageBenchmark(),
            new ReloadBenchmark(),
            new SettingsBenchmark(),
            new LoopBenchmark(),
            new EncoderBenchmark(),
            new CompressBenchmark(),
            new LimitsBenchmark());
    private static final Path RESULTS_DIR = Path.of("benchmarks", "results");
    private static final String USAGE = """
            usage: java -jar benchmarks/target/logferry-benchmarks.jar NAME... [--rounds N] [--results DIR]
              NAME           all, or some of: caller log4j2-caller path kafka spill backlog idle burst growth outage
                             settings reload loop encoder compress limits
              --rounds N     how often each subject is measured (by JMH in each of 2 JVMs), default 5
              --results DIR  where results are written, default benchmarks/results
                   java -jar benchmarks/target/logferry-benchmarks.jar charts [DIR]
              draws what is in DIR, default benchmarks/results
                   java -jar benchmarks/target/logferry-benchmarks.jar compare OLD_DIR NEW_DIR
              fails if a ratio in NEW_DIR is worse than in OLD_DIR beyond noise""";

    private final List<Benchmark> chosen = new ArrayList<>();
    private final String command;
    private int rounds = 5;
    private Path resultsDir = RESULTS_DIR;

    private Benchmarks(List<String> args) {
        command = "java -jar benchmarks/target/logferry-benchmarks.jar " + String.join(" ", args);
        for (int i = 0; i < args.size(); i++) {
            boolean hasValue = i + 1 < args.size();
            if (args.get(i).equals("--rounds") && hasValue) {
                rounds = Integer.parseInt(args.get(++i));
            } else if (args.get(i).equals("--results") && hasValue) {
                resultsDir = Path.of(args.get(++i));
            } else {
                choose(args.get(i));
            }
        }
        if (chosen.isEmpty() || rounds < 1) {
            throw new IllegalArgumentException("nothing to measure: names=" + chosen.size() + " rounds=" + rounds);
        }
    }

    public static void main(String[] args) throws Exception {
        if (args.length >= 1 && args.length <= 2 && args[0].equals("charts")) {
            Charts.draw(args.length == 2 ? Path.of(args[1]) : RESULTS_DIR);
            return;
        }
        if (args.length == 3 && args[0].equals("compare")) {
            Comparison comparison = Comparison.of(Path.of(args[1]), Path.of(args[2]));
            comparison.print();
            System.exit(comparison.failures().isEmpty() ? 0 : 1);
        }
        Benchmarks benchmarks;
        try {
            benchmarks = new Benchmarks(List.of(args));
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage() + "\n" + USAGE);
            System.exit(2);
            return;
        }
        benchmarks.run();
    }

    private void choose(String name) {
        List<Benchmark> named = ALL.stream()
                .filter(benchmark -> name.equals("all") || name.equals(benchmark.name()))
                .toList();
        if (named.isEmpty()) {
            throw new IllegalArgumentException("unknown name=" + name);
        }
        chosen.addAll(named);
    }

    private void run() throws Exception {
        for (Benchmark benchmark : chosen) {
            Files.createDirectories(resultsDir);
            Path workDir = Files.createTempDirectory("logferry-benchmarks");
            Run run = new Run(rounds, workDir, resultsDir, new Results(), new Histograms(), new StringBuilder());
            run.say("== " + benchmark.name() + ", rounds: " + rounds);
            run.say(Environment.describe(command, workDir));
            try {
                benchmark.run(run);
            } finally {
                run.clean();
                Files.delete(workDir);
            }
            write(benchmark.name(), run);
        }
    }

    private void write(String name, Run run) throws IOException {
        Files.writeString(resultsDir.resolve(name + ".txt"), run.text());
        Files.writeString(resultsDir.resolve(name + ".csv"), run.results().csv());
        if (!run.histograms().subjects().isEmpty()) {
            Files.writeString(
                    resultsDir.resolve(name + "-histogram.csv"),
                    run.histograms().csv());
        }
        run.say("");
    }
}
