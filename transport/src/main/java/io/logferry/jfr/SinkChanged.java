package io.logferry.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** The destination came up or went down. Sender thread only. */
@Name("io.logferry.SinkState")
@Label("Sink State")
@Description("The destination came up or went down")
@Category("Logferry")
@StackTrace(false)
final class SinkChanged extends Event {
    private static final SinkChanged PROBE = new SinkChanged();

    @Label("Stream")
    @Description("The stream's id: one appender's records")
    @Nullable String stream;

    @Label("Up")
    boolean up;

    @Label("Destination")
    @Nullable String destination;

    @Label("Reason")
    @Description("Why it is down")
    @Nullable String reason;

    @Label("State Before Lasted")
    @Timespan(Timespan.MILLISECONDS)
    long lasted;

    static boolean isOn() {
        return PROBE.isEnabled();
    }

    static void tell(String stream, boolean up, String destination, String reason, long lastedMillis) {
        SinkChanged event = new SinkChanged();
        event.stream = stream;
        event.up = up;
        event.destination = destination;
        event.reason = reason;
        event.lasted = lastedMillis;
        event.commit();
    }
}
