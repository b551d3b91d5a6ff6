package io.logferry.jfr;

import io.logferry.frame.DropReason;
import io.logferry.frame.Frame;
import java.util.UUID;

/**
 * Tells the Flight Recorder, if it is there and somebody records, what happens to one stream. Names no event as a
 * variable: the verifier would look for its superclass, which may be missing. Sender thread only.
 */
public final class FlightLog {
    private static final boolean PRESENT = isPresent();

    private final String stream;

    /** Tells of this stream. */
    public FlightLog(UUID streamId) {
        stream = streamId.toString();
    }

    /** By use as well: in OSGi the events find jdk.jfr, but not the JDK's own classes that it weaves into them. */
    private static boolean isPresent() {
        try {
            Class.forName("jdk.jfr.Event", false, FlightLog.class.getClassLoader());
            BatchSealed.isOn();
            return true;
        } catch (
                Throwable
                        without) { // such a runtime, or one made without the module: nothing of it shall end the sender
            return false;
        }
    }

    /**
     * A batch became a frame.
     *
     * @param openNanos how long the batch was open
     */
    public void batchSealed(Frame frame, long openNanos) {
        if (PRESENT && BatchSealed.isOn()) {
            BatchSealed.tell(stream, frame, openNanos);
        }
    }

    /** The sink took a frame. */
    public void frameSent(Frame frame) {
        if (PRESENT && FrameSent.isOn()) {
            FrameSent.tell(stream, frame);
        }
    }

    /**
     * A frame is durable at the sink.
     *
     * @param tripNanos since it was last sent
     */
    public void frameAcked(Frame frame, long tripNanos) {
        if (PRESENT && FrameAcked.isOn()) {
            FrameAcked.tell(stream, frame, tripNanos);
        }
    }

    /** A frame was written to disk. */
    public void spilled(Frame frame) {
        if (PRESENT && Spilled.isOn()) {
            Spilled.tell(stream, frame);
        }
    }

    /** A frame was read back from disk. */
    public void replayed(Frame frame) {
        if (PRESENT && Replayed.isOn()) {
            Replayed.tell(stream, frame);
        }
    }

    /**
     * The sink came up or went down.
     *
     * @param lastedMillis how long it was in the state before
     */
    public void sinkChanged(boolean up, String destination, String reason, long lastedMillis) {
        if (PRESENT && SinkChanged.isOn()) {
            SinkChanged.tell(stream, up, destination, reason, lastedMillis);
        }
    }

    /** Records were lost since the last time. */
    public void dropped(DropReason reason, long count) {
        if (PRESENT && Dropped.isOn()) {
            Dropped.tell(stream, reason.name(), count);
        }
    }
}
