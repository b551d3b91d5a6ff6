package io.logferry.jfr;

import io.logferry.frame.Frame;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The sink took a frame. Sender thread only. */
@Name("io.logferry.FrameSent")
@Label("Frame Sent")
@Description("The sink took a frame")
@Category("Logferry")
@StackTrace(false)
final class FrameSent extends FrameEvent {
    private static final FrameSent PROBE = new FrameSent();

    static boolean isOn() {
        return PROBE.isEnabled();
    }

    static void tell(String stream, Frame frame) {
        FrameSent event = new FrameSent();
        event.fill(stream, frame);
        event.commit();
    }
}
