package io.logferry.benchmarks.jmh;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;

/** The bare parts under Logback: message formatted, thread name and MDC taken, one offer. Any thread. */
final class BareLogbackAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private final BareQueue queue;

    BareLogbackAppender(BareQueue queue) {
        this.queue = queue;
    }

    @Override
    protected void append(ILoggingEvent event) {
        event.prepareForDeferredProcessing();
        queue.offer(event);
    }
}
