package io.logferry.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What Log4j's logger.info costs the application's thread, and its process. */
final class Log4j2CallerBenchmark implements Benchmark {
    private static final List<Subject> SUBJECTS =
            List.of(Subject.LOG4J2_LOGFERRY, Subject.LOG4J2_ASYNC, Subject.LOG4J2_ASYNC_LOGFERRY);

    @Override
    public String name() {
        return "log4j2-caller";
    }

    @Override
    public void run(Run run) throws Exception {
        run.say(CallerBenchmark.DESCRIPTION);
        run.say("log4j2-async: Log4j's AsyncAppender with JCToolsBlockingQueue and an appender that does nothing behind"
                + " it; +ferry: with Logferry behind it.");
        for (int round = 1; round <= run.rounds(); round++) {
            Map<String, Double> empty = CallerBenchmark.measure(run, Subject.LOG4J2_EMPTY);
            run.results().add(round, Subject.LOG4J2_EMPTY.toString(), withExcess(empty, empty));
            for (Subject subject : SUBJECTS) {
                Map<String, Double> measured = CallerBenchmark.measure(run, subject);
                run.results().add(round, subject.toString(), withExcess(measured, empty));
            }
        }
        run.say(run.results().table("p50 ns", "p90 ns", "p99 ns", "p99.9 ns", "max ns", "bytes/call"));
        run.say(run.results().table("CPU ns/call", "of it caller", "CPU over empty", "caller over empty"));
        compare(run, "p50 ns", "target at most 1.0");
        compare(run, "p99.9 ns", "target at most 1.0");
        compare(run, "bytes/call", "no target");
        compare(run, "CPU over empty", "target at most 0.33");
        compare(run, "caller over empty", "target at most 0.33");
    }

    /** Adds what it uses more than the empty appender of the same round. */
    private static Map<String, Double> withExcess(Map<String, Double> measured, Map<String, Double> empty) {
        Map<String, Double> all = new LinkedHashMap<>(measured);
        all.put("CPU over empty", value(measured, "CPU ns/call") - value(empty, "CPU ns/call"));
        all.put("caller over empty", value(measured, "of it caller") - value(empty, "of it caller"));
        return all;
    }

    private static double value(Map<String, Double> measured, String metric) {
        return measured.getOrDefault(metric, Double.NaN);
    }

    private static void compare(Run run, String metric, String target) {
        String mine = Subject.LOG4J2_LOGFERRY.toString();
        String other = Subject.LOG4J2_ASYNC.toString();
        run.say(metric + ", " + mine + " / " + other + ": " + run.results().ratio(mine, other, metric) + "; " + target);
    }
}
