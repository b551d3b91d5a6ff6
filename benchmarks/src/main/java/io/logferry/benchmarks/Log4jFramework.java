package io.logferry.benchmarks;

import io.logferry.PipelineStats;
import io.logferry.log4j2.LogferryAppender;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.Configurator;
import org.jspecify.annotations.Nullable;

/** Log4j with its defaults: loggers are synchronous, thread locals are on. One thread. */
public final class Log4jFramework implements Framework {
    private final LoggerContext context;
    private final Logger logger;

    public Log4jFramework(String xml) throws IOException {
        ConfigurationSource source =
                new ConfigurationSource(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        context = Configurator.initialize(null, source);
        logger = context.getLogger(Application.LOGGER);
    }

    @Override
    public void put(String key, String value) {
        ThreadContext.put(key, value);
    }

    @Override
    public void info(String format, Object first, Object second) {
        logger.info(format, first, second);
    }

    @Override
    public @Nullable PipelineStats stats() {
        return context.getConfiguration().getAppender(Subject.APPENDER) instanceof LogferryAppender appender
                ? appender.stats()
                : null;
    }

    @Override
    public void stop() {
        context.stop();
    }
}
