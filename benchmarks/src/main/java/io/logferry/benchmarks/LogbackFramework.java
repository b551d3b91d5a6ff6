package io.logferry.benchmarks;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import io.logferry.PipelineStats;
import io.logferry.logback.LogferryAppender;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** SLF4J and Logback. One thread. */
public final class LogbackFramework implements Framework {
    private final Logger logger = LoggerFactory.getLogger(Application.LOGGER);
    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

    public LogbackFramework(String xml) throws JoranException {
        context.reset();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void put(String key, String value) {
        MDC.put(key, value);
    }

    @Override
    public void info(String format, Object first, Object second) {
        logger.info(format, first, second);
    }

    @Override
    public @Nullable PipelineStats stats() {
        return context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(Subject.APPENDER)
                        instanceof LogferryAppender appender
                ? appender.stats()
                : null;
    }

    @Override
    public void stop() {
        context.stop();
    }
}
