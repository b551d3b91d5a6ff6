package io.logferry.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** On what machine and when something was measured: from the head of a result file. Immutable. */
record Origin(String cpu, String jdk, String date) {
    private static final Pattern FEATURE = Pattern.compile("VM (\\d[0-9.]*)");

    static Origin read(Path text) throws IOException {
        List<String> lines = Files.readAllLines(text);
        Matcher jdk = FEATURE.matcher(value(lines, "jdk:"));
        String date = value(lines, "date:");
        return new Origin(
                value(lines, "cpu:"), jdk.find() ? "JDK " + jdk.group(1) : "JDK unknown", date.replaceFirst("T.*", ""));
    }

    private static String value(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).trim())
                .findFirst()
                .orElse("unknown");
    }

    @Override
    public String toString() {
        return cpu + ", " + jdk + ", " + date;
    }
}
