package io.logferry.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** A small application of a user's, from the test's resources, compiled with the jars it is given. One thread. */
final class Application {
    private static final int DEADLINE_SECONDS = 60;

    private final String name;
    private final boolean modular;
    private final List<Path> jars;
    private final Path dir;

    /**
     * Compiles it.
     *
     * @param name of its folder in the resources, where its Main.java, its module-info.java and its configuration are
     * @param modular whether it is a module on the module path, or all is on the class path
     * @param dir where to put it
     */
    Application(String name, boolean modular, List<Path> jars, Path dir) throws IOException {
        this.name = name;
        this.modular = modular;
        this.jars = jars;
        this.dir = dir;
        Path sources = Files.createDirectories(dir.resolve("sources/shop"));
        List<String> options =
                new ArrayList<>(List.of("--release", "17", "-Xlint:all,-requires-automatic", "-Werror", "-d"));
        options.add(classes().toString());
        options.addAll(List.of(modular ? "-p" : "-cp", Jars.path(jars)));
        List<Path> files = new ArrayList<>(List.of(copy("Main.java", sources)));
        if (modular) {
            files.add(copy("module-info.java", dir.resolve("sources")));
        }
        compile(options, files);
    }

    private static void compile(List<String> options, List<Path> files) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            boolean works = compiler.getTask(
                            messages, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
                    .call();
            assertTrue(works && messages.toString().isEmpty(), messages::toString);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path copy(String file, Path to) throws IOException {
        Path copy = to.resolve(file);
        try (InputStream source = Application.class.getResourceAsStream(name + "/" + file)) {
            Files.copy(Objects.requireNonNull(source, file), copy);
        }
        return copy;
    }

    Path classes() {
        return dir.resolve("classes");
    }

    /** Runs it with the configuration file of this name to its end, and returns all that it and the JVM print. */
    String run(String configuration, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m"));
        command.addAll(warnings());
        command.addAll(List.of(options));
        String file = copy(configuration, dir).toString();
        command.addAll(List.of("-Dlogback.configurationFile=" + file, "-Dlog4j2.configurationFile=" + file));
        command.add("-Dspool=" + dir.resolve("spool"));
        List<Path> all = Stream.concat(Stream.of(classes()), jars.stream()).toList();
        command.addAll(List.of(modular ? "-p" : "-cp", Jars.path(all)));
        command.addAll(modular ? List.of("-m", "shop/shop.Main") : List.of("shop.Main"));
        Path output = dir.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertTrue(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS), "it does not exit");
            assertEquals(0, process.exitValue(), () -> read(output));
            return read(output);
        } finally {
            process.destroyForcibly();
        }
    }

    /** The default of the JDKs that know the options, but said: nothing may turn them off. */
    private static List<String> warnings() {
        return Runtime.version().feature() < 24
                ? List.of()
                : List.of("--illegal-native-access=warn", "--sun-misc-unsafe-memory-access=warn");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
