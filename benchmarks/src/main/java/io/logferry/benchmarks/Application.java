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
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.helpers.MessageFormatter;

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

    static final String LOGGER = "com.example.shop.orders.OrderService";
    static final String THREAD = "http-nio-8080-exec-7";
    private static final int EVENTS_PER_REQUEST = 10;
    static final String USER = "user-4711";
    private static final long CHECK_NANOS = 1_000_000;

    private final Logger logger = LoggerFactory.getLogger(LOGGER);
    private final String[] ids = new String[IDS];

    /** What an event says. Immutable. */
    record Text(String message, String traceId) {}

    /** Logs nothing yet. */
    Application() {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < IDS; i++) {
            ids[i] = String.format("%016x", random.nextLong());
        }
    }

    /** Configures Logback; the calling thread becomes the request thread. */
    static Application start(String xml) throws JoranException {
        Application application = new Application();
        Thread.currentThread().setName(THREAD);
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
        MDC.put("userId", USER);
    }

    /** Logs one event. */
    void log(int number) {
        logger.info(MESSAGES[number % MESSAGES.length], ids[number % IDS], number % SMALL_INTEGERS);
    }

    /** What the event with this number says. */
    Text text(int number) {
        Object[] arguments = {ids[number % IDS], number % SMALL_INTEGERS};
        String message = MessageFormatter.arrayFormat(MESSAGES[number % MESSAGES.length], arguments)
                .getMessage();
        return new Text(message, ids[number / EVENTS_PER_REQUEST % IDS]);
    }

    /** Logs the events with these numbers, each ten of them in a request of their own. */
    void logAll(int from, int end) {
        for (int number = from; number < end; number++) {
            if (number % EVENTS_PER_REQUEST == 0) {
                beginRequest(number / EVENTS_PER_REQUEST);
            }
            log(number);
        }
    }

    /** Waits until our appender has got acknowledgements for so many events. */
    static void awaitAcked(int events) {
        while (stats().acked() < events) {
            LockSupport.parkNanos(CHECK_NANOS);
        }
    }
}
