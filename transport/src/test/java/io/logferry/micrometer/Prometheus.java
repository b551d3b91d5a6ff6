package io.logferry.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** The programs prometheus and promtool: of this machine, or Debian's, unpacked below target/ without installing. */
final class Prometheus {
    private static final Path UNPACKED = Path.of("target", "prometheus").toAbsolutePath();
    private static final long FETCH_SECONDS = 60;

    private Prometheus() {}

    /** The program of this name; without it, the test is skipped. */
    static String program(String name) throws IOException, InterruptedException {
        for (String folder : System.getenv("PATH").split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, name))) {
                return Path.of(folder, name).toString();
            }
        }
        Path unpacked = UNPACKED.resolve(Path.of("usr", "bin", name));
        if (!Files.isExecutable(unpacked)) {
            String failure = fetch();
            Assumptions.assumeTrue(
                    failure == null, "no " + name + " in PATH, and Debian's package can't be fetched: " + failure);
        }
        return unpacked.toString();
    }

    private static @Nullable String fetch() throws InterruptedException {
        try {
            Files.createDirectories(UNPACKED);
            run(List.of("apt-get", "download", "prometheus"));
            try (var files = Files.newDirectoryStream(UNPACKED, "prometheus_*.deb")) {
                for (Path file : files) {
                    run(List.of("dpkg-deb", "-x", file.toString(), UNPACKED.toString()));
                    return null;
                }
            }
            return "nothing was downloaded";
        } catch (IOException failed) {
            return failed.getMessage();
        }
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Path output = UNPACKED.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .directory(UNPACKED.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(FETCH_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        if (!ended || process.waitFor() != 0) {
            throw new IOException(command + ": " + Files.readString(output).strip());
        }
    }

    /** Runs promtool, which must succeed, in the folder of this file; what it printed. */
    static String check(Path file, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program("promtool")));
        command.addAll(List.of(arguments));
        command.add(file.getFileName().toString());
        Process process = new ProcessBuilder(command)
                .directory(Objects.requireNonNull(file.getParent()).toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), printed);
        return printed;
    }
}
