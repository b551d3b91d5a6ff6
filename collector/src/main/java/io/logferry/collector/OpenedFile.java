package io.logferry.collector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which file a name led to when it was opened. Immutable.
 *
 * @param key the file system's identity of the file; null where it has none
 */
record OpenedFile(Path path, @Nullable Object key) {
    static OpenedFile at(Path path) throws IOException {
        return new OpenedFile(path, keyOf(path));
    }

    /** Tells whether the name still leads to that file, not to none or another. */
    boolean isInPlace() {
        try {
            return Objects.equals(key, keyOf(path));
        } catch (IOException gone) {
            return false;
        }
    }

    private static @Nullable Object keyOf(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }
}
