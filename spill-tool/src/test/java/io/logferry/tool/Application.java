package io.logferry.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.BatchConfig;
import io.logferry.LogPipeline;
import io.logferry.PipelineConfig;
import io.logferry.SpillConfig;
import io.logferry.StatusListener;
import io.logferry.WhenFull;
import io.logferry.frame.Codec;
import io.logferry.frame.Level;
import io.logferry.frame.RecordEncoder;
import io.logferry.sink.tcp.TcpSinkConfig;
import io.logferry.spill.Sync;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** The product, as an application would run it: logs numbered events, every third a warning. One thread at a time. */
final class Application implements RecordEncoder<Integer>, StatusListener {
    static final String SLOT = "my-app-FERRY-0";
    static final long FIRST_NANOS = 1_700_000_000_000_000_000L;

    /** Nobody listens there. */
    static final String NOBODY = "127.0.0.1:1";

    private final LogPipeline<Integer> pipeline;

    private Application(Path dir, String endpoint, Codec codec) {
        SpillConfig spill = new SpillConfig(
                dir, 1 << 30, 12 << 10, 0, SpillConfig.Mode.ALWAYS, Sync.NONE, SpillConfig.WhenSpillFull.DROP_OLDEST);
        pipeline = LogPipeline.start(
                new PipelineConfig(
                        "FERRY",
                        "my-app",
                        1 << 14,
                        WhenFull.BLOCK,
                        10_000,
                        10_000,
                        codec,
                        new BatchConfig(8 << 10, 100, 5),
                        spill,
                        TcpSinkConfig.parse(endpoint)),
                this,
                this);
    }

    static Application start(Path dir, String endpoint) {
        return new Application(dir, endpoint, Codec.LZ4);
    }

    /** Logs events while nobody listens, and stops. */
    static void leave(Path dir, int from, int to, Codec codec) {
        Application application = new Application(dir, NOBODY, codec);
        application.log(from, to);
        assertEquals(0, application.stop());
    }

    void log(int from, int to) {
        for (int i = from; i < to; i++) {
            assertTrue(pipeline.offer(i, level(i)));
        }
    }

    boolean hasDelivered(long records) {
        return pipeline.stats().acked() >= records;
    }

    boolean hasOnDisk(long records) {
        return pipeline.stats().onDisk() >= records;
    }

    /** Returns how many events are lost. */
    long stop() {
        assertTrue(pipeline.stop(10_000));
        assertEquals(0, pipeline.stats().difference());
        return pipeline.stats().drops().total();
    }

    /** How an event is stored: its body has a line break, and some of it does not compress. */
    static String line(int event) {
        return body(event).replace("\n", "\\n");
    }

    static List<String> lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(Application::line).toList();
    }

    private static String body(int event) {
        return "event " + event + "\n" + Long.toHexString((event + 1) * 0x9E3779B97F4A7C15L)
                + " of some length, as they are";
    }

    @Override
    public long timeNanos(Integer event) {
        return FIRST_NANOS + event * 1_000_000L;
    }

    @Override
    public Level level(Integer event) {
        return event % 3 == 2 ? Level.WARN : Level.INFO;
    }

    @Override
    public void encode(Integer event, ByteBuffer into) {
        into.put(body(event).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void info(String message) {}

    @Override
    public void warn(String message) {}

    @Override
    public void alert(String message) {}
}
