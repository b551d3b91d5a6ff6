package io.logferry.jfr;

import io.logferry.frame.DropReason;
import io.logferry.frame.Frame;
import io.logferry.frame.FrameHeader;
import java.util.UUID;

/** Tells the Flight Recorder, if it is there and somebody records, what happens to one stream. Sender thread only. */
public final class FlightLog {
    private static final boolean PRESENT = isPresent();

    private final String stream;

    /** Tells of this stream. */
    public FlightLog(UUID streamId) {
        stream = streamId.toString();
    }

    private static boolean isPresent() {
        try {
            Class.forName("jdk.jfr.Event", false, FlightLog.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError without) { // a runtime made without the module
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
            BatchSealed event = new BatchSealed();
            event.openFor = openNanos;
            event.rawBytes = frame.header().rawLength();
            tell(event, frame);
        }
    }

    /** The sink took a frame. */
    public void frameSent(Frame frame) {
        if (PRESENT && FrameSent.isOn()) {
            tell(new FrameSent(), frame);
        }
    }

    /**
     * A frame is durable at the sink.
     *
     * @param tripNanos since it was last sent
     */
    public void frameAcked(Frame frame, long tripNanos) {
        if (PRESENT && FrameAcked.isOn()) {
            FrameAcked event = new FrameAcked();
            event.roundTrip = tripNanos;
            tell(event, frame);
        }
    }

    /** A frame was written to disk. */
    public void spilled(Frame frame) {
        if (PRESENT && Spilled.isOn()) {
            tell(new Spilled(), frame);
        }
    }

    /** A frame was read back from disk. */
    public void replayed(Frame frame) {
        if (PRESENT && Replayed.isOn()) {
            tell(new Replayed(), frame);
        }
    }

    /**
     * The sink came up or went down.
     *
     * @param lastedMillis how long it was in the state before
     */
    public void sinkChanged(boolean up, String destination, String reason, long lastedMillis) {
        if (PRESENT && SinkChanged.isOn()) {
            SinkChanged event = new SinkChanged();
            event.stream = stream;
            event.up = up;
            event.destination = destination;
            event.reason = reason;
            event.lasted = lastedMillis;
            event.commit();
        }
    }

    /** Records were lost since the last time. */
    public void dropped(DropReason reason, long count) {
        if (PRESENT && Dropped.isOn()) {
            Dropped event = new Dropped();
            event.stream = stream;
            event.reason = reason.name();
            event.records = count;
            event.commit();
        }
    }

    private void tell(FrameEvent event, Frame frame) {
        FrameHeader header = frame.header();
        event.stream = stream;
        event.epoch = header.epoch();
        event.firstSeq = header.firstSeq();
        event.records = header.recordCount();
        event.bytes = frame.bytes().length;
        event.commit();
    }
}
