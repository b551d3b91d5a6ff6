package io.logferry.broker;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How to start a JVM with the broker's class path. Any thread. */
final class BrokerJvm {
    private static final String CLASS_PATH_PROPERTY = "logferry.broker.classpath";
    private static final Path CLASS_PATH_FILE = Path.of("broker", "target", "broker.classpath");

    private static final int LAST_LINES = 20;

    private BrokerJvm() {}

    /** The command that runs this main class until it ends or its standard input does. */
    static List<String> command(List<String> options, String main, List<String> args) throws IOException {
        return command(List.of(), options, main, args);
    }

    /** The same with the jars of a provider for SLF4J, if there are any, in the place of slf4j-simple. */
    static List<String> command(List<Path> provider, List<String> options, String main, List<String> args)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-cp");
        command.add(classPath(provider));
        command.add(Leash.class.getName());
        command.add(main);
        command.addAll(args);
        return command;
    }

    private static String classPath(List<Path> provider) throws IOException {
        Path code = ownCode();
        Stream<String> brokers = Stream.of(
                        Files.readString(classPathFile(code)).strip().split(File.pathSeparator, -1))
                .filter(jar -> provider.isEmpty() || !jar.contains("slf4j-simple"));
        return Stream.of(Stream.of(code.toString()), brokers, provider.stream().map(Path::toString))
                .flatMap(entries -> entries)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path classPathFile(Path code) throws IOException {
        String given = System.getProperty(CLASS_PATH_PROPERTY);
        if (given != null) {
            return Path.of(given);
        }
        for (Path dir = code.getParent(); dir != null; dir = dir.getParent()) {
            Path file = dir.resolve(CLASS_PATH_FILE);
            if (Files.exists(file)) {
                return file;
            }
        }
        throw new IOException("no " + CLASS_PATH_FILE + " in any folder above " + code
                + ": build the module broker, or name that file by -D" + CLASS_PATH_PROPERTY);
    }

    /** The last lines of what one logged, to be put behind a message. */
    static String endOf(Path log) throws IOException {
        List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .lines()
                .toList();
        List<String> last = lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
        return "; the end of " + log + ":\n" + String.join("\n", last);
    }

    /** Folder or jar of this module's classes. */
    private static Path ownCode() {
        try {
            return Path.of(BrokerJvm.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
