package io.logferry.log4j2;

import io.logferry.LogPipeline;
import io.logferry.PipelineConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A pipeline that all appenders of one context with the same configuration share: Log4j starts the appender of the new
 * configuration before it stops that of the old one. It ends with its last appender. Any thread.
 */
final class SharedPipeline {
    /**
     * Whose pipeline it is.
     *
     * @param owner the logger context, compared as such; an appender that has none is its own owner
     */
    private record Key(Object owner, PipelineConfig config) {}

    /** Those with an appender. Guarded by itself, for moments: nothing is drained meanwhile. */
    private static final Map<Key, SharedPipeline> SHARED = new HashMap<>();

    private final Key key;
    private final LogPipeline<HeldEvent> pipeline;
    /** Guarded by SHARED. */
    private int appenders;

    private SharedPipeline(Key key) {
        this.key = key;
        this.pipeline = LogPipeline.startPooled(
                key.config(),
                new HeldEventEncoder(),
                new Log4jStatus(key.config().name()),
                new HeldEvents(),
                HeldEvent::clear);
    }

    /** The pipeline of this configuration, which is started if there is none. To be released once. */
    static SharedPipeline acquire(Object owner, PipelineConfig config) {
        synchronized (SHARED) {
            SharedPipeline shared = SHARED.computeIfAbsent(new Key(owner, config), SharedPipeline::new);
            shared.appenders++;
            return shared;
        }
    }

    LogPipeline<HeldEvent> pipeline() {
        return pipeline;
    }

    /**
     * Ends one appender's use of it; with the last one's, delivers or spills what was accepted.
     *
     * @param timeout as Log4j gives it: 0 for as long as the configuration says, else the time for the sink, where there
     *     is a spill for what is not delivered
     */
    void release(long timeout, TimeUnit unit) {
        synchronized (SHARED) {
            appenders--;
            if (appenders > 0) {
                return;
            }
            SHARED.remove(key);
        }
        PipelineConfig config = key.config();
        long timeoutMillis = config.shutdownTimeoutMillis();
        long deliveryMillis = timeout > 0 ? unit.toMillis(timeout) : timeoutMillis;
        pipeline.stop(timeoutMillis, deliveryMillis);
    }
}
