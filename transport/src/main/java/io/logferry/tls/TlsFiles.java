package io.logferry.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration's files held at one moment. Immutable.
 *
 * <p>Contents are compared, not times or sizes: those miss a file that is written twice within one tick, and what a
 * symbolic link points to.
 */
final class TlsFiles {
    private static final int MAX_BYTES = 4 << 20;

    private final Map<Path, byte[]> contents = new HashMap<>();
    private final Map<Path, String> unusable = new HashMap<>();

    private TlsFiles() {}

    /** Reads all of them; one that cannot be read is told when it is asked for. */
    static TlsFiles read(TlsConfig config) {
        TlsFiles files = new TlsFiles();
        Stream.of(
                        config.trustFile(),
                        config.certificateFile(),
                        config.keyFile(),
                        file(config.trustPassword()),
                        file(config.keyPassword()))
                .forEach(files::add);
        return files;
    }

    private static @Nullable Path file(@Nullable Secret secret) {
        return secret == null ? null : secret.file();
    }

    private void add(@Nullable Path file) {
        if (file != null) {
            try {
                contents.put(file, readAll(file));
            } catch (UnusableException broken) {
                unusable.put(file, broken.getMessage());
            }
        }
    }

    static byte[] readAll(Path file) throws UnusableException {
        if (Files.exists(file) && !Files.isRegularFile(file)) { // a pipe would wait for ever
            throw new UnusableException("is no regular file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new UnusableException("has more than " + MAX_BYTES + " bytes");
            }
            return bytes;
        } catch (NoSuchFileException missing) {
            throw new UnusableException("does not exist");
        } catch (AccessDeniedException denied) {
            throw new UnusableException("may not be read by this process");
        } catch (IOException broken) {
            throw new UnusableException("cannot be read: " + broken);
        }
    }

    byte[] bytes(Path file) throws UnusableException {
        byte[] bytes = contents.get(file);
        if (bytes == null) {
            throw new UnusableException(unusable.getOrDefault(file, "was not read"));
        }
        return bytes;
    }

    /** Tells whether nothing has changed since the others were read. */
    boolean sameAs(TlsFiles others) {
        return unusable.equals(others.unusable)
                && contents.keySet().equals(others.contents.keySet())
                && contents.entrySet().stream()
                        .allMatch(entry -> Arrays.equals(entry.getValue(), others.contents.get(entry.getKey())));
    }
}
