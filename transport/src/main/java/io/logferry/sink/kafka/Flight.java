package io.logferry.sink.kafka;

import io.logferry.frame.Frame;
import io.logferry.frame.FrameHeader;
import io.logferry.frame.LostRange;
import io.logferry.frame.Position;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A frame, or a lost range, of which records are under way. Sender thread, but for {@link #completed}. */
final class Flight {
    final @Nullable Frame frame;
    final Position last;
    private final int recordCount;

    private int sent;
    private int failed;

    /** Network thread writes. */
    private final AtomicInteger durable = new AtomicInteger();

    private Flight(@Nullable Frame frame, Position last, int recordCount) {
        this.frame = frame;
        this.last = last;
        this.recordCount = recordCount;
    }

    static Flight of(Frame frame) {
        FrameHeader header = frame.header();
        return new Flight(frame, header.last(), header.recordCount());
    }

    static Flight of(LostRange range) {
        return new Flight(null, range.last(), 1);
    }

    /** The producer took one of its records. */
    void sent() {
        sent++;
    }

    /** One that was taken came back; it will be sent again, or its RANGE in its place. */
    void failed() {
        failed++;
    }

    /** Network thread only: one is durable. */
    void completed() {
        durable.lazySet(durable.get() + 1); // one writer; the sender need not see it at once
    }

    /** Tells whether nothing of it is under way now. */
    boolean isQuiet() {
        return sent == failed + durable.get();
    }

    boolean isDone() {
        return durable.get() == recordCount;
    }
}
