package io.logferry.tool;

import io.logferry.spill.SlotFolder;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What the commands have in common: one slot after the other, each locked; the gravest exit code counts. Main thread. */
@Command(mixinStandardHelpOptions = true, sortOptions = false, exitCodeOnExecutionException = ExitCode.IO)
abstract class SlotCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "DIR",
            description = "a spill.dir, or the folder <source>-<appender>-<n> of one slot in it")
    private Path dir = Path.of("");

    final Screen screen;

    SlotCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        int exitCode = ExitCode.OK;
        List<FoundSlot> slots = FoundSlot.find(dir);
        if (slots.isEmpty()) {
            screen.say("no slot is left in DIR=" + dir);
        }
        for (FoundSlot slot : slots) {
            exitCode = Math.max(exitCode, tryRun(slot));
        }
        end();
        screen.flush();
        return exitCode;
    }

    private int tryRun(FoundSlot slot) throws OutputException {
        try {
            String refusal = changesFiles() ? FolderOwner.refusal(slot.folder()) : null;
            if (refusal != null) {
                screen.say(refusal);
                return ExitCode.USAGE;
            }
            return run(slot);
        } catch (OutputException hopeless) {
            throw hopeless;
        } catch (IOException failed) {
            screen.say(sentence(failed));
            return ExitCode.IO;
        }
    }

    /** Does what is asked to one slot; returns an exit code. */
    int run(FoundSlot slot) throws IOException {
        if (!changesFiles()) {
            try (SlotView view = look(slot)) {
                return view == null ? inUse(slot) : run(view);
            }
        }
        try (SlotFolder folder = SlotFolder.open(slot.folder(), true)) {
            if (folder == null) {
                return inUse(slot);
            }
            try (SlotView view = SlotView.of(folder, slot)) {
                return run(view);
            }
        }
    }

    /** Locks it only until all is open, or an application that starts meanwhile would take another; null if in use. */
    private static @Nullable SlotView look(FoundSlot slot) throws IOException {
        try (SlotFolder folder = SlotFolder.open(slot.folder(), false)) {
            return folder == null ? null : SlotView.of(folder, slot);
        }
    }

    /** Does what is asked to one slot, which is locked if files are to be changed; returns an exit code. */
    int run(SlotView view) throws IOException {
        throw new IllegalStateException("not this way: " + view.slot());
    }

    /** Tells whether files are made or changed, which needs an owner's lock, and the user whose files they are. */
    boolean changesFiles() {
        return false;
    }

    /** Says that a slot is left alone; returns the exit code. */
    int inUse(FoundSlot slot) {
        screen.say("slot folder=" + slot.folder() + " is in use by a running application, or by this tool");
        reportInUse(slot);
        return ExitCode.IN_USE;
    }

    /** Takes note that a slot is left alone. */
    void reportInUse(FoundSlot slot) {}

    /** Writes what was gathered. */
    void end() throws OutputException {}

    /** What went wrong, for people. */
    static String sentence(Exception failed) {
        if (failed instanceof AccessDeniedException denied) {
            return "no permission to use file=" + denied.getFile();
        }
        if (failed instanceof NoSuchFileException gone) {
            return "file=" + gone.getFile() + " has gone meanwhile";
        }
        @Nullable String message = failed.getMessage();
        return failed instanceof Refusal || failed instanceof OutputException
                ? String.valueOf(message)
                : "input or output failed: " + failed;
    }
}
