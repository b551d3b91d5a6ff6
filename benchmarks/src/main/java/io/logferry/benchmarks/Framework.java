package io.logferry.benchmarks;

import io.logferry.PipelineStats;
import org.jspecify.annotations.Nullable;

/** The logging framework of the application, used as an application would: by its own API. One thread. */
public interface Framework {
    void put(String key, String value);

    void info(String format, Object first, Object second);

    /** What our appender did so far, if it is the one that is measured and was started. */
    @Nullable PipelineStats stats();

    /** Ends the appenders. */
    void stop();
}
