package io.logferry.benchmarks;

import static io.logferry.benchmarks.Subject.Api.LOGBACK;

import java.util.List;

/** Logback's appenders. Immutable. */
public final class LogbackSubjects {
    /** The folder of the spill; a system property of the application's JVM. */
    static final String SPILL_DIR = "spillDir";

    private static final String FERRY = """
            <appender name='%s' class='io.logferry.logback.LogferryAppender'>
              <tcpSink><endpoints>127.0.0.1:@PORT@</endpoints></tcpSink>
              <source>shop</source>
              @FURTHER@
              %s
            </appender>
            """;
    private static final String WAITS = "<whenFull>block</whenFull><blockTimeoutMillis>60000</blockTimeoutMillis>";
    private static final String SPILL_ELEMENTS = "<dir>${" + SPILL_DIR + "}</dir>";
    /** Small, so that it is soon full. */
    private static final String SMALL_SPILL_ELEMENTS =
            SPILL_ELEMENTS + "<maxBytes>16MB</maxBytes><segmentBytes>4MB</segmentBytes>";

    /** No appender at all. */
    public static final Subject NONE =
            new Subject("none", LOGBACK, Destination.NOTHING, "<configuration/>", "", List.of());

    public static final Subject EMPTY =
            quiet("empty", "<appender name='MEASURED' class='" + EmptyAppender.class.getName() + "'/>");
    public static final Subject EMPTY_PREPARED = quiet(
            "empty-prepared", "<appender name='MEASURED' class='" + EmptyAppender.Prepared.class.getName() + "'/>");
    /** Logback's own; what is behind it costs nothing. */
    public static final Subject ASYNC = quiet("logback-async", """
            <appender name='TARGET' class='%s'/>
            <appender name='MEASURED' class='ch.qos.logback.classic.AsyncAppender'>
              <queueSize>8192</queueSize>
              <discardingThreshold>0</discardingThreshold>
              <neverBlock>false</neverBlock>
              <appender-ref ref='TARGET'/>
            </appender>
            """.formatted(EmptyAppender.class.getName()));

    public static final Subject LOGFERRY = logferry("logferry", Destination.COLLECTOR, "", List.of());
    public static final Subject LOGFERRY_SAFE_LZ4 =
            logferry("logferry-safe-lz4", Destination.COLLECTOR, "", List.of("-Dlogferry.lz4.safe=true"));
    static final Subject LOGFERRY_ZSTD = logferry(
            "logferry-zstd",
            Destination.COLLECTOR,
            "<compression>zstd</compression>",
            List.of("--enable-native-access=ALL-UNNAMED"));
    /** Everything goes to disk. */
    public static final Subject LOGFERRY_DOWN =
            logferry("logferry-down", Destination.CLOSED_PORT, "<spill>" + SPILL_ELEMENTS + "</spill>", List.of());
    /** The same, with the oldest dropped for what is new. */
    public static final Subject LOGFERRY_FULL = logferry(
            "logferry-full", Destination.CLOSED_PORT, "<spill>" + SMALL_SPILL_ELEMENTS + "</spill>", List.of());

    public static final Subject LOGSTASH = new Subject(
            "logstash",
            LOGBACK,
            Destination.LINES,
            configuration("""
            <appender name='MEASURED' class='net.logstash.logback.appender.LogstashTcpSocketAppender'>
              <destination>127.0.0.1:@PORT@</destination>
              <encoder class='net.logstash.logback.encoder.LogstashEncoder'/>
              <addDefaultStatusListener>false</addDefaultStatusListener>
              @FURTHER@
            </appender>
            """),
            "<appendTimeout>60 seconds</appendTimeout>",
            List.of());
    public static final Subject FLUENCY = new Subject(
            "fluency",
            LOGBACK,
            Destination.FORWARD,
            configuration("""
            <logger name='org.komamitsu' level='OFF'/>
            <appender name='MEASURED' class='%s'>
              <port>@PORT@</port>
            </appender>
            """.formatted(FluencyAppender.class.getName())),
            "",
            List.of());
    /** It can't wait: it drops what is over sendQueueMaxBytes. */
    public static final Subject LOKI4J =
            new Subject("loki4j", LOGBACK, Destination.LOKI, configuration("""
            <appender name='MEASURED' class='com.github.loki4j.logback.Loki4jAppender'>
              <http><url>http://127.0.0.1:@PORT@/loki/api/v1/push</url></http>
              <labels>app=shop</labels>
              <message><pattern>%msg</pattern></message>
            </appender>
            """), "", List.of());

    static final List<Subject> ALL = List.of(
            NONE,
            EMPTY,
            EMPTY_PREPARED,
            ASYNC,
            LOGFERRY,
            LOGFERRY_SAFE_LZ4,
            LOGFERRY_ZSTD,
            LOGFERRY_DOWN,
            LOGFERRY_FULL,
            LOGSTASH,
            FLUENCY,
            LOKI4J);

    /** Ours with one setting changed, by which it is called. */
    static final List<Subject> SETTINGS = List.of(
            setting("batch.maxBytes=64KB", "<batch><maxBytes>64KB</maxBytes></batch>"),
            setting("batch.maxBytes=256KB", "<batch><maxBytes>256KB</maxBytes></batch>"),
            setting("batch.maxBytes=512KB", "<batch><maxBytes>512KB</maxBytes></batch>"),
            setting("batch.lingerMillis=5", "<batch><lingerMillis>5</lingerMillis></batch>"),
            setting("batch.lingerMillis=200", "<batch><lingerMillis>200</lingerMillis></batch>"),
            setting("ringCapacity=2048", "<ringCapacity>2048</ringCapacity>"),
            setting("ringCapacity=32768", "<ringCapacity>32768</ringCapacity>"));

    private LogbackSubjects() {}

    private static Subject setting(String label, String element) {
        return logferry(label, Destination.COLLECTOR, element, List.of());
    }

    private static Subject quiet(String label, String appenders) {
        return new Subject(label, LOGBACK, Destination.NOTHING, configuration(appenders), "", List.of());
    }

    private static Subject logferry(String label, Destination destination, String elements, List<String> jvmOptions) {
        String appender = FERRY.formatted("MEASURED", elements);
        return new Subject(label, LOGBACK, destination, configuration(appender), WAITS, jvmOptions);
    }

    private static String configuration(String appenders) {
        return "<configuration>" + appenders
                + "<root level='INFO'><appender-ref ref='MEASURED'/></root></configuration>";
    }

    /** Ours so many times, each behind a logger of its own name: the application's, a dot and a number. */
    static String manyLogferries(int count, int port, int ringCapacity) {
        StringBuilder xml = new StringBuilder("<configuration>");
        for (int i = 0; i < count; i++) {
            xml.append(FERRY.formatted("MEASURED-" + i, ""));
            xml.append("<logger name='" + Application.LOGGER + "." + i + "' level='INFO' additivity='false'>")
                    .append("<appender-ref ref='MEASURED-" + i + "'/></logger>");
        }
        return xml.append("</configuration>")
                .toString()
                .replace("@PORT@", Integer.toString(port))
                .replace("@FURTHER@", WAITS + "<ringCapacity>" + ringCapacity + "</ringCapacity>");
    }
}
