package io.logferry.benchmarks.jmh;

import static io.logferry.benchmarks.jmh.LoopAppender.DISK_FULL;
import static io.logferry.benchmarks.jmh.LoopAppender.DOWN;
import static io.logferry.benchmarks.jmh.LoopAppender.EMPTY;
import static io.logferry.benchmarks.jmh.LoopAppender.HEALTHY;
import static io.logferry.benchmarks.jmh.LoopAppender.PARTS;

import io.logferry.benchmarks.Benchmark;
import io.logferry.benchmarks.Run;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;

/** What logger.info costs the application's threads in a hot loop, beside the bare parts of such a call. */
public final class LoopBenchmark implements Benchmark {
    private static final String TIME = "ns/call";
    private static final String ALL_BYTES = "all threads' garbage B";
    private static final List<LoopAppender> ALONE = List.of(LoopAppender.values());
    private static final List<LoopAppender> TOGETHER = List.of(EMPTY, PARTS, HEALTHY, DOWN, DISK_FULL);

    @Override
    public String name() {
        return "loop";
    }

    @Override
    public void run(Run run) throws Exception {
        run.say("""
                logger.info with two arguments, MDC of two, as fast as a thread can; /2 and /8 is the number of threads.
                They log until half of the ring of %d is used, and then wait until it is empty, which is not measured: so
                events are taken, as they are where no more is logged than the sender can send. If one was dropped, the
                run fails; but in ring-full each call is a drop.
                empty: the event is created. prepared: and its message is formatted, thread name and MDC are taken; under
                Log4j they are copied. parts: and one offer to JCTools' queue. healthy: Logferry with a collector (a process
                of its own). down: nobody listens, spill of 4 GB. disk-full: nobody listens and the spill of 16 MB is full,
                which drops the oldest, its default (with drop-newest the ring fills, which is ring-full). ring-full: nobody listens, no spill.
                Where there are more threads than cores, or the sender needs one of them, ns/call has the waiting for a core
                in it; own CPU and own garbage are the calling thread's within calls, per call.
                """.formatted(BareQueue.CAPACITY));
        JmhRun jmh = new JmhRun(run);
        measure(jmh, 1, ALONE);
        measure(jmh, 2, TOGETHER);
        measure(jmh, 8, TOGETHER);
        run.say(run.results().table(TIME, Used.CPU));
        run.say(run.results().table(Used.BYTES, ALL_BYTES));
        for (LoopFramework framework : LoopFramework.values()) {
            for (int threads : new int[] {1, 2, 8}) {
                for (LoopAppender ours : List.of(HEALTHY, DOWN, DISK_FULL)) {
                    for (String metric : List.of(TIME, Used.CPU)) {
                        jmh.compare(
                                label(framework, ours, threads),
                                label(framework, PARTS, threads),
                                metric,
                                "at most 1.3");
                    }
                }
            }
        }
        jmh.writeJson(name());
    }

    private static void measure(JmhRun jmh, int threads, List<LoopAppender> appenders) throws Exception {
        jmh.measure(
                jmh.options(CallerLoop.class)
                        .threads(threads)
                        .param(
                                "appender",
                                appenders.stream().map(LoopAppender::name).toArray(String[]::new))
                        .param(
                                "framework",
                                Arrays.stream(LoopFramework.values())
                                        .map(LoopFramework::name)
                                        .toArray(String[]::new))
                        .addProfiler(GCProfiler.class),
                result -> label(
                        LoopFramework.valueOf(JmhRun.param(result, "framework")),
                        LoopAppender.valueOf(JmhRun.param(result, "appender")),
                        threads),
                LoopBenchmark::numbers);
    }

    private static Map<String, Double> numbers(IterationResult iteration) {
        Map<String, Double> numbers = new LinkedHashMap<>(Used.of(iteration));
        numbers.put(TIME, iteration.getPrimaryResult().getScore());
        numbers.put(ALL_BYTES, JmhRun.secondary(iteration, "gc.alloc.rate.norm"));
        return numbers;
    }

    private static String label(LoopFramework framework, LoopAppender appender, int threads) {
        return framework + "-" + appender + "/" + threads;
    }
}
