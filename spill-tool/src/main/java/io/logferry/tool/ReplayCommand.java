package io.logferry.tool;

import io.logferry.Replay;
import io.logferry.sink.SinkConfig;
import io.logferry.spill.RealDisk;
import io.logferry.spill.Slot;
import io.logferry.spill.SlotFile;
import io.logferry.spill.SlotFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Delivers what is left. Main thread, but for the shutdown hook and the replay's thread, which says what is wrong. */
@Command(
        name = "replay",
        description =
                "Sends what is not delivered, and deletes what the sink has. Ctrl-C leaves the rest for next time.")
final class ReplayCommand extends SlotCommand {
    private static final long LOOK_MILLIS = 100;
    private static final long LINE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long END_MILLIS = 10_000;

    @Mixin
    private SinkOptions sinkOptions = new SinkOptions();

    @Option(
            names = "--timeout-seconds",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "give up when nothing was delivered for so long (default: ${DEFAULT-VALUE})")
    private int timeoutSeconds;

    @Option(names = "--no-progress", description = "plain lines instead of a progress bar")
    private boolean noProgress;

    @Option(names = "--json", description = "write JSON")
    private boolean json;

    private final List<Object> reports = new ArrayList<>();
    private final Interruption interruption = new Interruption();
    private @Nullable SinkConfig sink;

    ReplayCommand(Screen screen) {
        super(screen);
    }

    @Override
    public Integer call() throws Exception {
        List<String> mistakes = new ArrayList<>();
        if (timeoutSeconds < 1) {
            mistakes.add("--timeout-seconds=" + timeoutSeconds + " is not allowed, allowed are numbers from 1 on");
        }
        sink = sinkOptions.parse(mistakes);
        if (!mistakes.isEmpty() || sink == null) {
            throw new Refusal(ExitCode.USAGE, SinkOptions.sentence(mistakes));
        }
        interruption.register();
        try {
            return super.call();
        } finally {
            interruption.over();
        }
    }

    @Override
    boolean changesFiles() {
        return true;
    }

    @Override
    int run(FoundSlot found) throws IOException {
        if (interruption.isAsked()) {
            return ExitCode.DAMAGE;
        }
        try (SlotFolder folder = SlotFolder.open(found.folder(), false)) {
            if (folder == null) {
                return inUse(found);
            }
            if (SlotView.of(folder.files(), SlotFile.Kind.SEGMENT).isEmpty()) { // then there is no need for a new epoch
                return report(found, true, new Replay.Counts(0, 0, 0, 0));
            }
        }
        Slot slot = Slot.claim(new RealDisk(), found.folder(), found.name(), System.currentTimeMillis(), screen::say);
        if (slot == null) {
            return inUse(found);
        }
        Replay replay = Replay.of(slot, found.name(), Objects.requireNonNull(sink), new Said(screen));
        interruption.stops(replay);
        replay.start();
        await(replay, found);
        return report(found, replay.hasDrained(), replay.counts());
    }

    private int report(FoundSlot found, boolean drained, Replay.Counts counts) throws OutputException {
        ReplayReport report = new ReplayReport(
                found.id(),
                found.folder().toString(),
                false,
                drained,
                counts.acked(),
                counts.rejected(),
                counts.corrupt(),
                counts.left());
        reports.add(report);
        if (!json) {
            screen.line(report.toString());
            screen.flush();
        }
        return drained && counts.rejected() + counts.corrupt() == 0 ? ExitCode.OK : ExitCode.DAMAGE;
    }

    /** Until it ends, or nothing was delivered for too long. */
    private void await(Replay replay, FoundSlot found) {
        boolean isBar = screen.isTerminal() && !noProgress;
        long movedNanos = System.nanoTime();
        long toldNanos = movedNanos;
        Replay.Counts before = replay.counts();
        try (Progress bar = isBar
                ? screen.progress(
                        "replay " + found.id(), " records", 1, replay.counts().left())
                : Progress.NONE) {
            while (!replay.awaitEnd(LOOK_MILLIS)) {
                Replay.Counts counts = replay.counts();
                long nowNanos = System.nanoTime();
                movedNanos = done(counts) > done(before) ? nowNanos : movedNanos;
                before = counts;
                bar.stepTo(done(counts), done(counts) + counts.left());
                if (!isBar && nowNanos - toldNanos >= LINE_NANOS) {
                    toldNanos = nowNanos;
                    screen.say(
                            "replay of " + found.id() + ": " + done(counts) + " records done, left=" + counts.left());
                }
                if (nowNanos - movedNanos >= TimeUnit.SECONDS.toNanos(timeoutSeconds)) {
                    screen.say("nothing was delivered for " + timeoutSeconds + " s, given up: slot folder="
                            + found.folder());
                    break;
                }
            }
            replay.stop();
            if (!replay.awaitEnd(END_MILLIS)) {
                screen.say("the replay of slot folder=" + found.folder() + " did not end in time");
            }
        } catch (InterruptedException nobodyDoesThat) {
            replay.stop();
            Thread.currentThread().interrupt();
        }
    }

    private static long done(Replay.Counts counts) {
        return counts.acked() + counts.rejected() + counts.corrupt();
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
