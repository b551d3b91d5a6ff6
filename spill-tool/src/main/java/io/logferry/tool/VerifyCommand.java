package io.logferry.tool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Checks everything. Main thread. */
@Command(
        name = "verify",
        description = "Checks every checksum, and that every frame decompresses; exit code 1 if something is damaged.")
final class VerifyCommand extends SlotCommand {
    @Option(names = "--json", description = "write JSON")
    private boolean json;

    private final List<Object> reports = new ArrayList<>();

    VerifyCommand(Screen screen) {
        super(screen);
    }

    @Override
    int run(SlotView view) throws IOException {
        VerifyReport report;
        try (Progress progress = screen.progress("verify " + view.slot().id(), " MB", 1 << 20, view.frameBytes())) {
            report = SlotCheck.of(view, progress).report();
        }
        reports.add(report);
        if (!json) {
            print(report);
        }
        return report.damageCount() > 0 ? ExitCode.DAMAGE : ExitCode.OK;
    }

    private void print(VerifyReport report) throws OutputException {
        for (Finding damage : report.damages()) {
            screen.line(report.slot() + "/" + damage);
        }
        if (report.damageCount() > report.damages().size()) {
            screen.line(report.slot() + ": and "
                    + (report.damageCount() - report.damages().size()) + " more");
        }
        for (Finding note : report.notes()) {
            screen.line(report.slot() + "/" + note + " (no damage)");
        }
        screen.line(report.slot() + ": " + (report.damageCount() == 0 ? "ok" : report.damageCount() + " damages") + ", "
                + report.files() + " files, " + report.bytes() + " bytes, " + report.frames() + " frames, "
                + report.records() + " records");
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
