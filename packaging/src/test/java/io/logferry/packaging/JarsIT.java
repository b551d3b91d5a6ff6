package io.logferry.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What is in the jars that are published, and what they promise. */
class JarsIT {
    /** What users may compile with: a package more or less is a decision, to be made in bnd.bnd and here. */
    static final Map<String, Set<String>> API = Map.of(
            "transport",
            Set.of(
                    "io.logferry",
                    "io.logferry.frame",
                    "io.logferry.kafka",
                    "io.logferry.micrometer",
                    "io.logferry.sink",
                    "io.logferry.sink.kafka",
                    "io.logferry.sink.tcp",
                    "io.logferry.tls"),
            "appender-logback",
            Set.of("io.logferry.logback"),
            "appender-log4j2",
            Set.of("io.logferry.log4j2"),
            "collector",
            Set.of("io.logferry.collector"));

    private static ModuleDescriptor descriptor(Path jar) {
        return ModuleFinder.of(jar).findAll().iterator().next().descriptor();
    }

    private static String only(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertTrue(matcher.find(), () -> pattern + " in " + text);
        return matcher.group(1);
    }

    @ParameterizedTest
    @FieldSource("io.logferry.packaging.Jars#SHIPPED")
    void theModuleExportsThePublicApiAndIsOpenForTheFrameworks(String module) throws Exception {
        ModuleDescriptor descriptor = descriptor(Jars.shipped(module));
        Set<String> exported = descriptor.exports().stream()
                .filter(exports -> !exports.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toSet());
        assertEquals(API.get(module), exported);
        assertTrue(descriptor.isOpen(), "open");
    }

    @ParameterizedTest
    @FieldSource("io.logferry.packaging.Jars#SHIPPED")
    void theBundleExportsWhatTheModuleDoes(String module) throws Exception {
        Path jar = Jars.shipped(module);
        String manifest = Jars.text(jar, "META-INF/MANIFEST.MF").replaceAll("\r?\n ", "");
        String header = only(Pattern.compile("Export-Package: (.*)"), manifest).replaceAll("\"[^\"]*\"", "");
        Set<String> exported = Stream.of(header.split(",", -1))
                .filter(clause -> !clause.contains("x-internal:=true"))
                .map(clause -> clause.replaceAll(";.*", ""))
                .collect(Collectors.toSet());
        assertEquals(API.get(module), exported);
        assertEquals(descriptor(jar).name(), only(Pattern.compile("Bundle-SymbolicName: (\\S+)"), manifest));
    }

    @Test
    void noPackageIsInTwoModules() throws Exception {
        List<String> packages = new ArrayList<>();
        for (String module : Jars.SHIPPED) {
            packages.addAll(descriptor(Jars.shipped(module)).packages());
        }
        assertEquals(packages.size(), Set.copyOf(packages).size(), packages::toString);
    }

    @ParameterizedTest
    @FieldSource("io.logferry.packaging.Jars#SHIPPED")
    void theJarHasTheLicence(String module) throws Exception {
        assertLicensed(Jars.shipped(module));
    }

    @ParameterizedTest
    @FieldSource("io.logferry.packaging.Jars#RUNNABLE")
    void theRunnableJarHasTheLicence(Path jar) throws Exception {
        assertLicensed(jar);
    }

    private static void assertLicensed(Path jar) throws Exception {
        for (String file : List.of("LICENSE", "NOTICE")) {
            assertEquals(Files.readString(Path.of("..", file)), Jars.text(jar, "META-INF/" + file));
            assertEquals(
                    1,
                    Jars.entries(jar).stream()
                            .filter(("META-INF/" + file)::equals)
                            .count());
        }
    }

    @ParameterizedTest
    @FieldSource("io.logferry.packaging.Jars#RUNNABLE")
    void theRunnableJarNamesEachLibraryInIt(Path jar) throws Exception {
        String thirdParty = Jars.text(jar, "META-INF/THIRD-PARTY");
        Set<String> named = new TreeSet<>(Set.of("io/logferry", "META-INF"));
        Matcher lines = Pattern.compile("(?m)^ *In: (.+)$").matcher(thirdParty);
        while (lines.find()) {
            named.addAll(List.of(lines.group(1).split(" ", -1)));
        }
        Set<String> present = new TreeSet<>();
        for (String entry : Jars.entries(jar)) {
            String file = entry.replaceFirst("^META-INF/versions/\\d+/", "");
            present.add(named.stream()
                    .filter(folder -> file.startsWith(folder + "/"))
                    .findFirst()
                    .orElse(file));
        }
        assertEquals(named, present);
    }

    @Test
    void theBomNamesWhatIsPublished() throws Exception {
        String parent = Files.readString(Path.of("../pom.xml"));
        String bom = Files.readString(Path.of("../bom/pom.xml"));
        Pattern version = Pattern.compile("<version>(.+?)</version>");
        assertEquals(only(version, parent), only(version, bom), "has no parent, so it is to be changed as well");

        Set<String> published = new TreeSet<>();
        Matcher modules = Pattern.compile("<module>(?!bom<)(.+?)</module>").matcher(parent);
        while (modules.find()) {
            String pom = Files.readString(Path.of("..", modules.group(1), "pom.xml"));
            if (!pom.contains("<maven.deploy.skip>true<")) {
                published.add(only(Pattern.compile("</parent>\\s*<artifactId>(.+?)</artifactId>"), pom));
            }
        }
        Set<String> managed = new TreeSet<>();
        Matcher artifacts = Pattern.compile("<groupId>io.logferry</groupId>\\s*<artifactId>(.+?)</artifactId>")
                .matcher(bom.substring(bom.indexOf("<dependencies>")));
        while (artifacts.find()) {
            managed.add(artifacts.group(1));
        }
        assertEquals(published, managed);
    }
}
