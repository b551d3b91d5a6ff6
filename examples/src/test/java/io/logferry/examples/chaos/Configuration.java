package io.logferry.examples.chaos;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.joran.spi.JoranException;
import io.logferry.logback.LogferryAppender;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Configurations of Logback with one appender FERRY at the root, without a hook for the exit. Any thread. */
final class Configuration {
    private Configuration() {}

    /** The XML with these elements in the appender. */
    static String xml(String... elements) {
        return """
                <configuration>
                  <statusListener class="ch.qos.logback.core.status.NopStatusListener"/>
                  <appender name="FERRY" class="io.logferry.logback.LogferryAppender">
                    <source>app</source>
                    %s
                  </appender>
                  <root level="INFO"><appender-ref ref="FERRY"/></root>
                </configuration>
                """.formatted(String.join("\n", elements));
    }

    static String tcpSink(String... endpoints) {
        return "<tcpSink><endpoints>" + String.join(",", endpoints) + "</endpoints></tcpSink>";
    }

    /** The clientProperties are what a client needs to connect; each producerConfig is a {@code name=value}. */
    static String kafkaSink(Map<String, String> clientProperties, String topic, String... producerConfig) {
        Map<String, String> properties = new TreeMap<>(clientProperties);
        String servers = properties.remove("bootstrap.servers");
        Stream<String> all =
                Stream.concat(properties.entrySet().stream().map(Object::toString), Arrays.stream(producerConfig));
        return "<kafkaSink><bootstrapServers>" + servers + "</bootstrapServers><topic>" + topic + "</topic>"
                + all.map(property -> "<producerConfig>" + property + "</producerConfig>")
                        .collect(Collectors.joining())
                + "</kafkaSink>";
    }

    /** A spill that does not care how full the machine's disk is. */
    static String spill(Path dir, String... elements) {
        return "<spill><dir>" + dir + "</dir><minFreeBytes>0</minFreeBytes>" + String.join("", elements) + "</spill>";
    }

    /** A context of its own in this JVM. */
    static LoggerContext start(String xml) {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        try {
            JoranConfigurator configurator = new JoranConfigurator();
            configurator.setContext(context);
            configurator.doConfigure(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        } catch (JoranException wrong) {
            throw new AssertionError(wrong);
        }
        return context;
    }

    static LogferryAppender ferry(LoggerContext context) {
        return (LogferryAppender)
                Objects.requireNonNull(context.getLogger("ROOT").getAppender("FERRY"), "no appender FERRY");
    }
}
