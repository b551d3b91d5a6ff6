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
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints events. Main thread. */
@Command(
        name = "cat",
        description = "Prints the events that are not delivered, oldest first, one line each, as the collector stores"
                + " them; markers among them.")
final class CatCommand extends SlotCommand {
    private static final int MOST_POSITION_BYTES = 64;

    @Option(names = "--all", description = "print delivered events too, as far as they are still on disk")
    private boolean all;

    @Option(names = "--dead-letters", description = "print the events that the sink refused, instead")
    private boolean deadLetters;

    @Option(names = "--positions", description = "print the position before each event, epoch:number and a space")
    private boolean positions;

    private final FrameDecoder decoder = new FrameDecoder();
    private final ByteBuffer line = ByteBuffer.allocate(MOST_POSITION_BYTES + 2 * FrameFormat.MAX_PAYLOAD_BYTES + 1);

    CatCommand(Screen screen) {
        super(screen);
    }

    @Override
    int run(SlotView view) throws IOException {
        Position from = all || deadLetters ? Position.NONE : view.settled();
        boolean isWhole = true;
        for (SegmentFileView segment : deadLetters ? view.deadLetters() : view.segments()) {
            isWhole &= print(segment, from);
        }
        if (!isWhole) {
            screen.say("some frames of slot folder=" + view.slot().folder() + " can't be read: verify says which");
        }
        return isWhole ? ExitCode.OK : ExitCode.DAMAGE;
    }

    private boolean print(SegmentFileView segment, Position from) throws IOException {
        boolean isWhole = segment.header() != null;
        try (SegmentScan scan = new SegmentScan(segment)) {
            for (Step step = scan.next(); step != Step.End.END; step = scan.next()) {
                isWhole &= !(step instanceof Step.Bad);
                if (step instanceof Step.Whole whole && whole.header().last().compareTo(from) > 0) {
                    isWhole &= print(scan.load(whole), from);
                }
            }
        }
        return isWhole;
    }

    private boolean print(@Nullable Frame frame, Position from) throws OutputException {
        if (frame == null || frame.header().codec().whyNotRead() != null || !decoder.open(frame)) {
            return false;
        }
        while (decoder.next()) {
            if (!from.covers(decoder.epoch(), decoder.seq())) {
                line.clear();
                if (positions) {
                    line.put((decoder.epoch() + ":" + decoder.seq() + " ").getBytes(StandardCharsets.US_ASCII));
                }
                Lines.append(line, decoder.bytes(), decoder.bodyOffset(), decoder.bodyLength());
                screen.write(line.array(), line.position());
            }
        }
        return true;
    }
}
