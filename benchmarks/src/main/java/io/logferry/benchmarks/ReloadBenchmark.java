package io.logferry.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** What a framework itself loses while it reads its changed configuration, with our appender and with its own. */
final class ReloadBenchmark implements Benchmark {
    private static final int RELOADS = 20;
    /** Each configuration has a pipeline of its own, whose last record is its end marker. */
    private static final int ENDS = RELOADS + 1;

    private static final double EVENTS_PER_MILLI = 20;
    private static final String LOGBACK = """
            <configuration scan='true' scanPeriod='500 milliseconds'>%s
            <root level='INFO'><appender-ref ref='MEASURED'/></root></configuration>
            """;
    private static final String LOG4J2 = """
            <Configuration monitorInterval='1'><Appenders>%s</Appenders>
            <Loggers><Root level='INFO'><AppenderRef ref='MEASURED'/></Root></Loggers></Configuration>
            """;
    /** With room for all: what is missing shall be the framework's. */
    private static final List<Reloaded> SUBJECTS = List.of(
            new Reloaded("logback-file", "logback", LOGBACK.formatted("""
                    <appender name='MEASURED' class='ch.qos.logback.core.FileAppender'><file>@FILE@</file>
                    <encoder><pattern>@CHANGE@ %m%n</pattern></encoder></appender>
                    """)),
            new Reloaded("logback-logferry", "logback", LOGBACK.formatted("""
                    <appender name='MEASURED' class='io.logferry.logback.LogferryAppender'>
                    <whenFull>block</whenFull><blockTimeoutMillis>60000</blockTimeoutMillis>
                    <batch><lingerMillis>@CHANGE@</lingerMillis></batch>
                    <tcpSink><endpoints>127.0.0.1:@PORT@</endpoints></tcpSink></appender>
                    """)),
            new Reloaded("log4j2-file", "log4j2", LOG4J2.formatted("""
                    <File name='MEASURED' fileName='@FILE@'><PatternLayout pattern='@CHANGE@ %m%n'/></File>
                    """)),
            new Reloaded("log4j2-logferry", "log4j2", LOG4J2.formatted("""
                    <Logferry name='MEASURED' whenFull='block' blockTimeoutMillis='60000'>
                    <Batch lingerMillis='@CHANGE@'/><TcpSink endpoints='127.0.0.1:@PORT@'/></Logferry>
                    """)));

    /** A framework and an appender, whose configuration has another number after each change. */
    private record Reloaded(String label, String framework, String configuration) {}

    @Override
    public String name() {
        return "reload";
    }

    @Override
    public void run(Run run) throws Exception {
        int rounds = Math.min(3, run.rounds());
        run.say("Events that reached no appender while the configuration file changed " + RELOADS
                + " times, seen by the framework itself; one thread logs 20,000 events/s; " + rounds + " rounds.");
        for (int round = 1; round <= rounds; round++) {
            for (Reloaded subject : SUBJECTS) {
                try {
                    run.results().add(round, subject.label(), measure(run.workDir(), subject));
                } finally {
                    run.clean();
                }
            }
        }
        run.say(run.results().table("lost per reload", "hole ms"));
        run.say("target: no more with our appender than with the framework's own");
    }

    private static Map<String, Double> measure(Path workDir, Reloaded subject) throws Exception {
        Path lines = workDir.resolve("lines");
        try (Receiver receiver = Receiver.start(Destination.COLLECTOR, workDir.resolve("collector"))) {
            String configuration = subject.configuration()
                    .replace("@PORT@", Integer.toString(receiver.port()))
                    .replace("@FILE@", lines.toString());
            Map<String, Double> results = new HashMap<>();
            try (Fork fork = Fork.start(
                    ReloadProcess.class,
                    subject.framework(),
                    configuration,
                    workDir.resolve("configuration.xml"),
                    RELOADS)) {
                results.putAll(fork.results());
            }
            double lost = Objects.requireNonNull(results.get("events logged"))
                    - (Files.exists(lines) ? count(lines) : receiver.events() - ENDS);
            results.put("lost per reload", lost / RELOADS);
            results.put("hole ms", lost / RELOADS / EVENTS_PER_MILLI);
            return results;
        }
    }

    private static long count(Path lines) throws Exception {
        try (Stream<String> all = Files.lines(lines)) {
            return all.count();
        }
    }
}
