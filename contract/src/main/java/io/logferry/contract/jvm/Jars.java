package io.logferry.contract.jvm;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the tests' own classes come from, for the class paths of others. Any thread. */
public final class Jars {
    private Jars() {}

    /** The jars, or folders, of these classes. */
    public static List<Path> of(Class<?>... classes) {
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
