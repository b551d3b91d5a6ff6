package io.logferry.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What this process has open. Any thread. */
final class OpenFiles {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private OpenFiles() {}

    /** Files, sockets and the like by name; empty where the system does not tell. */
    static List<String> all() {
        if (!Files.exists(DESCRIPTORS)) {
            return List.of();
        }
        List<String> open = new ArrayList<>();
        for (String descriptor : Objects.requireNonNull(DESCRIPTORS.toFile().list())) {
            try {
                open.add(Files.readSymbolicLink(DESCRIPTORS.resolve(descriptor)).toString());
            } catch (NoSuchFileException closedMeanwhile) {
                // not open
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
        return open;
    }

    /** Those in this folder. */
    static List<String> in(Path folder) {
        return all().stream().filter(file -> file.startsWith(folder.toString())).toList();
    }
}
