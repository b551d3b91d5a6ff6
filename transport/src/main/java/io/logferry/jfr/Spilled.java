package io.logferry.jfr;

import io.logferry.frame.Frame;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A frame was written to disk. Sender thread only. */
@Name("io.logferry.Spilled")
@Label("Frame Spilled")
@Description("A frame was written to disk")
@Category("Logferry")
@StackTrace(false)
final class Spilled extends FrameEvent {
    private static final Spilled PROBE = new Spilled();

    static boolean isOn() {
        return PROBE.isEnabled();
    }

    static void tell(String stream, Frame frame) {
        Spilled event = new Spilled();
        event.fill(stream, frame);
        event.commit();
    }
}
