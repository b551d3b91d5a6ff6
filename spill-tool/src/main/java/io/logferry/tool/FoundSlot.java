package io.logferry.tool;

import io.logferry.spill.SlotName;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A slot that DIR stands for. Immutable.
 *
 * @param folder where its files are
 * @param name what the folder's name says
 */
record FoundSlot(Path folder, SlotName name) {
    private static final String LOCK_SUFFIX = ".lock";

    /** The slot itself, or those in a spill.dir; none if they were all delivered and deleted. */
    static List<FoundSlot> find(Path dir) throws Refusal, IOException {
        if (!Files.exists(dir)) {
            throw new Refusal(ExitCode.USAGE, "DIR=" + dir + " is not there");
        }
        if (!Files.isDirectory(dir)) {
            throw new Refusal(ExitCode.USAGE, "DIR=" + dir + " is no directory");
        }
        Path real = dir.toRealPath();
        FoundSlot itself = of(real);
        if (itself != null) {
            return List.of(itself);
        }
        List<Path> inside = list(real);
        List<FoundSlot> slots =
                inside.stream().map(FoundSlot::of).filter(slot -> slot != null).toList();
        if (slots.isEmpty() && inside.stream().noneMatch(FoundSlot::isLock)) {
            throw new Refusal(
                    ExitCode.USAGE,
                    "no slot in DIR=" + dir + ", allowed are a spill.dir and a folder <source>-<appender>-<n> in it");
        }
        return slots;
    }

    private static List<Path> list(Path dir) throws Refusal, IOException {
        try (Stream<Path> paths = Files.list(dir)) {
            return paths.sorted().toList();
        } catch (AccessDeniedException denied) {
            throw new Refusal(ExitCode.IO, "no permission to read DIR=" + dir);
        }
    }

    /** Null if it is none. */
    private static @Nullable FoundSlot of(Path folder) {
        SlotName name = SlotName.parse(String.valueOf(folder.getFileName()));
        boolean isSlot = name != null
                && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && (Files.exists(folder.resolveSibling(folder.getFileName() + LOCK_SUFFIX))
                        || Files.exists(folder.resolve("identity"))
                        || Files.exists(folder.resolve("cursor")));
        return name != null && isSlot ? new FoundSlot(folder, name) : null;
    }

    private static boolean isLock(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.endsWith(LOCK_SUFFIX)
                && SlotName.parse(name.substring(0, name.length() - LOCK_SUFFIX.length())) != null;
    }

    /** The folder's name. */
    String id() {
        return String.valueOf(folder.getFileName());
    }
}
