package io.logferry;

import java.util.regex.Pattern;

/** How an application is called that was not given a source. Any thread. */
final class SourceName {
    /** A version in it would give each release a slot folder of its own, and leave the backlog to nobody. */
    private static final Pattern JAR_VERSION = Pattern.compile("(-\\d[^/\\\\]*)?\\.[jw]ar$");

    private static final Pattern NOT_IN_A_NAME = Pattern.compile("[^\\p{L}\\p{N}._-]+");

    private SourceName() {}

    /** The Spring application's name if it is a system property, else the main class's or the jar's, else java. */
    static String ofApplication() {
        String spring = System.getProperty("spring.application.name", "");
        return spring.isBlank() ? ofCommand(System.getProperty("sun.java.command", "")) : clean(spring);
    }

    /** The name for a command line as the JVM keeps it: main class or jar, then arguments. */
    static String ofCommand(String command) {
        String program = command.strip().split("\\s", 2)[0];
        String jar = JAR_VERSION.matcher(program).replaceFirst("");
        boolean isJar = jar.length() < program.length();
        String path = isJar ? jar : program.replace('.', '/');
        return clean(path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1));
    }

    private static String clean(String name) {
        String cleaned = NOT_IN_A_NAME.matcher(name.strip()).replaceAll("-").replaceFirst("^[.-]+", "");
        return cleaned.isEmpty() ? "java" : cleaned.substring(0, Math.min(cleaned.length(), 100));
    }
}
