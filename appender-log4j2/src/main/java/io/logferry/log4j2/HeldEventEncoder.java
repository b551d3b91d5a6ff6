package io.logferry.log4j2;

import io.logferry.frame.Level;
import io.logferry.frame.RecordEncoder;
import java.nio.ByteBuffer;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.time.Instant;

/**
 * Has each event written by its own appender's encoding: while Log4j changes its configuration, events of two appenders
 * are in the ring. Sender thread only, where nothing else is said.
 */
final class HeldEventEncoder implements RecordEncoder<HeldEvent> {
    @Override
    public long timeNanos(HeldEvent event) {
        Instant time = event.getInstant();
        return RecordEncoder.timeNanos(time.getEpochSecond(), time.getNanoOfSecond());
    }

    @Override
    public Level level(HeldEvent event) {
        return levelOf(event);
    }

    @Override
    public void encode(HeldEvent event, ByteBuffer into) {
        Throwable failure = event.failure();
        Encoding encoding = event.encoding();
        if (failure != null || encoding == null) {
            throw new IllegalStateException("the event could not be copied", failure);
        }
        encoding.encode(event, into);
    }

    /** The event's level, a custom one as the nearest below; all above FATAL, OFF too, are FATAL. Any thread. */
    static Level levelOf(LogEvent event) {
        int level = event.getLevel().intLevel();
        if (level <= org.apache.logging.log4j.Level.ERROR.intLevel()) {
            return level <= org.apache.logging.log4j.Level.FATAL.intLevel() ? Level.FATAL : Level.ERROR;
        }
        if (level <= org.apache.logging.log4j.Level.INFO.intLevel()) {
            return level <= org.apache.logging.log4j.Level.WARN.intLevel() ? Level.WARN : Level.INFO;
        }
        return level <= org.apache.logging.log4j.Level.DEBUG.intLevel() ? Level.DEBUG : Level.TRACE;
    }
}
