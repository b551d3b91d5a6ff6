package io.logferry.benchmarks.jmh;

import io.logferry.benchmarks.Benchmark;
import io.logferry.benchmarks.Run;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;

/** What nobody can do with less, on this machine. */
public final class LimitsBenchmark implements Benchmark {
    private static final String HAND_OVER = "ns/event";
    private static final String BUFFER = "us/64 KB";

    @Override
    public String name() {
        return "limits";
    }

    @Override
    public void run(Run run) throws Exception {
        run.say("""
                Hand-over: one thread offers, another polls, both spin; rings of 8192.
                64 KB of lines: appended to a file of at most 256 MB (never forced), written to a socket whose other end a
                thread of the same process reads, compressed, checksummed.
                """);
        JmhRun jmh = new JmhRun(run);
        jmh.measure(
                jmh.options(HandOver.class),
                result ->
                        JmhRun.param(result, "through").toLowerCase(Locale.ROOT).replace('_', '-'),
                iteration -> Map.of(HAND_OVER, iteration.getPrimaryResult().getScore()));
        run.say(run.results().table(HAND_OVER));
        jmh.compare("event-ring", "jctools", HAND_OVER, "none");
        jmh.measure(
                jmh.options(BufferWork.class),
                LimitsBenchmark::method,
                iteration -> Map.of(BUFFER, iteration.getPrimaryResult().getScore()));
        run.say(run.results().table(BUFFER));
        jmh.writeJson(name());
    }

    private static String method(RunResult result) {
        String name = result.getParams().getBenchmark();
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
