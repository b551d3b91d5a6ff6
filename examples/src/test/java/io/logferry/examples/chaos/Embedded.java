package io.logferry.examples.chaos;

import ch.qos.logback.classic.LoggerContext;

/** An application inside a container: it is loaded by a class loader of its own and called by reflection. */
public final class Embedded {
    private static LoggerContext context = new LoggerContext();

    private Embedded() {}

    /** Configures its Logback. */
    public static void start(String xml) {
        context = Configuration.start(xml);
    }

    /** Logs one numbered event. */
    public static void log(String life, long number) {
        context.getLogger("embedded").info("event {} 0 {} ", life, number);
    }

    /** Stops its Logback. */
    public static void stop() {
        context.stop();
    }
}
