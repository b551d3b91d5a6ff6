package io.logferry.benchmarks.jmh;

import io.logferry.benchmarks.Framework;
import io.logferry.benchmarks.Log4jFramework;
import io.logferry.benchmarks.Log4jSubjects;
import io.logferry.benchmarks.LogbackFramework;
import io.logferry.benchmarks.LogbackSubjects;
import io.logferry.benchmarks.Subject;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.logging.log4j.core.LoggerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whose logger.info is measured, and how it is given its appender. Immutable. */
public enum LoopFramework {
    LOGBACK {
        @Override
        Framework ours(int port, Path dir, LoopAppender appender) throws Exception {
            String spill = "<spill><dir>" + dir + "</dir>" + appender.spillElements() + "</spill>";
            return new LogbackFramework(LogbackSubjects.LOGFERRY.xml(port, false, appender.hasSpill() ? spill : ""));
        }

        @Override
        Framework empty() throws Exception {
            return new LogbackFramework(LogbackSubjects.EMPTY.xml(0, false, ""));
        }

        @Override
        Framework prepared() throws Exception {
            return new LogbackFramework(LogbackSubjects.EMPTY_PREPARED.xml(0, false, ""));
        }

        @Override
        Framework parts(BareQueue queue) throws Exception {
            Framework framework = new LogbackFramework(LogbackSubjects.NONE.xml(0, false, ""));
            BareLogbackAppender parts = new BareLogbackAppender(queue);
            parts.start();
            ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).addAppender(parts);
            return framework;
        }
    },
    LOG4J2 {
        @Override
        Framework ours(int port, Path dir, LoopAppender appender) throws Exception {
            String spill = "<Spill dir='" + dir + "' " + appender.spillAttributes() + "/>";
            String xml = Log4jSubjects.LOGFERRY.xml(port, false, "");
            return new Log4jFramework(appender.hasSpill() ? xml.replace("</Logferry>", spill + "</Logferry>") : xml);
        }

        @Override
        Framework empty() throws Exception {
            return new Log4jFramework(Log4jSubjects.EMPTY.xml(0, false, ""));
        }

        @Override
        Framework prepared() throws Exception {
            return copying(copy -> {});
        }

        @Override
        Framework parts(BareQueue queue) throws Exception {
            return copying(queue::offer);
        }

        private Framework copying(Consumer<Object> next) throws Exception {
            Framework framework = empty();
            LoggerContext context = LoggerContext.getContext(false);
            var root = context.getConfiguration().getRootLogger();
            root.removeAppender(Subject.APPENDER);
            BareLog4jAppender parts = new BareLog4jAppender(next);
            parts.start();
            root.addAppender(parts, null, null);
            context.updateLoggers();
            return framework;
        }
    };

    /** Logferry, configured by its users' means. */
    abstract Framework ours(int port, Path dir, LoopAppender appender) throws Exception;

    abstract Framework empty() throws Exception;

    abstract Framework prepared() throws Exception;

    abstract Framework parts(BareQueue queue) throws Exception;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
