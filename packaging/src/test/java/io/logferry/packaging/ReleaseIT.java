package io.logferry.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What the profile {@code release} makes beside the jars. */
@EnabledIfSystemProperty(named = "release", matches = "true")
class ReleaseIT {
    private static Path beside(String module, String classifier) throws Exception {
        Path jar = Jars.shipped(module);
        return jar.resolveSibling(jar.getFileName().toString().replaceAll("\\.jar$", "-" + classifier + ".jar"));
    }

    @ParameterizedTest
    @FieldSource("io.logferry.packaging.Jars#SHIPPED")
    void theSourcesAreThereWithTheLicence(String module) throws Exception {
        Path sources = beside(module, "sources");
        assertTrue(Jars.entries(sources).stream().anyMatch(entry -> entry.endsWith(".java")), sources::toString);
        assertEquals(Files.readString(Path.of("../LICENSE")), Jars.text(sources, "META-INF/LICENSE"));
    }

    @ParameterizedTest
    @FieldSource("io.logferry.packaging.Jars#SHIPPED")
    void theJavadocShowsThePublicApiOnly(String module) throws Exception {
        Set<String> shown = Jars.entries(beside(module, "javadoc")).stream()
                .filter(entry -> entry.endsWith("/package-summary.html"))
                .map(entry -> entry.replace("/package-summary.html", "").replace('/', '.'))
                .collect(Collectors.toSet());
        assertEquals(JarsIT.API.get(module), shown);
    }

    @ParameterizedTest
    @CsvSource({
        "appender-logback, logferry-transport logback-classic logback-core lz4-java slf4j-api",
        "appender-log4j2, log4j-api log4j-core logferry-transport lz4-java",
        "collector, logferry-transport lz4-java netty-buffer netty-codec-base netty-common netty-handler netty-resolver"
                + " netty-transport netty-transport-native-unix-common picocli zstd-jni"
    })
    void theSbomNamesTheLibrariesThatAnApplicationGets(String module, String libraries) throws Exception {
        JsonNode sbom = new ObjectMapper().readTree(Files.readString(Path.of("..", module, "target/bom.json")));
        Set<String> named = StreamSupport.stream(sbom.get("components").spliterator(), false)
                .map(component -> component.get("name").asText())
                .collect(Collectors.toSet());
        assertEquals(Set.of(libraries.split(" ", -1)), named);
    }
}
