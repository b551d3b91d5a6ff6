package io.logferry.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.logferry.frame.Level;
import io.logferry.frame.RecordEncoder;
import java.time.Instant;

/** What every encoding of a Logback event has in common. Sender thread only, where nothing else is said. */
abstract class EventEncoder implements RecordEncoder<ILoggingEvent> {
    @Override
    public final long timeNanos(ILoggingEvent event) {
        Instant time = event.getInstant();
        return RecordEncoder.timeNanos(time.getEpochSecond(), time.getNano());
    }

    @Override
    public final Level level(ILoggingEvent event) {
        return levelOf(event);
    }

    /** The event's level, a custom one as the nearest below. Any thread. */
    static Level levelOf(ILoggingEvent event) {
        int level = event.getLevel().toInt();
        if (level >= ch.qos.logback.classic.Level.WARN_INT) {
            return level >= ch.qos.logback.classic.Level.ERROR_INT ? Level.ERROR : Level.WARN;
        }
        if (level >= ch.qos.logback.classic.Level.DEBUG_INT) {
            return level >= ch.qos.logback.classic.Level.INFO_INT ? Level.INFO : Level.DEBUG;
        }
        return Level.TRACE;
    }

    /**
     * Makes it ready for events. Any thread.
     *
     * @return false if it does not start
     */
    abstract boolean prepare();

    /** No more events come, but for one that may be under way. Any thread. */
    abstract void retire();
}
