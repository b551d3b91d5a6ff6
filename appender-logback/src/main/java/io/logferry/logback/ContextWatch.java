package io.logferry.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.core.Context;

/**
 * Drains what was parked when its context stops for good: Logback resets it first, and only then says that it was a
 * stop. One for each context.
 */
final class ContextWatch implements LoggerContextListener {
    private ContextWatch() {}

    static void watch(Context context) {
        if (context instanceof LoggerContext loggers
                && loggers.getCopyOfListenerList().stream().noneMatch(ContextWatch.class::isInstance)) {
            loggers.addListener(new ContextWatch());
        }
    }

    @Override
    public boolean isResetResistant() {
        return true;
    }

    @Override
    public void onStop(LoggerContext context) {
        ParkedPipeline.drainAll(context);
    }

    @Override
    public void onStart(LoggerContext context) {}

    @Override
    public void onReset(LoggerContext context) {
        ParkedPipeline.noteReset(context);
    }

    @Override
    public void onLevelChange(Logger logger, Level level) {}
}
