package io.logferry.benchmarks.jmh;

import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Events are written into memory. One thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 750, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class EncoderCalls {
    static final int EVENTS = 1_024;

    @Param
    public EncoderSubject encoder;

    @Param({"false", "true"})
    public boolean thrown;

    private IntUnaryOperator encode;

    @Setup
    public void start() {
        encode = encoder.start(new ShopEvents(EVENTS, thrown));
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public int encode(Used used) {
        int bytes = 0;
        used.begin();
        for (int i = 0; i < EVENTS; i++) {
            bytes += encode.applyAsInt(i);
        }
        used.end(EVENTS);
        return bytes;
    }
}
