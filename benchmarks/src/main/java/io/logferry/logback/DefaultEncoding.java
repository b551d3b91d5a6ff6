package io.logferry.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.logferry.frame.RecordEncoder;

/** Opens the default encoding of the appender to those who measure it. */
public final class DefaultEncoding {
    private DefaultEncoding() {}

    /** What the sender of a new appender would write events with. */
    public static RecordEncoder<ILoggingEvent> of(String source) {
        return new EcsEncoder(source, false);
    }
}
