package io.logferry.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * A ratio that must not get worse: ratios of one run carry over between machines, times do not. Immutable.
 *
 * @param benchmark whose results it is in
 * @param subject ours
 * @param other the peer or the limit, measured beside it
 */
record Tracked(String benchmark, String subject, String other, String metric, Better better) {
    /** All that are compared; of them, what both results have. */
    static final List<Tracked> ALL = List.of(
            less("caller", "logferry", "logstash", "p50 ns"),
            less("caller", "logferry", "logstash", "p99 ns"),
            less("caller", "logferry", "logstash", "CPU ns/call"),
            less("caller", "logferry", "empty-prepared", "bytes/call"),
            less("log4j2-caller", "log4j2-logferry", "log4j2-async", "p50 ns"),
            less("log4j2-caller", "log4j2-logferry", "log4j2-async", "p99.9 ns"),
            less("log4j2-caller", "log4j2-logferry", "log4j2-empty", "bytes/call"),
            less("path", "logferry", "logstash", "CPU s/M"),
            less("path", "logferry-safe-lz4", "logstash", "CPU s/M"),
            less("path", "log4j2-logferry", "logstash", "CPU s/M"),
            less("path", "logferry", "logstash", "wire bytes/event"),
            less("path", "logferry", "fluency", "CPU s/M"),
            less("encoder", "logback-logferry", "logback-logstash", "ns/event"),
            less("encoder", "logback-logferry+30", "logback-logstash+30", "ns/event"),
            less("encoder", "log4j2-logferry", "log4j2-json-template", "ns/event"),
            less("encoder", "log4j2-logferry+30", "log4j2-json-template+30", "ns/event"),
            less("kafka", "logferry", "encode+bare", "CPU s/M"),
            more("kafka", "logferry", "encode+bare", "events/s"),
            more("spill", "journal", "plain", "MB/s"),
            more("spill", "replay", "direct", "events/s"));

    /** One JVM may compile otherwise than the next; two may do so both. */
    private static final int LEAST_ROUNDS = 3;

    /** The least that counts as worse, if it is beyond noise. */
    private static final double WORSE = 1.10;

    /** Which side is the good one. */
    enum Better {
        LESS,
        MORE
    }

    private static Tracked less(String benchmark, String subject, String other, String metric) {
        return new Tracked(benchmark, subject, other, metric, Better.LESS);
    }

    private static Tracked more(String benchmark, String subject, String other, String metric) {
        return new Tracked(benchmark, subject, other, metric, Better.MORE);
    }

    boolean isIn(Results results) {
        return results.has(subject, metric) && results.has(other, metric);
    }

    boolean hasEnoughRounds(Results results) {
        return results.count(subject, metric) >= LEAST_ROUNDS;
    }

    Spread ratio(Results results) {
        return results.ratio(subject, other, metric);
    }

    /** Worse beyond noise: the rounds lie wholly on the bad side of those before, and the median by more than 10 %. */
    boolean isWorse(Spread before, Spread now) {
        return switch (better) {
            case LESS -> now.min() > before.max() && now.median() > before.median() * WORSE;
            case MORE -> now.max() < before.min() && now.median() * WORSE < before.median();
        };
    }

    /** What became of it, in one sentence. */
    String describe(Spread before, Spread now) {
        return String.format(
                Locale.ROOT,
                "%s is %s, was %s: %s, %+.0f %% (%s is better)",
                this,
                now,
                before,
                isWorse(before, now) ? "worse beyond noise" : "not worse beyond noise",
                (now.median() / before.median() - 1) * 100,
                better == Better.LESS ? "less" : "more");
    }

    @Override
    public String toString() {
        return benchmark + ": " + metric + " of " + subject + " / " + other;
    }
}
