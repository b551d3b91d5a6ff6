package io.logferry;

import io.logferry.sink.SinkConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** Real pipelines over a sink in memory, stopped after each test; for tests in any package. */
public abstract class PipelineStand {
    protected final MemorySink sink = new MemorySink();
    final RecordingStatus status = new RecordingStatus();
    private final List<LogPipeline<String>> started = new ArrayList<>();

    /** Starts one; a spill as long as a folder is given. */
    protected LogPipeline<String> start(String appender, @Nullable Path spillDir) {
        return start(appender, sink, spillDir);
    }

    protected LogPipeline<String> start(String appender, SinkConfig to, @Nullable Path spillDir) {
        SpillConfig spill = spillDir == null ? null : LogPipelineTest.spill(spillDir, SpillConfig.Mode.ON_FAILURE);
        PipelineConfig like = LogPipelineTest.config(to, spill);
        PipelineConfig config = new PipelineConfig(
                appender,
                like.source(),
                like.ringCapacity(),
                like.whenFull(),
                like.blockTimeoutMillis(),
                like.shutdownTimeoutMillis(),
                like.codec(),
                like.batch(),
                like.spill(),
                like.sink());
        LogPipeline<String> pipeline = LogPipeline.start(config, new TextEncoder(), status);
        started.add(pipeline);
        return pipeline;
    }

    protected static void await(BooleanSupplier condition) {
        LogPipelineTest.await(condition);
    }

    @AfterEach
    void stopAll() {
        started.forEach(pipeline -> pipeline.stop(1_000));
    }
}
