package io.logferry.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusListener;
import io.logferry.contract.WithoutJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The element kafkaSink; nothing listens where it is told to connect. */
final class KafkaConfigurationTest {
    private static final String SECRET = "s3cr3t";
    private static final String KAFKA = "<bootstrapServers>127.0.0.1:1</bootstrapServers><topic>logs</topic>";
    private static final String SCRAM = """
            <producerConfig>security.protocol=SASL_PLAINTEXT</producerConfig>
            <producerConfig>sasl.mechanism=SCRAM-SHA-512</producerConfig>
            <producerConfig>
              sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required
                username="app"
                password="${kafkaPassword}";
            </producerConfig>
            """;

    @BeforeAll
    static void silenceKafka() {
        ((Logger) LoggerFactory.getLogger("org.apache.kafka")).setLevel(Level.OFF);
    }

    private static String sink(String elements) {
        return "<kafkaSink>" + elements + "</kafkaSink><shutdownTimeoutMillis>0</shutdownTimeoutMillis>";
    }

    private static String refused(String elements) {
        LoggerContext context = Contexts.with(elements);
        assertFalse(Contexts.ferry(context).isStarted());
        List<String> errors = Contexts.statuses(context, Status.ERROR);
        assertEquals(1, errors.size(), errors.toString());
        return errors.get(0);
    }

    /** Configures, logs one event and stops: all that Logback tells while this goes on. */
    private static String told(String xml, boolean starts) {
        LoggerContext context = Contexts.empty();
        List<String> told = new CopyOnWriteArrayList<>();
        context.getStatusManager().add((StatusListener) status -> told.add(status + " " + status.getThrowable()));
        Contexts.configureXml(context, xml);
        LogferryAppender appender = Contexts.ferry(context);
        assertEquals(starts, appender.isStarted(), told::toString);
        context.getLogger("x").info("one");
        context.stop();
        return told + " " + appender + appender.stats();
    }

    private static String xml(String variables, String sinkElements) {
        return """
                <configuration>
                  %s
                  <appender name="FERRY" class="io.logferry.logback.LogferryAppender">%s</appender>
                  <root level="INFO"><appender-ref ref="FERRY"/></root>
                </configuration>
                """.formatted(variables, sink(sinkElements));
    }

    @Test
    void itStarts_andEveryProducerConfigIsOneProperty() {
        LoggerContext context = Contexts.with(sink(
                KAFKA + "<producerConfig>linger.ms=20</producerConfig><producerConfig>acks.x = a=b </producerConfig>"));
        assertTrue(Contexts.ferry(context).isStarted(), Contexts.statuses(context, Status.ERROR)::toString);
        context.stop();
    }

    @Test
    void allMistakesAreInOneError() {
        String error = refused(sink("""
                <bootstrapServers>kafka</bootstrapServers>
                <topic>%d{yyyy}</topic>
                <producerConfig>linger.ms=abc</producerConfig>
                <producerConfig>acks=1</producerConfig>
                <producerConfig>client.rack=${RACK}</producerConfig>
                <producerConfig>linger.ms</producerConfig>
                <producerConfig>batch.size=1000</producerConfig>
                <producerConfig>batch.size=2000</producerConfig>
                <compressionType>lz4</compressionType>
                """) + "<whenFull>never</whenFull>");
        for (String part : List.of(
                "kafkaSink.bootstrapServers: endpoint=kafka is none",
                "kafkaSink.topic=%d{yyyy} is not allowed",
                "kafkaSink.producerConfig.linger.ms=abc is not allowed: Not a number of type LONG",
                "kafkaSink.producerConfig.acks cannot be set, because it is all",
                "kafkaSink.producerConfig.client.rack=RACK_IS_UNDEFINED contains a variable that is not defined",
                "the kafkaSink's producerConfig number 4 is not allowed, allowed is name=value",
                "kafkaSink.producerConfig.batch.size is given twice, 1000 and 2000, allowed is one",
                "compressionType is no element here, allowed are bootstrapServers, producerConfig, topic",
                "whenFull=never is not allowed")) {
            assertTrue(error.contains(part), part + " is not in: " + error);
        }
    }

    @Test
    void serversAndTopicAreRequired_andTheRestIsCheckedAllTheSame() {
        String hint = " is missing; Logback takes elements, not attributes";
        String attributes = refused("<kafkaSink bootstrapServers='kafka:9092' topic='logs'/>");
        assertTrue(attributes.contains("kafkaSink.bootstrapServers" + hint), attributes);
        assertTrue(attributes.contains("kafkaSink.topic" + hint), attributes);
        String topic = refused(sink(
                "<bootstrapServers>kafka:9092</bootstrapServers><topic/>" + "<producerConfig>acks=0</producerConfig>"));
        assertTrue(topic.contains("kafkaSink.topic" + hint) && topic.contains("acks cannot be set"), topic);
    }

    @Test
    void oneSinkIsAllowed() {
        String tcp = "<tcpSink><endpoints>127.0.0.1:1</endpoints></tcpSink>";
        assertTrue(refused(tcp + sink(KAFKA)).contains("tcpSink and kafkaSink are given, allowed is one sink"));
        assertTrue(refused(sink(KAFKA) + "<kafkaSink>" + KAFKA + "</kafkaSink>").contains("kafkaSink is given twice"));
    }

    @Test
    void aPasswordComesFromASystemProperty_andIsNowhereTold() {
        System.setProperty("kafkaPassword", SECRET);
        try {
            String told = told(xml("", KAFKA + SCRAM), true);
            assertFalse(told.contains(SECRET), told);
        } finally {
            System.clearProperty("kafkaPassword");
        }
    }

    @Test
    void aPasswordComesFromTheEnvironment_andIsNowhereTold() {
        String path = Objects.requireNonNull(System.getenv("PATH")); // there is one everywhere
        String told = told(xml("", KAFKA + SCRAM.replace("kafkaPassword", "PATH")), true);
        assertFalse(told.contains(path), told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"property", "variable"})
    void aPasswordComesFromAFile_andIsNowhereTold(String element, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("secrets.properties"), "kafkaPassword=" + SECRET);
        String told = told(xml("<" + element + " file='" + file + "'/>", KAFKA + SCRAM), true);
        assertFalse(told.contains(SECRET), told);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<producerConfig>sasl.jaas.config=org.example.Login required password=${kafkaPassword}</producerConfig>",
                "<producerConfig>org.example.Login required password=${kafkaPassword}</producerConfig>",
                "<producerConfig>${kafkaPassword}</producerConfig>",
                "<producerConfig>ssl.key.password=${kafkaPassword}</producerConfig>"
                        + "<producerConfig>ssl.key.password=${kafkaPassword}</producerConfig>",
                "<producerConfig>ssl.key.password=${kafkaPassword}${NOPE}</producerConfig>",
                "<producerConfig>key.serializer=${kafkaPassword}</producerConfig>",
                "<producerConfig name='ssl.key.password'>${kafkaPassword}</producerConfig>",
                "<producerConfig><ssl.key.password>${kafkaPassword}</ssl.key.password></producerConfig>",
                "<producerConfig>linger.ms=abc</producerConfig><password>${kafkaPassword}</password>",
                "<bootstrapServers>app:${kafkaPassword}@kafka:9092</bootstrapServers>",
            })
    void aPasswordIsNowhereTold_whenTheConfigurationIsWrongEither(String elements) {
        String password = "<property name='kafkaPassword' value='" + SECRET + "'/>";
        String told = told(xml(password, KAFKA + elements), false);
        assertFalse(told.contains(SECRET), told);
    }

    /** What an appender with these elements tells as ERROR. */
    static List<String> errors(String elements) {
        LoggerContext context = Contexts.with(elements);
        List<String> errors = Contexts.statuses(context, Status.ERROR);
        context.stop();
        return errors;
    }

    @Test
    void anApplicationWithoutKafkasClientStarts_andAKafkaSinkSaysWhatItNeeds() throws Exception {
        try (WithoutJar application = new WithoutJar("kafka-clients")) {
            String tcp = "<tcpSink><endpoints>127.0.0.1:1</endpoints></tcpSink>"
                    + "<shutdownTimeoutMillis>0</shutdownTimeoutMillis>";
            assertEquals(List.of(), application.call(getClass(), "errors", tcp));
            List<String> errors = application.call(getClass(), "errors", sink(KAFKA) + "<whenFull>never</whenFull>");
            assertEquals(1, errors.size(), errors.toString());
            assertTrue(errors.get(0).contains("kafkaSink needs org.apache.kafka:kafka-clients"), errors.toString());
            assertTrue(errors.get(0).contains("whenFull=never is not allowed"), errors.toString());
        }
    }
}
