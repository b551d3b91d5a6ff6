package io.logferry.benchmarks;

import io.logferry.frame.Lz4;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Where the numbers come from: what each result file begins with. */
final class Environment {
    private Environment() {}

    static String describe(String command, Path workDir) throws IOException {
        return String.join(
                "\n",
                "command: " + command,
                "date:    " + Instant.now().truncatedTo(ChronoUnit.SECONDS),
                "jdk:     " + System.getProperty("java.vm.name") + " " + Runtime.version() + ", "
                        + System.getProperty("java.vendor"),
                "cpu:     " + cpuModel() + ", " + Runtime.getRuntime().availableProcessors() + " cores",
                "os:      " + System.getProperty("os.name") + " " + System.getProperty("os.version") + ", files on "
                        + Files.getFileStore(workDir).type(),
                "load:    " + String.format(Locale.ROOT, "%.2f before the start", loadAverage()),
                "lz4:     " + Lz4.implementation() + ", unless the subject says safe",
                "values:  median (min to max) over the rounds; ratios are taken pair by pair",
                "");
    }

    private static double loadAverage() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static String cpuModel() throws IOException {
        Path cpuInfo = Path.of("/proc/cpuinfo");
        if (!Files.exists(cpuInfo)) {
            return System.getProperty("os.arch");
        }
        return Files.readAllLines(cpuInfo).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }
}
