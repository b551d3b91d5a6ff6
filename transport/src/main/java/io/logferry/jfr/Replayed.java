package io.logferry.jfr;

import io.logferry.frame.Frame;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A frame was read back from disk to be sent. Sender thread only. */
@Name("io.logferry.Replayed")
@Label("Frame Replayed")
@Description("A frame was read back from disk to be sent")
@Category("Logferry")
@StackTrace(false)
final class Replayed extends FrameEvent {
    private static final Replayed PROBE = new Replayed();

    static boolean isOn() {
        return PROBE.isEnabled();
    }

    static void tell(String stream, Frame frame) {
        Replayed event = new Replayed();
        event.fill(stream, frame);
        event.commit();
    }
}
