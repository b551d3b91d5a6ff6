package io.logferry.tool;

import io.logferry.frame.Position;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints events. Main thread. */
@Command(
        name = "cat",
        description = "Prints the events that are not delivered, oldest first, one line each, as the collector stores"
                + " them; markers among them.")
final class CatCommand extends SlotCommand {
    @Option(names = "--all", description = "print delivered events too, as far as they are still on disk")
    private boolean all;

    @Option(names = "--dead-letters", description = "print the events that the sink refused, instead")
    private boolean deadLetters;

    @Option(names = "--positions", description = "print the position before each event, epoch:number and a space")
    private boolean positions;

    CatCommand(Screen screen) {
        super(screen);
    }

    @Override
    int run(SlotView view) throws IOException {
        EventPrinter printer = new EventPrinter(screen, all || deadLetters ? Position.NONE : view.settled(), positions);
        boolean isWhole = true;
        for (SegmentFileView segment : deadLetters ? view.deadLetters() : view.segments()) {
            isWhole &= printer.print(segment);
        }
        if (!isWhole) {
            screen.say("some frames of slot folder=" + view.slot().folder() + " can't be read: verify says which");
        }
        return isWhole ? ExitCode.OK : ExitCode.DAMAGE;
    }
}
