package io.logferry.log4j2;

import io.logferry.ConfigText;
import io.logferry.ParsedConfig;
import io.logferry.PipelineConfig;
import io.logferry.PipelineListener;
import io.logferry.sink.kafka.KafkaSinkConfig;
import io.logferry.sink.tcp.TcpSinkConfig;
import java.util.List;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.Filter;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Node;
import org.apache.logging.log4j.core.config.plugins.PluginBuilderAttribute;
import org.apache.logging.log4j.core.config.plugins.PluginConfiguration;
import org.apache.logging.log4j.core.config.plugins.PluginElement;
import org.apache.logging.log4j.core.config.plugins.PluginNode;
import org.apache.logging.log4j.status.StatusLogger;
import org.apache.logging.log4j.util.LoaderUtil;
import org.jspecify.annotations.Nullable;

/**
 * Makes an appender from texts as they stand in a configuration. One thread.
 */
public final class LogferryBuilder implements org.apache.logging.log4j.core.util.Builder<LogferryAppender> {
    private static final Logger STATUS = StatusLogger.getLogger();

    @PluginNode
    private @Nullable Node node;

    @PluginConfiguration
    private @Nullable Configuration configuration;

    @PluginBuilderAttribute
    private @Nullable String name;

    @PluginBuilderAttribute
    private @Nullable String source;

    @PluginBuilderAttribute
    private @Nullable String ringCapacity;

    @PluginBuilderAttribute
    private @Nullable String whenFull;

    @PluginBuilderAttribute
    private @Nullable String blockTimeoutMillis;

    @PluginBuilderAttribute
    private @Nullable String shutdownTimeoutMillis;

    @PluginBuilderAttribute
    private @Nullable String includeCallerData;

    @PluginBuilderAttribute
    private @Nullable String compression;

    @PluginBuilderAttribute
    private @Nullable String ignoreExceptions;

    @PluginBuilderAttribute
    private @Nullable String listener;

    @PluginElement("Layout")
    private @Nullable Layout<?> layout;

    @PluginElement("Filter")
    private @Nullable Filter filter;

    @PluginElement("TcpSink")
    private @Nullable TcpSink tcpSink;

    @PluginElement("KafkaSink")
    private @Nullable KafkaSink kafkaSink;

    @PluginElement("Spill")
    private @Nullable Spill spill;

    @PluginElement("Batch")
    private @Nullable Batch batch;

    LogferryBuilder() {}

    /** The configuration it belongs to: appenders of the same context may share a pipeline. None unless told. */
    public LogferryBuilder setConfiguration(@Nullable Configuration configuration) {
        this.configuration = configuration;
        return this;
    }

    /** The appender's name, by which loggers refer to it; part of its spill's folder. */
    public LogferryBuilder setName(@Nullable String name) {
        this.name = name;
        return this;
    }

    /** The application's name in every record; its main class or jar unless told. */
    public LogferryBuilder setSource(@Nullable String source) {
        this.source = source;
        return this;
    }

    /** How many events wait for the sender: 16 to 1048576, 8192 unless told. */
    public LogferryBuilder setRingCapacity(@Nullable String ringCapacity) {
        this.ringCapacity = ringCapacity;
        return this;
    }

    /** What a logging thread does when as many wait: {@code drop} (unless told) or {@code block}. */
    public LogferryBuilder setWhenFull(@Nullable String whenFull) {
        this.whenFull = whenFull;
        return this;
    }

    /** How long it blocks at most: 0 to 60000, 100 unless told. */
    public LogferryBuilder setBlockTimeoutMillis(@Nullable String blockTimeoutMillis) {
        this.blockTimeoutMillis = blockTimeoutMillis;
        return this;
    }

    /** How long stop takes at most: 0 to 600000, 5000 unless told. */
    public LogferryBuilder setShutdownTimeoutMillis(@Nullable String shutdownTimeoutMillis) {
        this.shutdownTimeoutMillis = shutdownTimeoutMillis;
        return this;
    }

    /** Whether the place in the code that logged is taken, which is slow: {@code true} or {@code false} (unless told). */
    public LogferryBuilder setIncludeCallerData(@Nullable String includeCallerData) {
        this.includeCallerData = includeCallerData;
        return this;
    }

    /** {@code lz4} (unless told), {@code none} or, where zstd-jni is there, {@code zstd}. */
    public LogferryBuilder setCompression(@Nullable String compression) {
        this.compression = compression;
        return this;
    }

    /** {@code true} (unless told), or {@code false}: then a logging call throws when its event is dropped. */
    public LogferryBuilder setIgnoreExceptions(@Nullable String ignoreExceptions) {
        this.ignoreExceptions = ignoreExceptions;
        return this;
    }

    /**
     * The name of a class that implements {@link PipelineListener} and has a public constructor without parameters: it
     * is told when events are dropped, when the destination comes up or goes down, and how full the spill is; none
     * unless given.
     */
    public LogferryBuilder setListener(@Nullable String listener) {
        this.listener = listener;
        return this;
    }

    /** How events are written; ECS JSON unless told. Used by the appender's sender thread only. */
    public LogferryBuilder setLayout(@Nullable Layout<?> layout) {
        this.layout = layout;
        return this;
    }

    /** Which events are taken; all unless told. */
    public LogferryBuilder setFilter(@Nullable Filter filter) {
        this.filter = filter;
        return this;
    }

    /** Collectors as the destination. */
    public LogferryBuilder setTcpSink(@Nullable TcpSink tcpSink) {
        this.tcpSink = tcpSink;
        return this;
    }

    /** A topic of Kafka's as the destination. */
    public LogferryBuilder setKafkaSink(@Nullable KafkaSink kafkaSink) {
        this.kafkaSink = kafkaSink;
        return this;
    }

    /** Where undelivered records are kept; only in memory unless told. */
    public LogferryBuilder setSpill(@Nullable Spill spill) {
        this.spill = spill;
        return this;
    }

    /** When a batch is sealed. */
    public LogferryBuilder setBatch(@Nullable Batch batch) {
        this.batch = batch;
        return this;
    }

    /**
     * Makes the appender, which is to be started.
     *
     * @return null if the configuration is wrong: all that is wrong is told as one ERROR of Log4j's status
     */
    @Override
    public @Nullable LogferryAppender build() {
        ConfigText text = text();
        PipelineListener told = newListener(text);
        ParsedConfig parsed = text.parse(name);
        PipelineConfig config = parsed.pipeline();
        if (config == null) {
            STATUS.error(
                    "Appender [{}] is not built, because its configuration is wrong: {}.",
                    name,
                    String.join("; ", parsed.mistakes()));
            return null;
        }
        parsed.notes().forEach(STATUS::info);
        LogferryAppender appender = new LogferryAppender(
                config,
                parsed,
                layout,
                filter,
                !"false".equals(ignoreExceptions),
                configuration == null ? null : configuration.getLoggerContext());
        appender.setListener(told);
        return appender;
    }

    private @Nullable PipelineListener newListener(ConfigText text) {
        if (listener == null) {
            return null;
        }
        try {
            return LoaderUtil.newCheckedInstanceOf(listener, PipelineListener.class);
        } catch (Throwable unusable) { // its constructor is not ours
            text.refuse(
                    "listener",
                    "listener=" + listener + " is not allowed (" + unusable + "), allowed is the name of a class that"
                            + " implements " + PipelineListener.class.getName()
                            + " and has a public constructor without parameters");
            return null;
        }
    }

    private ConfigText text() {
        Attributes attributes = new Attributes("");
        attributes.set("source", source);
        attributes.set("ringCapacity", ringCapacity);
        attributes.set("whenFull", whenFull);
        attributes.set("blockTimeoutMillis", blockTimeoutMillis);
        attributes.set("shutdownTimeoutMillis", shutdownTimeoutMillis);
        attributes.set("includeCallerData", includeCallerData);
        attributes.set("compression", compression);
        List.of(
                        "name",
                        "ignoreExceptions",
                        "listener",
                        "a layout",
                        "a filter",
                        "TcpSink",
                        "KafkaSink",
                        "Spill",
                        "Batch")
                .forEach(attributes::allow);
        attributes.refuseOthers(node);
        ConfigText text = attributes.text();
        if (ignoreExceptions != null && !ignoreExceptions.equals("true") && !ignoreExceptions.equals("false")) {
            text.refuse(
                    "ignoreExceptions",
                    "ignoreExceptions=" + ignoreExceptions + " is not allowed, allowed is true or false");
        }
        if (tcpSink != null) {
            text.setAll("tcpSink", tcpSink.text);
            text.addSink("tcpSink", List.of("endpoints", "tls.trustFile"), TcpSinkConfig::parse);
        }
        if (kafkaSink != null) {
            text.setAll("kafkaSink", kafkaSink.text);
            text.addSink("kafkaSink", List.of("bootstrapServers", "topic"), KafkaSinkConfig::parse);
        }
        if (spill != null) {
            text.setAll("spill", spill.text);
        }
        if (batch != null) {
            text.setAll("batch", batch.text);
        }
        return text;
    }
}
