package io.logferry.benchmarks;

import io.logferry.PipelineStats;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.helpers.MessageFormatter;

/**
 * The application of all measurements: a web shop's request thread, whose events have two arguments and an MDC of two
 * and are about 300 bytes as JSON. One thread.
 */
public final class Application {
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
    private static final String[] IDS = ids(4096);
    private static final int SMALL_INTEGERS = 128; // those that boxing finds in its cache

    public static final String LOGGER = "com.example.shop.orders.OrderService";
    public static final String THREAD = "http-nio-8080-exec-7";
    private static final int EVENTS_PER_REQUEST = 10;
    public static final String USER = "user-4711";
    private static final long CHECK_NANOS = 1_000_000;

    private final Framework framework;

    /** What an event says. Immutable. */
    public record Text(String message, String traceId) {}

    /** The calling thread becomes the request thread. */
    public Application(Framework framework) {
        this.framework = framework;
        Thread.currentThread().setName(THREAD);
        beginRequest(0);
    }

    private static String[] ids(int count) {
        SplittableRandom random = new SplittableRandom(2);
        String[] ids = new String[count];
        for (int i = 0; i < count; i++) {
            ids[i] = String.format("%016x", random.nextLong());
        }
        return ids;
    }

    /** Ends the appenders. */
    void stop() {
        framework.stop();
    }

    /** What our appender did so far. */
    PipelineStats stats() {
        PipelineStats stats = framework.stats();
        if (stats == null) {
            throw new IllegalStateException("the appender was not started: its configuration is wrong");
        }
        return stats;
    }

    /** Sets the MDC. */
    void beginRequest(int number) {
        framework.put("traceId", IDS[number % IDS.length]);
        framework.put("userId", USER);
    }

    /** Logs one event. */
    public void log(int number) {
        framework.info(MESSAGES[number % MESSAGES.length], IDS[number % IDS.length], number % SMALL_INTEGERS);
    }

    /** Logs one event that no other is like. */
    void logUnique(int number) {
        framework.info(
                "Order {} accepted, 3 items reserved in the warehouse within {} ms", number, number % SMALL_INTEGERS);
    }

    /** What the event with this number says. */
    public static Text text(int number) {
        Object[] arguments = {IDS[number % IDS.length], number % SMALL_INTEGERS};
        String message = MessageFormatter.arrayFormat(MESSAGES[number % MESSAGES.length], arguments)
                .getMessage();
        return new Text(message, IDS[number / EVENTS_PER_REQUEST % IDS.length]);
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
    void awaitAcked(int events) {
        while (stats().acked() < events) {
            LockSupport.parkNanos(CHECK_NANOS);
        }
    }
}
