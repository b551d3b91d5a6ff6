package io.logferry.examples.log4j2;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the tests' own classes come from, for the class paths of others. Any thread. */
final class Jars {
    private Jars() {}

    /** The jars, or folders, of these classes. */
    static List<Path> of(Class<?>... classes) {
        return Stream.of(classes).map(Jars::of).toList();
    }

    private static Path of(Class<?> any) {
        try {
            return Path.of(
                    any.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
