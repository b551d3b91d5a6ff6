package io.logferry.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;

/** A framework's configuration as a file. One thread. */
public final class ConfigurationFile {
    /** File systems that know seconds only see a change as well. */
    private static final long LATER_MILLIS = 1_000;

    private ConfigurationFile() {}

    /** Writes it at once, as an editor does that renames; with a later time than before. */
    public static void write(Path file, String text) {
        try {
            Path whole = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
            if (Files.exists(file)) {
                long beforeMillis = Files.getLastModifiedTime(file).toMillis();
                Files.setLastModifiedTime(whole, FileTime.fromMillis(beforeMillis + LATER_MILLIS));
            }
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
