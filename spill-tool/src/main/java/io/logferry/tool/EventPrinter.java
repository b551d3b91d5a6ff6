package io.logferry.tool;

import io.logferry.frame.Frame;
import io.logferry.frame.FrameDecoder;
import io.logferry.frame.FrameFormat;
import io.logferry.frame.Lines;
import io.logferry.frame.Position;
import io.logferry.tool.SegmentScan.Step;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Prints the events of frames, one line each. One thread at a time. */
final class EventPrinter {
    private static final int MOST_POSITION_BYTES = 64;

    private final Screen screen;
    private final Position from;
    private final boolean hasPositions;
    private final FrameDecoder decoder = new FrameDecoder();
    private final ByteBuffer line = ByteBuffer.allocate(MOST_POSITION_BYTES + 2 * FrameFormat.MAX_PAYLOAD_BYTES + 1);

    /**
     * Makes one.
     *
     * @param from only events behind this position are printed
     * @param hasPositions each one's position is printed before it
     */
    EventPrinter(Screen screen, Position from, boolean hasPositions) {
        this.screen = screen;
        this.from = from;
        this.hasPositions = hasPositions;
    }

    /** Prints those of a file; false if some cannot be read. */
    boolean print(SegmentFileView segment) throws IOException {
        boolean isWhole = !segment.isHeaderBad();
        SegmentScan scan = new SegmentScan(segment);
        for (Step step = scan.next(); step != Step.End.END; step = scan.next()) {
            isWhole &= !(step instanceof Step.Bad);
            if (step instanceof Step.Whole whole && whole.header().last().compareTo(from) > 0) {
                isWhole &= print(scan.load(whole));
            }
        }
        return isWhole;
    }

    private boolean print(@Nullable Frame frame) throws OutputException {
        if (frame == null || frame.header().codec().whyNotRead() != null || !decoder.open(frame)) {
            return false;
        }
        while (decoder.next()) {
            if (!from.covers(decoder.epoch(), decoder.seq())) {
                line.clear();
                if (hasPositions) {
                    line.put((decoder.epoch() + ":" + decoder.seq() + " ").getBytes(StandardCharsets.US_ASCII));
                }
                Lines.append(line, decoder.bytes(), decoder.bodyOffset(), decoder.bodyLength());
                screen.write(line.array(), line.position());
            }
        }
        return true;
    }
}
