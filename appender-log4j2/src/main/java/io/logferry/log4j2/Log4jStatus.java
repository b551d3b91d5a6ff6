package io.logferry.log4j2;

import io.logferry.StatusListener;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.status.StatusLogger;

/**
 * Passes on what the pipeline tells to Log4j's status. Log4j shows ERRORs only, unless told: so drops are one when they
 * begin and when they end. The pipeline's own threads.
 */
final class Log4jStatus implements StatusListener {
    private static final String FQCN = Log4jStatus.class.getName();

    private final String prefix;

    Log4jStatus(String appenderName) {
        this.prefix = "Logferry appender " + appenderName + ": ";
    }

    @Override
    public void info(String message) {
        log(Level.INFO, message);
    }

    @Override
    public void warn(String message) {
        log(Level.WARN, message);
    }

    @Override
    public void alert(String message) {
        log(Level.ERROR, message);
    }

    private void log(Level level, String message) {
        try {
            // not log(): that tells a listener's Error to the same listener, and so on until the stack is full
            StatusLogger.getLogger().logMessage(FQCN, level, null, new SimpleMessage(prefix + message), null);
        } catch (Throwable broken) {
            // an Error too: it is a status listener's, and must not end the thread that tells
        }
    }
}
