package io.logferry.benchmarks.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One block of lines is compressed, a different one each time. One thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class BlockCompression {
    static final int KB = 1024;
    private static final int LINES_BYTES = 4 * KB * KB;

    @Param
    public Codec codec;

    @Param({"16", "64", "128", "256", "512"})
    public int blockKb;

    private final byte[] lines = ShopLines.bytes(LINES_BYTES);
    private byte[] compressed;
    private Codec.Compressor compressor;
    private int offset;

    @Setup
    public void start() {
        compressor = codec.start();
        compressed = new byte[Codec.mostBytes(blockKb * KB)];
    }

    @Benchmark
    public int block() {
        int length = blockKb * KB;
        int from = offset;
        offset = (from + length) % LINES_BYTES;
        return compressor.compress(lines, from, length, compressed);
    }

    /** How much smaller all the blocks get. */
    double ratio() {
        long after = 0;
        for (int from = 0; from < LINES_BYTES; from += blockKb * KB) {
            after += block();
        }
        return (double) LINES_BYTES / after;
    }
}
