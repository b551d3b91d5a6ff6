package io.logferry.benchmarks;

import static io.logferry.benchmarks.Subject.Api.LOG4J2;

import java.util.List;

/** Log4j's appenders. Immutable. */
public final class Log4jSubjects {
    private static final String FERRY = """
            <Logferry name='%s' source='shop' @FURTHER@>
              <TcpSink endpoints='127.0.0.1:@PORT@'/>
            </Logferry>
            """;
    private static final String WAITS = "whenFull='block' blockTimeoutMillis='60000'";
    /** It waits in any case. */
    private static final String ASYNC_APPENDER = """
            <Async name='MEASURED'>
              <AppenderRef ref='TARGET'/>
              <JCToolsBlockingQueue/>
            </Async>
            """;
    /** They wait in any case; their ring holds 4,096 events. */
    private static final List<String> ASYNC_LOGGERS_OPTIONS =
            List.of("-Dlog4j2.contextSelector=org.apache.logging.log4j.core.async.AsyncLoggerContextSelector");

    public static final Subject EMPTY = quiet("log4j2-empty", "<Null name='MEASURED'/>", List.of());
    public static final Subject LOGFERRY = logferry("log4j2-logferry", FERRY.formatted("MEASURED"));
    /** Log4j's own; what is behind it costs nothing. */
    public static final Subject ASYNC = quiet("log4j2-async", "<Null name='TARGET'/>" + ASYNC_APPENDER, List.of());

    public static final Subject ASYNC_LOGFERRY =
            logferry("log4j2-async+ferry", FERRY.formatted("TARGET") + ASYNC_APPENDER);
    /** As {@link #ASYNC}, with asynchronous loggers in place of the appender. */
    public static final Subject ASYNC_LOGGERS =
            quiet("log4j2-asyncloggers", "<Null name='MEASURED'/>", ASYNC_LOGGERS_OPTIONS);

    static final List<Subject> ALL = List.of(EMPTY, LOGFERRY, ASYNC, ASYNC_LOGFERRY, ASYNC_LOGGERS);

    private Log4jSubjects() {}

    private static Subject quiet(String label, String appenders, List<String> jvmOptions) {
        return new Subject(label, LOG4J2, Destination.NOTHING, configuration(appenders), "", jvmOptions);
    }

    private static Subject logferry(String label, String appenders) {
        return new Subject(label, LOG4J2, Destination.COLLECTOR, configuration(appenders), WAITS, List.of());
    }

    private static String configuration(String appenders) {
        return "<Configuration><Appenders>" + appenders
                + "</Appenders><Loggers><Root level='INFO'><AppenderRef ref='MEASURED'/></Root></Loggers></Configuration>";
    }
}
