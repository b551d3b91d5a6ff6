package io.logferry.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** Records were lost; at most one a tenth of a second for each reason. Sender thread only. */
@Name("io.logferry.Dropped")
@Label("Records Dropped")
@Description("Records were lost since the event of this kind before")
@Category("Logferry")
@StackTrace(false)
final class Dropped extends Event {
    private static final Dropped PROBE = new Dropped();

    @Label("Stream")
    @Description("The stream's id: one appender's records")
    @Nullable String stream;

    @Label("Reason")
    @Nullable String reason;

    @Label("Records")
    long records;

    static boolean isOn() {
        return PROBE.isEnabled();
    }

    static void tell(String stream, String reason, long records) {
        Dropped event = new Dropped();
        event.stream = stream;
        event.reason = reason;
        event.records = records;
        event.commit();
    }
}
