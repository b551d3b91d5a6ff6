package io.logferry.benchmarks;

import java.util.List;

/** What is measured: an appender, as its users configure it. Immutable. */
public enum Subject {
    /** No appender at all. */
    NONE("none", "<configuration/>", ""),
    EMPTY("empty", logback("<appender name='MEASURED' class='io.logferry.benchmarks.EmptyAppender'/>"), ""),
    EMPTY_PREPARED(
            "empty-prepared",
            logback("<appender name='MEASURED' class='io.logferry.benchmarks.EmptyAppender$Prepared'/>"),
            ""),
    LOGFERRY("logferry", Xml.LOGFERRY, Xml.LOGFERRY_WAITS),
    LOGFERRY_SAFE_LZ4("logferry-safe-lz4", Xml.LOGFERRY, Xml.LOGFERRY_WAITS),
    LOGSTASH("logstash", Xml.LOGSTASH, Xml.LOGSTASH_WAITS),
    LOG4J2_EMPTY("log4j2-empty", log4j2("<Null name='MEASURED'/>"), ""),
    LOG4J2_LOGFERRY("log4j2-logferry", log4j2(Xml.LOG4J2_LOGFERRY), Xml.LOG4J2_LOGFERRY_WAITS),
    /** Log4j's own; what is behind it costs nothing. */
    LOG4J2_ASYNC("log4j2-async", log4j2("<Null name='TARGET'/>" + Xml.LOG4J2_ASYNC), ""),
    LOG4J2_ASYNC_LOGFERRY(
            "log4j2-async+ferry",
            log4j2(Xml.LOG4J2_LOGFERRY.replace("MEASURED", "TARGET") + Xml.LOG4J2_ASYNC),
            Xml.LOG4J2_LOGFERRY_WAITS);

    /** Name of the appender that the loggers refer to. */
    public static final String APPENDER = "MEASURED";

    private final String label;
    private final String configuration;
    private final String waiting;

    Subject(String label, String configuration, String waiting) {
        this.label = label;
        this.configuration = configuration;
        this.waiting = waiting;
    }

    private static String logback(String appender) {
        return "<configuration>" + appender
                + "<root level='INFO'><appender-ref ref='MEASURED'/></root></configuration>";
    }

    private static String log4j2(String appenders) {
        return "<Configuration><Appenders>" + appenders
                + "</Appenders><Loggers><Root level='INFO'><AppenderRef ref='MEASURED'/></Root></Loggers></Configuration>";
    }

    boolean isLogferry() {
        return switch (this) {
            case LOGFERRY, LOGFERRY_SAFE_LZ4, LOG4J2_LOGFERRY, LOG4J2_ASYNC_LOGFERRY -> true;
            default -> false;
        };
    }

    /** Tells whether it sends to a receiver. */
    boolean isSender() {
        return isLogferry() || this == LOGSTASH;
    }

    /** Options of the application's JVM. */
    List<String> jvmOptions() {
        return this == LOGFERRY_SAFE_LZ4 ? List.of("-Dlogferry.lz4.safe=true") : List.of();
    }

    /** Configures its framework; the calling thread becomes the application's. Parameters as those of {@link #xml}. */
    Application start(int port, boolean waits) throws Exception {
        String xml = xml(port, waits, "");
        boolean isLog4j2 = compareTo(LOG4J2_EMPTY) >= 0;
        return new Application(isLog4j2 ? new Log4jFramework(xml) : new LogbackFramework(xml));
    }

    /**
     * The framework's configuration.
     *
     * @param port where the receiver listens
     * @param waits whether a full ring makes the application wait, in place of the default, which is to drop
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

    private static final class Xml {
        static final String LOGFERRY = logback("""
                <appender name='MEASURED' class='io.logferry.logback.LogferryAppender'>
                  <tcpSink><endpoints>127.0.0.1:@PORT@</endpoints></tcpSink>
                  <source>shop</source>
                  @FURTHER@
                </appender>
                """);
        static final String LOGFERRY_WAITS = "<whenFull>block</whenFull><blockTimeoutMillis>60000</blockTimeoutMillis>";
        static final String LOGSTASH = logback("""
                <appender name='MEASURED' class='net.logstash.logback.appender.LogstashTcpSocketAppender'>
                  <destination>127.0.0.1:@PORT@</destination>
                  <encoder class='net.logstash.logback.encoder.LogstashEncoder'/>
                  <addDefaultStatusListener>false</addDefaultStatusListener>
                  @FURTHER@
                </appender>
                """);
        static final String LOGSTASH_WAITS = "<appendTimeout>60 seconds</appendTimeout>";
        static final String LOG4J2_LOGFERRY = """
                <Logferry name='MEASURED' source='shop' @FURTHER@>
                  <TcpSink endpoints='127.0.0.1:@PORT@'/>
                </Logferry>
                """;
        static final String LOG4J2_LOGFERRY_WAITS = "whenFull='block' blockTimeoutMillis='60000'";
        /** It waits in any case. */
        static final String LOG4J2_ASYNC = """
                <Async name='MEASURED'>
                  <AppenderRef ref='TARGET'/>
                  <JCToolsBlockingQueue/>
                </Async>
                """;
    }
}
