package io.logferry.benchmarks;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.joran.spi.JoranException;
import io.logferry.PipelineStats;
import io.logferry.logback.LogferryAppender;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The application of all measurements: a web shop's request thread, whose events have two arguments and an MDC of two
 * and are about 300 bytes as JSON. One thread.
 */
final class Application {
    private static final String[] MESSAGES = {
        "Order {} accepted, 3 items reserved in the warehouse within {} ms",
        "Payment of order {} authorised by the provider after {} ms",
        "GET /api/v2/orders/{} answered with status 200 in {} ms",
        "Cache miss for customer {}, loaded from the database in {} ms",
        "Shipment of order {} handed to the carrier after {} ms, two parcels",
        "Price of article {} recalculated, rules evaluated in {} ms",
        "Session {} extended by the remember-me filter, idle for {} ms",
        "Stock of article {} changed by the nightly import after {} ms",
    };
    private static final int IDS = 4096;
    private static final int SMALL_INTEGERS = 128; // those that boxing finds in its cache

    private final Logger logger = LoggerFactory.getLogger("com.example.shop.orders.OrderService");
    private final String[] ids = new String[IDS];

    private Application() {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < IDS; i++) {
            ids[i] = String.format("%016x", random.nextLong());
        }
    }

    /** Configures Logback; the calling thread becomes the request thread. */
    static Application start(String xml) throws JoranException {
        Application application = new Application();
        Thread.currentThread().setName("http-nio-8080-exec-7");
        context().reset();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context());
        configurator.doConfigure(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        application.beginRequest(0);
        return application;
    }

    /** Ends the appenders. */
    static void stop() {
        context().stop();
    }

    static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }

    /** What our appender did so far. */
    static PipelineStats stats() {
        Appender<ILoggingEvent> appender =
                context().getLogger(Logger.ROOT_LOGGER_NAME).getAppender("MEASURED");
        PipelineStats stats = ((LogferryAppender) appender).stats();
        if (stats == null) {
            throw new IllegalStateException("the appender was not started: its configuration is wrong");
        }
        return stats;
    }

    /** Sets the MDC. */
    void beginRequest(int number) {
        MDC.put("traceId", ids[number % IDS]);
        MDC.put("userId", "user-4711");
    }

    /** Logs one event. */
    void log(int number) {
        logger.info(MESSAGES[number % MESSAGES.length], ids[number % IDS], number % SMALL_INTEGERS);
    }
}
