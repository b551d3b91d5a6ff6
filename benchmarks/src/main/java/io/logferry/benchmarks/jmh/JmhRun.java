package io.logferry.benchmarks.jmh;

import io.logferry.benchmarks.Run;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs JMH for a benchmark of the command line. Main thread only. */
final class JmhRun {
    private static final int FORKS = 2;

    private final Run run;
    private final List<RunResult> found = new ArrayList<>();
    private final Map<String, Integer> rounds = new HashMap<>();

    JmhRun(Run run) {
        this.run = run;
        run.say("JMH: " + FORKS + " JVMs per row, " + run.rounds()
                + " iterations in each after its warm-up; values are\n"
                + "those of the iterations, ratios of the first with the first, the second with the second, ...\n");
    }

    /** What all measurements have in common; times of iterations are at the methods. */
    ChainedOptionsBuilder options(Class<?> methods) {
        return new OptionsBuilder()
                .include(Pattern.quote(methods.getName() + "."))
                .forks(FORKS)
                .measurementIterations(run.rounds())
                .shouldFailOnError(true)
                .jvmArgsAppend("-Xms512m", "-Xmx512m");
    }

    /**
     * Measures; each iteration is a round in the results.
     *
     * @param subject what a result is of
     * @param numbers what is kept of an iteration
     */
    void measure(
            ChainedOptionsBuilder options,
            Function<RunResult, String> subject,
            Function<IterationResult, Map<String, Double>> numbers)
            throws RunnerException {
        Collection<RunResult> results = new Runner(options.build()).run();
        found.addAll(results);
        for (RunResult result : results) {
            for (BenchmarkResult fork : result.getBenchmarkResults()) {
                for (IterationResult iteration : fork.getIterationResults()) {
                    String name = subject.apply(result);
                    run.results().add(rounds.merge(name, 1, Integer::sum), name, numbers.apply(iteration));
                }
            }
        }
    }

    /** The median with its range, of one number divided by the other's, and what it should be. */
    void compare(String subject, String other, String metric, String goal) {
        run.say(String.format(
                "%-52s %s; goal %s",
                metric + ", " + subject + " / " + other, run.results().ratio(subject, other, metric), goal));
    }

    /** Leaves JMH's own file beside the others, without the place of this machine's JDK. */
    void writeJson(String name) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream json = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            ResultFormatFactory.getInstance(ResultFormatType.JSON, json).writeOut(found);
        }
        String text = bytes.toString(StandardCharsets.UTF_8).replace(System.getProperty("java.home") + "/bin/", "");
        Files.writeString(run.resultsDir().resolve(name + ".json"), text);
    }

    /** A counter of the iteration, or what a profiler found. */
    static double secondary(IterationResult iteration, String name) {
        Result<?> result = iteration.getSecondaryResults().get(name);
        if (result == null) {
            throw new IllegalStateException("JMH did not measure " + name);
        }
        return result.getScore();
    }

    static String param(RunResult result, String name) {
        return result.getParams().getParam(name);
    }
}
