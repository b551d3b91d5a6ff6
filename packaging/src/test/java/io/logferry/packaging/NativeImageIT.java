package io.logferry.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import net.jpountz.lz4.LZ4Factory;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginAttribute;
import org.apache.logging.log4j.core.config.plugins.PluginBuilderAttribute;
import org.apache.logging.log4j.core.config.plugins.PluginElement;
import org.junit.jupiter.api.Test;

/**
 * What GraalVM is told to keep for reflection: that it exists, and that all that a configuration file can name is there. No
 * native image is built.
 */
class NativeImageIT {
    private static final String FOLDER = "META-INF/native-image/";

    private static Map<String, JsonNode> kept(String artifact) throws IOException {
        Map<String, JsonNode> byClass = new HashMap<>();
        Path jar = Jars.of(artifact);
        for (String entry : Jars.entries(jar)) {
            if (entry.startsWith(FOLDER) && entry.endsWith("/io.logferry/" + artifact + "/reflect-config.json")) {
                new ObjectMapper().readTree(Jars.text(jar, entry)).forEach(type -> byClass.put(nameOf(type), type));
            }
        }
        assertTrue(!byClass.isEmpty(), "no metadata in " + jar);
        return byClass;
    }

    private static JsonNode of(Class<?> type, Map<String, JsonNode> kept) {
        return Objects.requireNonNull(kept.get(type.getName()), type.getName());
    }

    private static String nameOf(JsonNode member) {
        return member.get("name").asText();
    }

    private static Stream<JsonNode> members(JsonNode type, String kind) {
        return StreamSupport.stream(type.path(kind).spliterator(), false);
    }

    /** The adapter's own public classes. */
    private static List<Class<?>> publicClasses(String artifact) throws Exception {
        return Jars.entries(Jars.of(artifact)).stream()
                .filter(entry -> entry.matches("io/logferry/.*(?<!-info)\\.class"))
                .map(entry -> load(entry.replace('/', '.').replaceAll("\\.class$", "")))
                .filter(type -> Modifier.isPublic(type.getModifiers()))
                .collect(Collectors.toList());
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, NativeImageIT.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertExists(JsonNode type) throws ReflectiveOperationException {
        Class<?> real = load(nameOf(type));
        for (JsonNode field : members(type, "fields").toList()) {
            assertNotNull(real.getDeclaredField(nameOf(field)));
        }
        for (JsonNode method : members(type, "methods").toList()) {
            Class<?>[] parameters = StreamSupport.stream(
                            method.get("parameterTypes").spliterator(), false)
                    .map(parameter -> parameter.asText().equals("int") ? int.class : load(parameter.asText()))
                    .toArray(Class<?>[]::new);
            if (nameOf(method).equals("<init>")) {
                assertNotNull(real.getDeclaredConstructor(parameters));
            } else {
                assertNotNull(real.getDeclaredMethod(nameOf(method), parameters));
            }
        }
    }

    @Test
    void whatIsNamedExists() throws Exception {
        for (String artifact : List.of("logferry-transport", "logferry-logback", "logferry-log4j2")) {
            for (JsonNode type : kept(artifact).values()) {
                assertExists(type);
            }
        }
    }

    @Test
    void logbackFindsEachElementWithItsSetters() throws Exception {
        Map<String, JsonNode> kept = kept("logferry-logback");
        List<Class<?>> elements = publicClasses("logferry-logback").stream()
                .filter(type -> Arrays.stream(type.getMethods())
                        .anyMatch(method -> method.getName().matches("(set|add)[A-Z].*")))
                .toList();
        assertTrue(elements.size() > 4, elements::toString);
        for (Class<?> element : elements) {
            JsonNode type = of(element, kept);
            for (String all : List.of("allPublicConstructors", "allPublicMethods", "allDeclaredMethods")) {
                assertTrue(type.path(all).asBoolean(), element + " " + all);
            }
        }
    }

    @Test
    void log4jFindsEachPluginWithItsAttributesAndElements() throws Exception {
        Map<String, JsonNode> kept = kept("logferry-log4j2");
        List<Class<?>> plugins = publicClasses("logferry-log4j2").stream()
                .filter(type -> type.isAnnotationPresent(Plugin.class))
                .toList();
        assertTrue(plugins.size() > 4, plugins::toString);
        for (Class<?> plugin : plugins) {
            JsonNode type = of(plugin, kept);
            assertEquals(
                    Set.of("newBuilder"),
                    members(type, "methods").map(NativeImageIT::nameOf).collect(Collectors.toSet()));
            Class<?> builder = plugin.getMethod("newBuilder").getReturnType();
            Set<String> fields = members(of(builder, kept), "fields")
                    .map(NativeImageIT::nameOf)
                    .collect(Collectors.toSet());
            for (var field : builder.getDeclaredFields()) {
                boolean set = Stream.of(PluginBuilderAttribute.class, PluginAttribute.class, PluginElement.class)
                        .anyMatch(field::isAnnotationPresent);
                assertTrue(!set || fields.contains(field.getName()), () -> builder + " " + field);
            }
        }
    }

    @Test
    void lz4FindsItsPureJava() throws Exception {
        LZ4Factory factory = LZ4Factory.safeInstance();
        Set<String> used = Stream.of(
                        factory.fastCompressor(),
                        factory.highCompressor(),
                        factory.fastDecompressor(),
                        factory.safeDecompressor())
                .map(part -> part.getClass().getName())
                .collect(Collectors.toSet());
        assertTrue(kept("logferry-transport").keySet().containsAll(used), used::toString);
    }
}
