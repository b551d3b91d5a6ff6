package shop;

import io.logferry.log4j2.LogferryAppender;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.xml.XmlConfiguration;

/** By XML: Log4j looks for plugins in all bundles that use it. */
public final class Main {
    private static final String XML = """
            <Configuration>
              <Appenders><Logferry name="FERRY"><TcpSink endpoints="%s"/></Logferry></Appenders>
              <Loggers><Root level="INFO"><AppenderRef ref="FERRY"/></Root></Loggers>
            </Configuration>
            """;

    private Main() {}

    /** Logs, and stops the framework. */
    public static String run(String endpoint) throws IOException {
        LoggerContext context = (LoggerContext) LogManager.getContext(Main.class.getClassLoader(), false);
        byte[] xml = XML.formatted(endpoint).getBytes(StandardCharsets.UTF_8);
        context.start(new XmlConfiguration(context, new ConfigurationSource(new ByteArrayInputStream(xml))));
        LogferryAppender appender = context.getConfiguration().getAppender("FERRY");
        Logger log = context.getLogger("shop");
        for (int i = 0; i < 100; i++) {
            log.info("order {}", i);
        }
        context.stop();
        return appender.stats().toString();
    }
}
