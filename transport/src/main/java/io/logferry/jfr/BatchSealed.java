package io.logferry.jfr;

import io.logferry.frame.Frame;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A batch became a frame. Sender thread only. */
@Name("io.logferry.BatchSealed")
@Label("Batch Sealed")
@Description("A batch became a frame")
@Category("Logferry")
@StackTrace(false)
final class BatchSealed extends FrameEvent {
    private static final BatchSealed PROBE = new BatchSealed();

    @Label("Open For")
    @Description("From the first record of the batch until it was sealed")
    @Timespan(Timespan.NANOSECONDS)
    long openFor;

    @Label("Raw Size")
    @Description("The records before compression")
    @DataAmount
    long rawBytes;

    static boolean isOn() {
        return PROBE.isEnabled();
    }

    static void tell(String stream, Frame frame, long openNanos) {
        BatchSealed event = new BatchSealed();
        event.fill(stream, frame);
        event.openFor = openNanos;
        event.rawBytes = frame.header().rawLength();
        event.commit();
    }
}
