package io.logferry.sink.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.sink.SinkConfig;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Class paths of applications that have not, or not quite, what the sink needs. */
final class KafkaClientAbsentTest {
    private static final String NEEDS = "kafkaSink needs org.apache.kafka:kafka-clients (3.9 or later) on the class"
            + " path: add it to the application's dependencies";
    private static final String LOGFERRY = placeOf(SinkConfig.class);
    private static final String KAFKA = placeOf(ProducerConfig.class);

    private static String placeOf(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation().toString();
    }

    @SuppressWarnings("unchecked")
    private static List<String> mistakes(String... classPath) throws IOException, ReflectiveOperationException {
        List<String> mistakes = new ArrayList<>();
        try (URLClassLoader application = new URLClassLoader(urls(classPath), ClassLoader.getPlatformClassLoader())) {
            Map<String, String> texts =
                    Map.of("bootstrapServers", "kafka:9092", "topic", "logs", "producerConfig.linger.ms", "20");
            application
                    .loadClass(KafkaSinkConfig.class.getName())
                    .getMethod("parse", Map.class, List.class)
                    .invoke(null, texts, mistakes);
        }
        return mistakes;
    }

    private static URL[] urls(String... classPath) throws MalformedURLException {
        URL[] urls = new URL[classPath.length];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = URI.create(classPath[i]).toURL();
        }
        return urls;
    }

    @Test
    void withoutKafkasClientTheArtifactIsNamed_onceAmongTheMistakes() throws Exception {
        List<String> mistakes = mistakes(LOGFERRY);
        assertEquals(1, mistakes.size(), mistakes.toString());
        assertTrue(mistakes.get(0).startsWith(NEEDS), mistakes.toString());
    }

    @Test
    void withoutWhatTheClientNeedsItself_thatIsNamedToo() throws Exception {
        List<String> mistakes = mistakes(LOGFERRY, KAFKA);
        assertEquals(1, mistakes.size(), mistakes.toString());
        assertTrue(mistakes.get(0).startsWith(NEEDS) && mistakes.get(0).contains("org/slf4j/"), mistakes.toString());
    }

    @Test
    void aClientThatIsTooOldIsNotUsed(@TempDir Path old) throws Exception {
        for (String version : List.of("3.8.1", "2.8.2", "0.10.0.0")) {
            setVersion(old, version);
            assertEquals(
                    List.of(NEEDS + "; there is version=" + version),
                    mistakes(old.toUri().toString(), LOGFERRY));
        }
    }

    @Test
    void aClientThatIsNewEnoughIsUsed(@TempDir Path old) throws Exception {
        for (String version : List.of("3.9.0", "3.10.0", "4.0.0", "10.0.0", "7.9.1-ccs", "unknown")) {
            setVersion(old, version);
            String slf4j = placeOf(org.slf4j.Logger.class);
            assertEquals(List.of(), mistakes(old.toUri().toString(), LOGFERRY, KAFKA, slf4j), version);
        }
    }

    private static void setVersion(Path folder, String version) throws IOException {
        Path file = folder.resolve("kafka" + File.separator + "kafka-version.properties");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "version=" + version);
    }
}
