package io.logferry.jfr;

import io.logferry.frame.Frame;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A frame is durable at the destination. Sender thread only. */
@Name("io.logferry.FrameAcked")
@Label("Frame Acknowledged")
@Description("A frame is durable at the destination")
@Category("Logferry")
@StackTrace(false)
final class FrameAcked extends FrameEvent {
    private static final FrameAcked PROBE = new FrameAcked();

    @Label("Round Trip")
    @Description("Since the frame was last sent; 0 if another connection sent it")
    @Timespan(Timespan.NANOSECONDS)
    long roundTrip;

    static boolean isOn() {
        return PROBE.isEnabled();
    }

    static void tell(String stream, Frame frame, long tripNanos) {
        FrameAcked event = new FrameAcked();
        event.fill(stream, frame);
        event.roundTrip = tripNanos;
        event.commit();
    }
}
