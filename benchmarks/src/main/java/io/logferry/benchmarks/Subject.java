package io.logferry.benchmarks;

import java.util.List;

/** What is measured: an appender, as its users configure it. Immutable. */
enum Subject {
    /** No appender at all. */
    NONE("none", "", ""),
    EMPTY("empty", "<appender name='MEASURED' class='io.logferry.benchmarks.EmptyAppender'/>", ""),
    EMPTY_PREPARED(
            "empty-prepared", "<appender name='MEASURED' class='io.logferry.benchmarks.EmptyAppender$Prepared'/>", ""),
    LOGFERRY("logferry", Xml.LOGFERRY, Xml.LOGFERRY_WAITS),
    LOGFERRY_SAFE_LZ4("logferry-safe-lz4", Xml.LOGFERRY, Xml.LOGFERRY_WAITS),
    LOGSTASH("logstash", Xml.LOGSTASH, Xml.LOGSTASH_WAITS);

    private final String label;
    private final String appender;
    private final String waiting;

    Subject(String label, String appender, String waiting) {
        this.label = label;
        this.appender = appender;
        this.waiting = waiting;
    }

    boolean isLogferry() {
        return this == LOGFERRY || this == LOGFERRY_SAFE_LZ4;
    }

    /** Tells whether it sends to a receiver. */
    boolean isSender() {
        return isLogferry() || this == LOGSTASH;
    }

    /** Options of the application's JVM. */
    List<String> jvmOptions() {
        return this == LOGFERRY_SAFE_LZ4 ? List.of("-Dlogferry.lz4.safe=true") : List.of();
    }

    /**
     * Logback's configuration.
     *
     * @param port where the receiver listens
     * @param waits whether a full ring makes the application wait, in place of the default, which is to drop
     * @param elements further elements of the appender
     */
    String xml(int port, boolean waits, String elements) {
        String body = appender.replace("@PORT@", Integer.toString(port))
                .replace("@ELEMENTS@", (waits ? waiting : "") + elements);
        String reference = this == NONE ? "" : "<appender-ref ref='MEASURED'/>";
        return "<configuration>" + body + "<root level='INFO'>" + reference + "</root></configuration>";
    }

    @Override
    public String toString() {
        return label;
    }

    private static final class Xml {
        static final String LOGFERRY = """
                <appender name='MEASURED' class='io.logferry.logback.LogferryAppender'>
                  <tcpSink><endpoints>127.0.0.1:@PORT@</endpoints></tcpSink>
                  <source>shop</source>
                  @ELEMENTS@
                </appender>
                """;
        static final String LOGFERRY_WAITS = "<whenFull>block</whenFull><blockTimeoutMillis>60000</blockTimeoutMillis>";
        static final String LOGSTASH = """
                <appender name='MEASURED' class='net.logstash.logback.appender.LogstashTcpSocketAppender'>
                  <destination>127.0.0.1:@PORT@</destination>
                  <encoder class='net.logstash.logback.encoder.LogstashEncoder'/>
                  <addDefaultStatusListener>false</addDefaultStatusListener>
                  @ELEMENTS@
                </appender>
                """;
        static final String LOGSTASH_WAITS = "<appendTimeout>60 seconds</appendTimeout>";
    }
}
