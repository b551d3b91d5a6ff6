package io.logferry.benchmarks.jmh;

import io.logferry.benchmarks.Application;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** logger.info in a hot loop, by any number of threads. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 800, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class CallerLoop {
    @Param
    public LoopFramework framework;

    @Param
    public LoopAppender appender;

    private LoopTarget target;

    @Setup
    public void start() throws Exception {
        target = new LoopTarget(framework, appender);
        target.reachState();
    }

    @Benchmark
    @OperationsPerInvocation(LoopTarget.CALLS)
    public void info(Caller caller, Used used) {
        used.begin();
        for (int i = 0; i < LoopTarget.CALLS; i++) {
            caller.application.log(i);
        }
        used.end(LoopTarget.CALLS);
    }

    @TearDown
    public void stop() throws IOException {
        target.close();
    }

    /** One of the threads: its MDC. */
    @State(Scope.Thread)
    public static class Caller {
        private LoopTarget target;
        private Application application;

        @Setup
        public void begin(CallerLoop loop) {
            target = loop.target;
            application = new Application(target.framework());
        }

        @Setup(Level.Invocation)
        public void awaitRoom() {
            target.awaitRoom();
        }
    }
}
