package io.logferry.packaging;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The jars of the tests' class path. Immutable. */
final class Jars {
    /** The libraries that are published, by module folder. */
    static final List<String> SHIPPED = List.of("transport", "appender-logback", "appender-log4j2", "collector");

    /** The jars that bring their libraries with them. */
    static final List<Path> RUNNABLE = List.of(
            Path.of("../collector/target/logferry-collector.jar"), Path.of("../spill-tool/target/logferry-spill.jar"));

    static final List<String> LOGBACK = List.of(
            "logferry-logback", "logback-classic", "logback-core", "slf4j-api", "logferry-transport", "lz4-java");
    static final List<String> LOG4J2 =
            List.of("logferry-log4j2", "log4j-api", "log4j-core", "logferry-transport", "lz4-java");

    private Jars() {}

    /** The jar of each artifact. */
    static List<Path> of(List<String> artifacts) {
        return artifacts.stream().map(Jars::of).toList();
    }

    static Path of(String artifact) {
        List<Path> found = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path jar = Path.of(entry);
            if (jar.getFileName().toString().matches(artifact + "-[0-9].*\\.jar")) {
                found.add(jar);
            }
        }
        if (found.size() != 1) {
            throw new AssertionError("not one jar of artifact=" + artifact + ": " + found);
        }
        return found.get(0);
    }

    /** The jar that a module's build has made. */
    static Path shipped(String module) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("..", module, "target"))) {
            List<Path> jars = files.filter(
                            file -> file.getFileName().toString().matches("logferry-.*-[0-9][.0-9]*(-SNAPSHOT)?\\.jar"))
                    .toList();
            if (jars.size() != 1) {
                throw new AssertionError("not one jar of module=" + module + ": " + jars);
            }
            return jars.get(0);
        }
    }

    static String path(List<Path> jars) {
        return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /** The names of a jar's files, without its folders. */
    static List<String> entries(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(entry -> entry.getName())
                    .toList();
        }
    }

    static String text(Path jar, String name) throws IOException {
        return new String(bytes(jar, name), StandardCharsets.UTF_8);
    }

    static byte[] bytes(Path jar, String name) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            var entry = file.getEntry(name);
            if (entry == null) {
                throw new AssertionError("no " + name + " in " + jar);
            }
            return file.getInputStream(entry).readAllBytes();
        }
    }
}
