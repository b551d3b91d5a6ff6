package io.logferry.tool;

import io.logferry.frame.Position;
import io.logferry.tool.SlotReport.SegmentReport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what is there. Main thread. */
@Command(name = "inspect", description = "Shows each slot: how much is not delivered, how old it is, and its files.")
final class InspectCommand extends SlotCommand {
    @Option(names = "--json", description = "write JSON")
    private boolean json;

    private final List<Object> reports = new ArrayList<>();

    InspectCommand(Screen screen) {
        super(screen);
    }

    @Override
    int run(SlotView view) throws IOException {
        SlotReport report;
        try (Progress progress = screen.progress("inspect " + view.slot().id(), " MB", 1 << 20, view.frameBytes())) {
            report = SlotInspection.of(view, Instant.now(), progress);
        }
        reports.add(report);
        if (!json) {
            print(report, view);
        }
        return report.seesDamage() ? ExitCode.DAMAGE : ExitCode.OK;
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

    private void print(SlotReport report, SlotView view) throws IOException {
        SlotReport.Undelivered undelivered = report.undelivered();
        SlotReport.DeadLettersReport dead = report.deadLetters();
        List<SegmentReport> segments = report.segments();
        screen.line("slot " + report.slot() + "  (source " + report.source() + ", appender " + report.appender() + ")");
        screen.line("  stream       " + known(report.streamId()) + ", epoch " + known(report.epoch())
                + (Boolean.TRUE.equals(report.fenced()) ? ", fenced: the next owner takes a new stream" : ""));
        String settled = Position.NONE.equals(report.settled()) ? "nothing" : "up to " + known(report.settled());
        screen.line("  settled      " + settled + ", " + known(report.settledRecords()) + " records ever");
        screen.line("  undelivered  " + number(undelivered.records()) + " records" + levels(undelivered)
                + (undelivered.oldestEvent() == null
                        ? ""
                        : ", the oldest of " + undelivered.oldestEvent() + ", "
                                + age(Objects.requireNonNull(undelivered.oldestAgeSeconds())) + " ago"));
        screen.line("  on disk      " + number(view.bytes()) + " bytes: " + segments.size() + " segments, dead letters "
                + number(dead.records()) + " records in " + number(dead.bytes()) + " bytes, set aside "
                + number(report.damagedBytes()) + " bytes");
        if (report.seesDamage()) {
            screen.line("  damage       something can't be read: verify says what, repair saves the rest");
        }
        if (!segments.isEmpty()) {
            screen.line(String.format(
                    "  %-20s %14s %12s %12s  %s", "segment", "bytes", "records", "undelivered", "events"));
        }
        for (SegmentReport segment : segments) {
            screen.line(String.format(
                    Locale.ROOT,
                    "  %-20s %,14d %,12d %,12d  %s",
                    segment.file(),
                    segment.bytes(),
                    segment.records(),
                    segment.undelivered(),
                    segment.firstEvent() == null && segment.lastEvent() == null
                            ? "-"
                            : known(segment.firstEvent()) + " to " + known(segment.lastEvent())));
        }
    }

    private static String known(@Nullable Object value) {
        return value == null ? "unknown" : value.toString();
    }

    private static String levels(SlotReport.Undelivered undelivered) {
        return undelivered.byLevel().isEmpty()
                ? ""
                : undelivered.byLevel().entrySet().stream()
                        .map(entry -> entry.getKey() + " " + number(entry.getValue()))
                        .collect(Collectors.joining(", ", " (", ")"));
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String age(long seconds) {
        Duration age = Duration.ofSeconds(seconds);
        if (age.toDays() > 0) {
            return age.toDays() + " d " + age.toHoursPart() + " h";
        }
        return age.toHours() > 0
                ? age.toHours() + " h " + age.toMinutesPart() + " min"
                : age.toMinutes() + " min " + age.toSecondsPart() + " s";
    }
}
