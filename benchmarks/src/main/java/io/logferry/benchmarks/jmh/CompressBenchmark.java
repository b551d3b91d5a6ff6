package io.logferry.benchmarks.jmh;

import io.logferry.benchmarks.Benchmark;
import io.logferry.benchmarks.Run;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** How small lines get, and how fast, by codec and size of block. */
public final class CompressBenchmark implements Benchmark {
    private static final String TIME = "ns/KB";
    private static final String RATIO = "ratio";

    @Override
    public String name() {
        return "compress";
    }

    @Override
    public void run(Run run) throws Exception {
        run.say("""
                Blocks of so many KB of ECS lines of about 300 bytes, as the applications of the other benchmarks log them:
                4 MB, in which no line comes twice. KB are those before compression, the ratio is before / after.
                """);
        JmhRun jmh = new JmhRun(run);
        Set<Integer> sizes = new LinkedHashSet<>();
        jmh.measure(
                jmh.options(BlockCompression.class),
                result -> {
                    int blockKb = Integer.parseInt(JmhRun.param(result, "blockKb"));
                    sizes.add(blockKb);
                    return label(Codec.valueOf(JmhRun.param(result, "codec")), blockKb);
                },
                iteration -> Map.of(TIME, iteration.getPrimaryResult().getScore() / blockKb(iteration)));
        for (Codec codec : Codec.values()) {
            for (int blockKb : sizes) {
                run.results().add(1, label(codec, blockKb), Map.of(RATIO, ratio(codec, blockKb)));
            }
        }
        run.say(run.results().table(TIME, RATIO));
        for (int blockKb : sizes) {
            jmh.compare(label(Codec.LZ4_SAFE, blockKb), label(Codec.LZ4_NATIVE, blockKb), TIME, "none");
            jmh.compare(label(Codec.ZSTD_1, blockKb), label(Codec.LZ4_NATIVE, blockKb), TIME, "none");
        }
        jmh.writeJson(name());
    }

    private static int blockKb(org.openjdk.jmh.results.IterationResult iteration) {
        return Integer.parseInt(iteration.getBenchmarkParams().getParam("blockKb"));
    }

    private static String label(Codec codec, int blockKb) {
        return codec + "/" + blockKb;
    }

    private static double ratio(Codec codec, int blockKb) {
        BlockCompression blocks = new BlockCompression();
        blocks.codec = codec;
        blocks.blockKb = blockKb;
        blocks.start();
        return blocks.ratio();
    }
}
