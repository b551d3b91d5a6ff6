package io.logferry.logback;

import ch.qos.logback.core.Context;
import ch.qos.logback.core.status.InfoStatus;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.WarnStatus;
import io.logferry.StatusListener;

/**
 * Passes on what the pipeline tells to Logback's status, never as an ERROR: that would abort a Spring Boot application.
 * Refers to the context and not to an appender, because a pipeline outlives its appender. The pipeline's own
 * threads.
 */
final class ContextStatus implements StatusListener {
    private final Context context;
    private final String origin;

    ContextStatus(Context context, String appenderName) {
        this.context = context;
        this.origin = LogferryAppender.class.getName() + "[" + appenderName + "]";
    }

    @Override
    public void info(String message) {
        add(new InfoStatus(message, origin));
    }

    @Override
    public void warn(String message) {
        add(new WarnStatus(message, origin));
    }

    @Override
    public void alert(String message) {
        if (context.getStatusManager().getCopyOfStatusListenerList().isEmpty()) {
            System.err.println(origin + ": " + message);
        }
        warn(message);
    }

    private void add(Status status) {
        try {
            context.getStatusManager().add(status);
        } catch (Throwable broken) {
            // an Error too: it is a status listener's, and must not end the thread that tells
        }
    }
}
