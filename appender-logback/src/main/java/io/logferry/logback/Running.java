package io.logferry.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.logferry.LogPipeline;
import io.logferry.PipelineConfig;

/** A started pipeline, with what it was started with. Immutable. */
record Running(LogPipeline<ILoggingEvent> pipeline, PipelineConfig config, EventEncoder encoder) {
    /** Delivers or spills what was accepted. Ends within the configured time; any thread. */
    void stop() {
        pipeline.stop(config.shutdownTimeoutMillis());
        encoder.retire();
    }

    /** Goes on with another encoder. */
    Running with(EventEncoder other) {
        pipeline.replaceEncoder(other);
        if (other != encoder) {
            encoder.retire();
        }
        return new Running(pipeline, config, other);
    }
}
