package io.logferry.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.CallerData;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggerContextVO;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/**
 * An event as another thread may see it: it has caller data only if they were taken already. Computed now they would
 * be those of the wrong thread, and be kept in the event, which other appenders share. Immutable.
 */
class EventView implements ILoggingEvent {
    private final ILoggingEvent event;

    EventView(ILoggingEvent event) {
        this.event = event;
    }

    @Override
    public final boolean hasCallerData() {
        return event.hasCallerData();
    }

    @Override
    public final StackTraceElement[] getCallerData() {
        return event.hasCallerData() ? event.getCallerData() : CallerData.EMPTY_CALLER_DATA_ARRAY;
    }

    @Override
    public @Nullable List<KeyValuePair> getKeyValuePairs() {
        return event.getKeyValuePairs();
    }

    @Override
    public final String getThreadName() {
        return event.getThreadName();
    }

    @Override
    public final Level getLevel() {
        return event.getLevel();
    }

    @Override
    public final String getMessage() {
        return event.getMessage();
    }

    @Override
    public Object @Nullable [] getArgumentArray() {
        return event.getArgumentArray();
    }

    @Override
    public final String getFormattedMessage() {
        return event.getFormattedMessage();
    }

    @Override
    public final String getLoggerName() {
        return event.getLoggerName();
    }

    @Override
    public final LoggerContextVO getLoggerContextVO() {
        return event.getLoggerContextVO();
    }

    @Override
    public final @Nullable IThrowableProxy getThrowableProxy() {
        return event.getThrowableProxy();
    }

    @Override
    public final @Nullable List<Marker> getMarkerList() {
        return event.getMarkerList();
    }

    @Override
    public final Map<String, String> getMDCPropertyMap() {
        return event.getMDCPropertyMap();
    }

    @Override
    @Deprecated
    public final Map<String, String> getMdc() {
        return event.getMDCPropertyMap();
    }

    @Override
    public final long getTimeStamp() {
        return event.getTimeStamp();
    }

    @Override
    public final int getNanoseconds() {
        return event.getNanoseconds();
    }

    @Override
    public final Instant getInstant() {
        return event.getInstant();
    }

    @Override
    public final long getSequenceNumber() {
        return event.getSequenceNumber();
    }

    @Override
    public final void prepareForDeferredProcessing() {}

    @Override
    public final String toString() {
        return event.toString();
    }
}
