package shop;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.logferry.logback.LogferryAppender;
import io.logferry.logback.TcpSink;
import org.slf4j.LoggerFactory;

/** By code: in OSGi, Logback's own bundle does not see the appender that an XML file names. */
public final class Main {
    private Main() {}

    /** Logs, and stops the framework. */
    public static String run(String endpoint) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        TcpSink sink = new TcpSink();
        sink.setEndpoints(endpoint);
        LogferryAppender appender = new LogferryAppender();
        appender.setContext(context);
        appender.setName("FERRY");
        appender.setTcpSink(sink);
        appender.start();
        Logger log = context.getLogger("shop");
        log.addAppender(appender);
        for (int i = 0; i < 100; i++) {
            log.info("order {}", i);
        }
        context.stop();
        return appender.stats().toString();
    }
}
