package io.logferry.benchmarks.jmh;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.logferry.benchmarks.Application;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.time.MutableInstant;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.jspecify.annotations.Nullable;

/**
 * Events of the application as an appender has captured them: messages of 100 characters, 20 us after one another, with
 * an MDC of two; the same in both frameworks. Immutable.
 *
 * @param count how many, all different
 * @param isThrown whether each has an exception with 30 frames
 */
record ShopEvents(int count, boolean isThrown) {
    private static final Instant START = Instant.parse("2026-11-20T10:15:30.123456789Z");
    private static final long NANOS_BETWEEN = 20_000;
    private static final int MESSAGE_CHARS = 100;
    private static final String ENDING = "; node eu-west-1a, pool 3, attempt 1 of 5, no retry is needed";
    private static final int FRAMES = 30;
    private static final String[] CLASSES = {
        "com.example.shop.orders.OrderService",
        "com.example.shop.orders.OrderRepositoryImpl",
        "com.example.shop.payment.provider.PaymentGateway",
        "com.example.web.filter.OncePerRequestFilter",
        "com.example.web.servlet.FrameworkServlet",
        "com.example.transaction.interceptor.TransactionAspectSupport",
        "java.util.concurrent.ThreadPoolExecutor$Worker",
    };
    private static final String[] METHODS = {"accept", "doFilterInternal", "invokeWithinTransaction", "run", "findById"
    };

    static Instant time(int number) {
        return START.plusNanos(number * NANOS_BETWEEN);
    }

    List<ILoggingEvent> logback(LoggerContext context) {
        LogbackMDCAdapter mdc = new LogbackMDCAdapter();
        context.setMDCAdapter(mdc);
        List<ILoggingEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            LoggingEvent event = new LoggingEvent();
            event.setLoggerContext(context);
            event.setLoggerName(Application.LOGGER);
            event.setLevel(ch.qos.logback.classic.Level.INFO);
            event.setThreadName(Application.THREAD);
            event.setInstant(time(i));
            event.setMessage(message(i));
            mdc.put("traceId", Application.text(i).traceId());
            mdc.put("userId", Application.USER);
            Throwable thrown = thrown(i);
            if (thrown != null) {
                event.setThrowableProxy(new ch.qos.logback.classic.spi.ThrowableProxy(thrown));
            }
            event.prepareForDeferredProcessing();
            events.add(event);
        }
        return events;
    }

    List<LogEvent> log4j() {
        List<LogEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Instant time = time(i);
            MutableInstant ownTime = new MutableInstant();
            ownTime.initFromEpochSecond(time.getEpochSecond(), time.getNano());
            SortedArrayStringMap mdc = new SortedArrayStringMap();
            mdc.putValue("traceId", Application.text(i).traceId());
            mdc.putValue("userId", Application.USER);
            mdc.freeze();
            events.add(Log4jLogEvent.newBuilder()
                    .setLoggerName(Application.LOGGER)
                    .setLevel(Level.INFO)
                    .setThreadName(Application.THREAD)
                    .setInstant(ownTime)
                    .setMessage(new SimpleMessage(message(i)))
                    .setContextData(mdc)
                    .setThrown(thrown(i))
                    .build());
        }
        return events;
    }

    private static String message(int number) {
        return (Application.text(number).message() + ENDING).substring(0, MESSAGE_CHARS);
    }

    /** With frames of its own, as the JVM makes them, whose names are shared. */
    private @Nullable Throwable thrown(int number) {
        if (!isThrown) {
            return null;
        }
        StackTraceElement[] frames = new StackTraceElement[FRAMES];
        for (int i = 0; i < FRAMES; i++) {
            String className = CLASSES[(number + i) % CLASSES.length];
            String method = METHODS[i % METHODS.length];
            String file = className.substring(className.lastIndexOf('.') + 1) + ".java";
            frames[i] = new StackTraceElement(className, method, file.intern(), 40 + 7 * i);
        }
        Throwable thrown = new IllegalStateException("stock is not known: order " + number);
        thrown.setStackTrace(frames);
        return thrown;
    }
}
