package io.logferry.benchmarks;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;

/** Does nothing: what the framework itself costs. Any thread. */
public class EmptyAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {}

    /** Does what any appender with a background thread has to: formats the message, takes thread name and MDC. */
    public static final class Prepared extends EmptyAppender {
        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing();
        }
    }
}
