package io.logferry.log4j2;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LogEvent;

/** Opens to those who measure it what the appender does: events are held, and later encoded by the sender. One thread. */
public final class HeldEncoding {
    private final HeldEventEncoder encoder = new HeldEventEncoder();
    private final List<HeldEvent> held = new ArrayList<>();

    private HeldEncoding(Encoding encoding, List<LogEvent> events) {
        HeldEvents made = new HeldEvents();
        for (LogEvent event : events) {
            HeldEvent copy = made.get();
            copy.fill(event, false, encoding);
            held.add(copy);
        }
    }

    /** These events, to be written as ECS JSON. */
    public static HeldEncoding ofDefault(String source, List<LogEvent> events) {
        return new HeldEncoding(new EcsEncoding(source), events);
    }

    /** These events, to be written by a layout. */
    public static HeldEncoding of(Layout<?> layout, List<LogEvent> events) {
        return new HeldEncoding(new LayoutEncoding(layout), events);
    }

    /** Writes one of the events. */
    public void encode(int index, ByteBuffer into) {
        encoder.encode(held.get(index), into);
    }
}
