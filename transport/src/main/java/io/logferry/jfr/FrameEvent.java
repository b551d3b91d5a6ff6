package io.logferry.jfr;

import io.logferry.frame.Frame;
import io.logferry.frame.FrameHeader;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** Something happened to one frame. Sender thread only. */
@Category("Logferry")
@StackTrace(false)
abstract class FrameEvent extends Event {
    @Label("Stream")
    @Description("The stream's id: one appender's records")
    @Nullable String stream;

    @Label("Epoch")
    @Description("The start of the stream in which the records were numbered")
    long epoch;

    @Label("First Sequence Number")
    long firstSeq;

    @Label("Records")
    int records;

    @Label("Frame Size")
    @Description("Header and payload, as they are sent or stored")
    @DataAmount
    long bytes;

    final void fill(String ofStream, Frame frame) {
        FrameHeader header = frame.header();
        stream = ofStream;
        epoch = header.epoch();
        firstSeq = header.firstSeq();
        records = header.recordCount();
        bytes = frame.bytes().length;
    }
}
