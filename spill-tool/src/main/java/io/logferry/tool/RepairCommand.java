package io.logferry.tool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sets aside what is damaged. Main thread. */
@Command(
        name = "repair",
        description = "Sets aside what verify finds damaged, so that all that can be read is delivered; deletes nothing"
                + " but torn tails.")
final class RepairCommand extends SlotCommand {
    private static final int MOST_ROUNDS = 5;

    @Option(names = "--dry-run", description = "say what would be done, and change nothing")
    private boolean dryRun;

    @Option(names = "--json", description = "write JSON")
    private boolean json;

    private final List<Object> reports = new ArrayList<>();

    RepairCommand(Screen screen) {
        super(screen);
    }

    @Override
    boolean changesFiles() {
        return !dryRun;
    }

    @Override
    int run(SlotView view) throws IOException {
        List<String> actions = new ArrayList<>();
        List<String> done = repairOnce(view);
        for (int again = 0; !dryRun && !done.isEmpty() && again < MOST_ROUNDS; again++) {
            actions.addAll(done); // what went may have hidden something, and what was written is to be read once
            try (SlotView changed = SlotView.of(view.folder(), view.slot())) {
                done = repairOnce(changed);
            }
        }
        actions.addAll(done);
        RepairReport report =
                new RepairReport(view.slot().id(), view.slot().folder().toString(), false, dryRun, actions);
        reports.add(report);
        if (!json) {
            for (String action : report.actions()) {
                screen.line(report.slot() + "/" + action + (dryRun ? " (not done)" : ""));
            }
            screen.line(report.slot() + ": "
                    + (report.actions().isEmpty() ? "nothing to repair" : dryRun ? "to be repaired" : "repaired"));
        }
        return dryRun && !report.actions().isEmpty() ? ExitCode.DAMAGE : ExitCode.OK;
    }

    private List<String> repairOnce(SlotView view) throws IOException {
        try (Progress progress = screen.progress("repair " + view.slot().id(), " MB", 1 << 20, view.frameBytes())) {
            return new SlotRepair(view, SlotCheck.of(view, progress), dryRun).run();
        }
    }

    @Override
    void reportInUse(FoundSlot slot) {
        reports.add(SlotInUse.of(slot));
    }

    @Override
    void end() throws OutputException {
        if (json) {
            screen.json(reports);
        }
    }
}
