package io.logferry.logback;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.Status;
import io.logferry.contract.TestCollector;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Logger contexts of a test's own. */
final class Contexts {
    private Contexts() {}

    static LoggerContext empty() {
        LoggerContext context = new LoggerContext();
        context.setName("test");
        context.setMDCAdapter(new LogbackMDCAdapter());
        return context;
    }

    static String sink(TestCollector collector) {
        return "<tcpSink><endpoints>" + collector.endpoint() + "</endpoints></tcpSink>";
    }

    /** A context with one appender FERRY, whose elements these are, at the root logger. */
    static LoggerContext with(String elements) {
        LoggerContext context = empty();
        configure(context, elements);
        return context;
    }

    static void configure(LoggerContext context, String elements) {
        configureXml(context, xml("", elements));
    }

    static String xml(String attributes, String elements) {
        return """
                <configuration %s>
                  <appender name="FERRY" class="io.logferry.logback.LogferryAppender">%s</appender>
                  <root level="TRACE"><appender-ref ref="FERRY"/></root>
                </configuration>
                """.formatted(attributes, elements);
    }

    static void configureXml(LoggerContext context, String xml) {
        try {
            configurator(context).doConfigure(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        } catch (JoranException e) {
            throw new AssertionError(e);
        }
    }

    static void configure(LoggerContext context, Path file) {
        try {
            configurator(context).doConfigure(file.toFile());
        } catch (JoranException e) {
            throw new AssertionError(e);
        }
    }

    private static JoranConfigurator configurator(LoggerContext context) {
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        return configurator;
    }

    static LogferryAppender ferry(LoggerContext context) {
        Appender<?> appender = context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("FERRY");
        return (LogferryAppender) Objects.requireNonNull(appender, "no appender FERRY");
    }

    static List<String> statuses(LoggerContext context, int level) {
        return context.getStatusManager().getCopyOfStatusList().stream()
                .filter(status -> status.getLevel() == level)
                .map(Status::getMessage)
                .toList();
    }
}
