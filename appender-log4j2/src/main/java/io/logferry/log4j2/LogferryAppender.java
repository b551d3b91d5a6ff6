package io.logferry.log4j2;

import io.logferry.LogPipeline;
import io.logferry.ParsedConfig;
import io.logferry.PipelineConfig;
import io.logferry.PipelineListener;
import io.logferry.PipelineStats;
import io.logferry.frame.Level;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.Core;
import org.apache.logging.log4j.core.Filter;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.appender.AppenderLoggingException;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginBuilderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Ships log events to a collector or to Kafka: the element {@code <Logferry>}. Events may be appended by any thread; it is
 * started and stopped by one thread at a time.
 */
@Plugin(name = "Logferry", category = Core.CATEGORY_NAME, elementType = Appender.ELEMENT_TYPE, printObject = true)
public final class LogferryAppender extends AbstractAppender {
    /** From a start to the next: an encoding has one sender, and a stop may leave its sender behind. Immutable. */
    private record Running(SharedPipeline shared, Encoding encoding) {
        LogPipeline<HeldEvent> pipeline() {
            return shared.pipeline();
        }
    }

    private final PipelineConfig config;
    private final boolean includeSource;
    /** Whose pipeline it uses. */
    private final Object owner;

    private @Nullable PipelineListener listener;

    /** Stays after stop, so that events that come too late are counted. */
    private volatile @Nullable Running running;

    LogferryAppender(
            PipelineConfig config,
            ParsedConfig parsed,
            @Nullable Layout<?> layout,
            @Nullable Filter filter,
            boolean ignoreExceptions,
            @Nullable LoggerContext context) {
        super(config.name(), filter, layout, ignoreExceptions, Property.EMPTY_ARRAY);
        this.config = config;
        this.includeSource = parsed.includeCallerData() || super.requiresLocation();
        this.owner = context == null ? this : context;
    }

    /** Is told what changes from the next start on. */
    void setListener(@Nullable PipelineListener listener) {
        this.listener = listener;
    }

    /** Makes an empty builder. */
    @PluginBuilderFactory
    public static LogferryBuilder newBuilder() {
        return new LogferryBuilder();
    }

    /**
     * Takes an event, or counts it as dropped.
     *
     * @throws AppenderLoggingException if it was dropped and {@code ignoreExceptions} is false; else nothing is thrown
     */
    @Override
    public void append(LogEvent event) {
        Running now = running;
        if (now != null && !takes(event, now) && !ignoreExceptions()) {
            throw new AppenderLoggingException("Logferry appender " + getName()
                    + " dropped an event: its ring is full, it is stopped, or the event could not be copied.");
        }
    }

    private boolean takes(LogEvent event, Running now) {
        LogPipeline<HeldEvent> pipeline = now.pipeline();
        Level level = Level.ERROR; // until it is known: an event may fail on that as well
        try {
            level = HeldEventEncoder.levelOf(event);
            if (pipeline.suppresses()) {
                return true;
            }
            HeldEvent held = pipeline.claim(level);
            if (held == null) {
                return false;
            }
            boolean copied = copied(event, held, now.encoding());
            return pipeline.offer(held, level) && copied;
        } catch (Throwable broken) { // an Error too: logging must not break the application
            pipeline.countFailed(level);
            return false;
        }
    }

    /** What was claimed is offered all the same: an event that failed is counted by the sender, in its place. */
    private boolean copied(LogEvent event, HeldEvent held, Encoding encoding) {
        try {
            held.fill(event, includeSource, encoding);
            return true;
        } catch (Throwable broken) { // an Error too, as above
            held.fail(broken);
            return false;
        }
    }

    @Override
    public void start() {
        if (isStarted()) {
            return;
        }
        setStarting();
        SharedPipeline acquired = null;
        try {
            acquired = SharedPipeline.acquire(owner, config);
            running = new Running(acquired, newEncoding());
            acquired.pipeline().replaceListener(listener);
            super.start();
        } catch (Throwable broken) { // an Error too, such as no more threads: the application goes on without
            LOGGER.error("Logferry appender {} is not started.", getName(), broken);
            if (acquired != null) {
                end(acquired, 0, TimeUnit.MILLISECONDS);
            }
            setStopped();
        }
    }

    private Encoding newEncoding() {
        Layout<?> layout = getLayout();
        return layout == null ? new EcsEncoding(config.source()) : new LayoutEncoding(layout);
    }

    /**
     * Delivers or spills what was accepted, unless an appender of the same configuration goes on with it.
     *
     * @param timeout 0 for shutdownTimeoutMillis, which bounds it in any case; else the time for delivery, after which
     *     what is left goes to the spill, if there is one
     */
    @Override
    public boolean stop(long timeout, TimeUnit unit) {
        Running now = running;
        if (!isStarted() || now == null) {
            return true;
        }
        setStopping();
        end(now.shared(), timeout, unit);
        setStopped();
        return true;
    }

    private void end(SharedPipeline acquired, long timeout, TimeUnit unit) {
        try {
            try {
                super.stop(timeout, unit, false);
            } finally {
                acquired.release(timeout, unit);
            }
        } catch (Throwable broken) { // an Error too, such as a filter's: other appenders are still to be stopped
            LOGGER.warn("Logferry appender {} was not stopped cleanly.", getName(), broken);
        }
    }

    /** Tells Log4j whether to take the place in the code that logs, which is slow. */
    @Override
    public boolean requiresLocation() {
        return includeSource;
    }

    /** What happened so far to the events of its pipeline; null before it was started. Any thread. */
    public @Nullable PipelineStats stats() {
        Running now = running;
        return now == null ? null : now.pipeline().stats();
    }

    @Override
    public String toString() {
        return getClass().getName() + "[name=" + getName() + ", state=" + getState() + ", config=" + config + "]";
    }
}
