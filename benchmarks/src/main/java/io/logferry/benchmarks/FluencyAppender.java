package io.logferry.benchmarks;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.komamitsu.fluency.BufferFullException;
import org.komamitsu.fluency.EventTime;
import org.komamitsu.fluency.Fluency;
import org.komamitsu.fluency.fluentd.FluencyBuilderForFluentd;

/**
 * Gives Fluency, with its defaults, a map per event, as its users do. It waits while Fluency's buffer is full. Any
 * thread.
 */
public final class FluencyAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private static final String TAG = "shop";
    private static final long FULL_NANOS = 100_000;

    private int port;
    private @Nullable Fluency fluency;

    /** Where the receiver listens. */
    public void setPort(int port) {
        this.port = port;
    }

    @Override
    public void start() {
        fluency = new FluencyBuilderForFluentd().build("127.0.0.1", port);
        super.start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (fluency == null) {
            throw new IllegalStateException("it was not started");
        }
        Instant instant = event.getInstant();
        EventTime time = EventTime.fromEpoch(instant.getEpochSecond(), instant.getNano());
        Map<String, Object> record = new HashMap<>();
        record.put("level", event.getLevel().toString());
        record.put("logger", event.getLoggerName());
        record.put("thread", event.getThreadName());
        record.put("message", event.getFormattedMessage());
        record.putAll(event.getMDCPropertyMap());
        emit(fluency, time, record);
    }

    private static void emit(Fluency fluency, EventTime time, Map<String, Object> record) {
        while (true) {
            try {
                fluency.emit(TAG, time, record);
                return;
            } catch (BufferFullException full) {
                LockSupport.parkNanos(FULL_NANOS);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    @Override
    public void stop() {
        super.stop();
        try {
            if (fluency != null) {
                fluency.close();
            }
        } catch (IOException failed) {
            addError("it could not be closed", failed);
        }
    }
}
