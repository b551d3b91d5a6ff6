package io.logferry.log4j2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.logferry.PipelineStats;
import io.logferry.contract.Await;
import io.logferry.contract.TestCollector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.async.AsyncLoggerContext;
import org.apache.logging.log4j.status.StatusData;
import org.apache.logging.log4j.status.StatusListener;
import org.apache.logging.log4j.status.StatusLogger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A logger context of the test's own, configured by a file, and a collector; both are stopped when it ends. */
abstract class Log4jFixture {
    static final String PLAIN = "<PatternLayout pattern='%m%n' alwaysWriteExceptions='false'/>";

    @TempDir
    Path dir;

    final TestCollector collector = new TestCollector();
    LoggerContext context = new LoggerContext("unused");
    private final Errors errors = new Errors();

    /** What Log4j is told as ERROR. */
    private static final class Errors implements StatusListener {
        final List<String> messages = new CopyOnWriteArrayList<>();

        @Override
        public void log(StatusData data) {
            messages.add(data.getMessage().getFormattedMessage());
        }

        @Override
        public Level getStatusLevel() {
            return Level.ERROR;
        }

        @Override
        public void close() {}
    }

    @BeforeEach
    void listen() {
        StatusLogger.getLogger().registerListener(errors);
    }

    @AfterEach
    void stopAll() {
        context.stop();
        StatusLogger.getLogger().removeListener(errors);
        collector.close();
    }

    List<String> errors() {
        return errors.messages;
    }

    String tcpSink() {
        return "<TcpSink endpoints='" + collector.endpoint() + "'/>";
    }

    /** One appender FERRY at the root logger. */
    String xml(String attributes, String elements) {
        return appenders("<Logferry name='FERRY' " + attributes + ">" + elements + tcpSink() + "</Logferry>");
    }

    /** These appenders, the one named FERRY at the root logger. */
    static String appenders(String appenders) {
        return "<Configuration><Appenders>" + appenders + "</Appenders>"
                + "<Loggers><Root level='all'><AppenderRef ref='FERRY'/></Root></Loggers></Configuration>";
    }

    /** Starts a context of synchronous loggers. */
    void start(String xml) {
        start(new LoggerContext("test", null, write("log4j2-test.xml", xml).toUri()));
    }

    /** Starts a context all of whose loggers are asynchronous. */
    void startAsync(String xml) {
        start(new AsyncLoggerContext("test", null, write("log4j2-test.xml", xml).toUri()));
    }

    void start(LoggerContext started) {
        context = started;
        started.start();
    }

    Path write(String file, String text) {
        try {
            return Files.writeString(dir.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    org.apache.logging.log4j.core.Logger logger() {
        return context.getLogger("com.acme.Shop");
    }

    LogferryAppender appender(String name) {
        return Objects.requireNonNull(context.getConfiguration().<LogferryAppender>getAppender(name), name);
    }

    /** Stops the context and all in it; what happened to FERRY's events. */
    PipelineStats stopped() {
        LogferryAppender ferry = appender("FERRY");
        context.stop();
        PipelineStats stats = Objects.requireNonNull(ferry.stats());
        Await.until(() -> Objects.requireNonNull(ferry.stats()).settled(), () -> "not ended: " + ferry.stats());
        assertEquals(0, stats.difference(), stats::toString);
        return Objects.requireNonNull(ferry.stats());
    }

    /** What arrived, once the context was stopped. */
    List<String> lines() {
        stopped();
        return collector.lines();
    }
}
