package io.logferry.benchmarks;

import java.util.List;
import java.util.stream.Stream;

/**
 * What is measured: an appender, as its users configure it. Immutable.
 *
 * @param label what results call it, and by which a forked process finds it again
 * @param api by which the application logs
 * @param destination what it sends to
 * @param configuration the framework's, with {@code @PORT@} and {@code @FURTHER@} to be replaced
 * @param waiting what makes the application wait for a full ring, in place of the default, which is to drop
 * @param jvmOptions options of the application's JVM
 */
public record Subject(
        String label, Api api, Destination destination, String configuration, String waiting, List<String> jvmOptions) {
    /** Name of the appender that the loggers refer to. */
    public static final String APPENDER = "MEASURED";

    /** By what an application logs. */
    enum Api {
        LOGBACK,
        LOG4J2
    }

    /** The subject with this label, which a parent passed to this process. */
    static Subject named(String label) {
        return Stream.of(LogbackSubjects.ALL, LogbackSubjects.SETTINGS, Log4jSubjects.ALL)
                .flatMap(List::stream)
                .filter(subject -> subject.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown subject=" + label));
    }

    /** Tells whether something receives what it sends. */
    boolean isSender() {
        return destination != Destination.NOTHING && destination != Destination.CLOSED_PORT;
    }

    /** Tells whether what it sends is acknowledged to our appender. */
    boolean isAcknowledged() {
        return destination == Destination.COLLECTOR;
    }

    /** Configures its framework; the calling thread becomes the application's. Parameters as those of {@link #xml}. */
    Application start(int port, boolean waits) throws Exception {
        String xml = xml(port, waits, "");
        return new Application(
                switch (api) {
                    case LOGBACK -> new LogbackFramework(xml);
                    case LOG4J2 -> new Log4jFramework(xml);
                });
    }

    /**
     * The framework's configuration.
     *
     * @param port where the receiver listens
     * @param waits whether a full ring makes the application wait
     * @param further what else the appender is told: elements for Logback, attributes for Log4j
     */
    public String xml(int port, boolean waits, String further) {
        return configuration
                .replace("@PORT@", Integer.toString(port))
                .replace("@FURTHER@", (waits ? waiting : "") + further);
    }

    @Override
    public String toString() {
        return label;
    }
}
