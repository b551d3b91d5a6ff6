package io.logferry.logback;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.joran.spi.DefaultClass;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.spi.FilterAttachableImpl;
import ch.qos.logback.core.spi.FilterReply;
import ch.qos.logback.core.spi.LifeCycle;
import io.logferry.ConfigText;
import io.logferry.LogPipeline;
import io.logferry.ParsedConfig;
import io.logferry.PipelineConfig;
import io.logferry.PipelineListener;
import io.logferry.PipelineStats;
import io.logferry.frame.Level;
import io.logferry.sink.kafka.KafkaSinkConfig;
import io.logferry.sink.tcp.TcpSinkConfig;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ships log events to a collector or to Kafka. Events may be appended by any thread; it is configured, started and stopped by one
 * thread at a time.
 *
 * <p>Its setters take the text of its elements, each once before a start; start names all that is wrong with them in one
 * ERROR status, and does not start then.
 */
public final class LogferryAppender extends ContextAwareBase implements Appender<ILoggingEvent> {
    private final ConfigText text = newText();
    private final FilterAttachableImpl<ILoggingEvent> filters = new FilterAttachableImpl<>();
    private final ResetSign resetSign = new ResetSign(this);
    private @Nullable String name;
    private @Nullable UserEncoder userEncoder;
    private @Nullable PipelineListener listener;
    private @Nullable ConfigurationWatch watch;
    private boolean includeCallerData;
    /** Logback is being reset: the next stop is no end, another configuration follows. */
    private boolean resetting;

    private volatile boolean started;
    /** Stays after stop, so that events that come too late are counted. */
    private volatile @Nullable Running running;

    static ConfigText newText() {
        return new ConfigText("Logback takes elements, not attributes");
    }

    @Override
    public void doAppend(ILoggingEvent event) {
        Running now = running;
        if (now == null) {
            return;
        }
        LogPipeline<ILoggingEvent> pipeline = now.pipeline();
        Level level = Level.ERROR; // until it is known: an event may fail on that as well
        try {
            level = EventEncoder.levelOf(event);
            if (!pipeline.suppresses() && filters.getFilterChainDecision(event) != FilterReply.DENY) {
                pipeline.offer(CapturedEvent.of(event, includeCallerData, userEncoder != null), level);
            }
        } catch (Throwable broken) { // an Error too: logging must not break the application
            pipeline.countFailed(level);
        }
    }

    @Override
    public synchronized void start() {
        endWatch();
        if (started) {
            return;
        }
        resetting = false;
        try {
            ParsedConfig parsed = text.parse(name);
            PipelineConfig config = parsed.pipeline();
            List<String> mistakes = new ArrayList<>(parsed.mistakes());
            if (userEncoder != null && !userEncoder.prepare()) {
                mistakes.add("encoder " + userEncoder + " does not start");
            }
            if (context == null) {
                mistakes.add("the appender has no context");
            }
            if (config == null || !mistakes.isEmpty()) {
                addError("Appender [" + name + "] is not started, because its configuration is wrong: "
                        + String.join("; ", mistakes) + ".");
                return;
            }
            parsed.notes().forEach(this::addInfo);
            includeCallerData = parsed.includeCallerData();
            Running now = run(config);
            running = now;
            started = true;
            now.pipeline().replaceListener(listener);
            context.register(resetSign);
            ContextWatch.watch(context);
        } catch (Throwable broken) { // an Error too, such as no more threads: the application goes on without
            addWarn("Appender [" + name + "] is not started.", broken);
        }
    }

    private Running run(PipelineConfig config) {
        EventEncoder encoder = userEncoder != null ? userEncoder : new EcsEncoder(config.source(), includeCallerData);
        Running parked = ParkedPipeline.adopt(context, config);
        if (parked != null) {
            addInfo("Goes on with the pipeline of the configuration before, which was the same.");
            return parked.with(encoder);
        }
        return new Running(
                LogPipeline.start(config, encoder, new ContextStatus(context, config.name())), config, encoder);
    }

    @Override
    public synchronized void stop() {
        endWatch();
        Running now = running;
        if (!started || now == null) {
            return;
        }
        started = false;
        try {
            if (resetting) {
                ParkedPipeline.park(context, now, Thread::start);
            } else {
                now.stop();
            }
        } catch (Throwable broken) { // an Error too, such as no more threads: other appenders are still to be stopped
            addWarn("Appender [" + name + "] was not stopped cleanly.", broken);
        }
    }

    @Override
    public boolean isStarted() {
        return started;
    }

    /** What happened to its events so far; null before it was started. */
    public @Nullable PipelineStats stats() {
        Running now = running;
        return now == null ? null : now.pipeline().stats();
    }

    @Override
    public void setContext(Context context) {
        super.setContext(context);
        if (watch == null && !started) {
            watch = new ConfigurationWatch(text);
            context.getStatusManager().add(watch);
        }
    }

    private void endWatch() {
        if (watch != null) {
            context.getStatusManager().remove(watch);
            watch = null;
        }
    }

    @Override
    public @Nullable String getName() {
        return name;
    }

    @Override
    public void setName(String name) {
        this.name = name;
    }

    /** Collectors as the destination. */
    public void setTcpSink(TcpSink tcpSink) {
        text.setAll("tcpSink", tcpSink.text);
        text.addSink("tcpSink", List.of("endpoints", "tls.trustFile"), TcpSinkConfig::parse);
    }

    /** A topic of Kafka's as the destination; needs kafka-clients on the class path. */
    public void setKafkaSink(KafkaSink kafkaSink) {
        text.setAll("kafkaSink", kafkaSink.text);
        text.addSink("kafkaSink", List.of("bootstrapServers", "topic"), KafkaSinkConfig::parse);
    }

    /** Where undelivered records are kept; only in memory unless told. */
    public void setSpill(Spill spill) {
        text.setAll("spill", spill.text);
    }

    /** When a batch is sealed. */
    public void setBatch(Batch batch) {
        text.setAll("batch", batch.text);
    }

    /** How events are written; ECS JSON unless told. Without a class it is a pattern, as everywhere in Logback. */
    @DefaultClass(PatternLayoutEncoder.class)
    public void setEncoder(Encoder<ILoggingEvent> encoder) {
        text.set("encoder", "");
        userEncoder = new UserEncoder(encoder);
    }

    /**
     * Is told when events are dropped, when the destination comes up or goes down, and how full the spill is; none
     * unless given.
     */
    public void setListener(PipelineListener listener) {
        text.set("listener", "");
        this.listener = listener;
    }

    /** The application's name in every record; its main class or jar unless told. */
    public void setSource(String source) {
        text.set("source", source);
    }

    /** How many events wait for the sender: 16 to 1048576, 8192 unless told. */
    public void setRingCapacity(String ringCapacity) {
        text.set("ringCapacity", ringCapacity);
    }

    /** What a logging thread does when as many wait: {@code drop} (unless told) or {@code block}. */
    public void setWhenFull(String whenFull) {
        text.set("whenFull", whenFull);
    }

    /** How long it blocks at most: 0 to 60000, 100 unless told. */
    public void setBlockTimeoutMillis(String blockTimeoutMillis) {
        text.set("blockTimeoutMillis", blockTimeoutMillis);
    }

    /** How long stop takes at most: 0 to 600000, 5000 unless told. */
    public void setShutdownTimeoutMillis(String shutdownTimeoutMillis) {
        text.set("shutdownTimeoutMillis", shutdownTimeoutMillis);
    }

    /** Whether the place in the code that logged is taken, which is slow: {@code true} or {@code false} (unless told). */
    public void setIncludeCallerData(String includeCallerData) {
        text.set("includeCallerData", includeCallerData);
    }

    /** {@code lz4} (unless told), {@code none} or, where zstd-jni is there, {@code zstd}. */
    public void setCompression(String compression) {
        text.set("compression", compression);
    }

    @Override
    public void addFilter(Filter<ILoggingEvent> filter) {
        filters.addFilter(filter);
    }

    @Override
    public void clearAllFilters() {
        filters.clearAllFilters();
    }

    @Override
    public List<Filter<ILoggingEvent>> getCopyOfAttachedFiltersList() {
        return filters.getCopyOfAttachedFiltersList();
    }

    @Override
    public FilterReply getFilterChainDecision(ILoggingEvent event) {
        return filters.getFilterChainDecision(event);
    }

    @Override
    public String toString() {
        return getClass().getName() + "[" + name + "]";
    }

    private synchronized void noteReset() {
        resetting = true;
    }

    /**
     * Registered with the context, which stops it before the appenders when it is reset. The context keeps it until
     * then, so it must not keep its appender: that may have been stopped and forgotten long before.
     */
    private static final class ResetSign implements LifeCycle {
        private final WeakReference<LogferryAppender> appender;

        ResetSign(LogferryAppender appender) {
            this.appender = new WeakReference<>(appender);
        }

        @Override
        public void start() {}

        @Override
        public void stop() {
            LogferryAppender reset = appender.get();
            if (reset != null) {
                reset.noteReset();
            }
        }

        @Override
        public boolean isStarted() {
            LogferryAppender registered = appender.get();
            return registered != null && registered.isStarted();
        }
    }
}
