package io.logferry.benchmarks.jmh;

import static io.logferry.benchmarks.jmh.EncoderSubject.LOG4J2_JSON_TEMPLATE;
import static io.logferry.benchmarks.jmh.EncoderSubject.LOG4J2_LOGFERRY;
import static io.logferry.benchmarks.jmh.EncoderSubject.LOGBACK_LOGFERRY;
import static io.logferry.benchmarks.jmh.EncoderSubject.LOGBACK_LOGSTASH;

import io.logferry.benchmarks.Benchmark;
import io.logferry.benchmarks.Run;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** What it costs to write an event as JSON. */
public final class EncoderBenchmark implements Benchmark {
    private static final String TIME = "ns/event";
    private static final String LINE = "line bytes";

    @Override
    public String name() {
        return "encoder";
    }

    @Override
    public void run(Run run) throws Exception {
        run.say("""
                Events as an appender has captured them, %d different ones in turn: message of 100 characters, MDC of two,
                and those marked +30 an exception with 30 frames. Each library writes its own JSON into memory that is used
                again; own CPU and garbage are those of the thread, per
                event.
                """.formatted(EncoderCalls.EVENTS));
        JmhRun jmh = new JmhRun(run);
        jmh.measure(
                jmh.options(EncoderCalls.class),
                result -> label(
                        EncoderSubject.valueOf(JmhRun.param(result, "encoder")),
                        Boolean.parseBoolean(JmhRun.param(result, "thrown"))),
                iteration -> {
                    Map<String, Double> numbers = new LinkedHashMap<>(Used.of(iteration));
                    numbers.put(TIME, iteration.getPrimaryResult().getScore());
                    return numbers;
                });
        for (EncoderSubject subject : EncoderSubject.values()) {
            run.results().add(1, label(subject, false), Map.of(LINE, lineBytes(subject, false)));
            run.results().add(1, label(subject, true), Map.of(LINE, lineBytes(subject, true)));
        }
        run.say(run.results().table(TIME, Used.CPU, Used.BYTES, LINE));
        for (boolean thrown : new boolean[] {false, true}) {
            jmh.compare(label(LOGBACK_LOGFERRY, thrown), label(LOGBACK_LOGSTASH, thrown), TIME, "at most 0.3");
            jmh.compare(label(LOGBACK_LOGFERRY, thrown), label(LOGBACK_LOGSTASH, thrown), Used.CPU, "at most 0.3");
            jmh.compare(label(LOG4J2_LOGFERRY, thrown), label(LOG4J2_JSON_TEMPLATE, thrown), TIME, "at most 0.25");
            jmh.compare(label(LOG4J2_LOGFERRY, thrown), label(LOG4J2_JSON_TEMPLATE, thrown), Used.CPU, "at most 0.25");
        }
        run.say("own garbage: goal 0");
        jmh.writeJson(name());
    }

    private static String label(EncoderSubject subject, boolean thrown) {
        return subject + (thrown ? "+30" : "");
    }

    private static double lineBytes(EncoderSubject subject, boolean thrown) {
        IntUnaryOperator encode = subject.start(new ShopEvents(EncoderCalls.EVENTS, thrown));
        return IntStream.range(0, EncoderCalls.EVENTS).map(encode).average().orElseThrow();
    }
}
