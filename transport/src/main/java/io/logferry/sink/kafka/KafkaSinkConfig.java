package io.logferry.sink.kafka;

import io.logferry.sink.Endpoint;
import io.logferry.sink.Sink;
import io.logferry.sink.SinkConfig;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.concurrent.ThreadFactory;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which topic of which cluster to send to. Immutable. Equal only if the values of the producer's properties are: a
 * changed password is a changed configuration.
 *
 * @param bootstrapServers {@code host:port,host:port,...}
 * @param topic a literal name
 * @param producerConfig properties of the producer that the user sets, by name; may hold secrets
 */
public record KafkaSinkConfig(String bootstrapServers, String topic, Map<String, String> producerConfig)
        implements SinkConfig {
    private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");
    private static final String PROPERTY = "producerConfig.";
    /** What Kafka's client reads as a list of servers. */
    private static final Pattern SERVERS = Pattern.compile("[0-9a-zA-Z._%:,\\[\\]-]+");

    private static final Pattern TOO_OLD = Pattern.compile("([0-2]|3\\.[0-8])\\.");
    private static final String NEEDS_CLIENT = "kafkaSink needs org.apache.kafka:kafka-clients (3.9 or later) on the"
            + " class path: add it to the application's dependencies";

    /** Copies the map. */
    public KafkaSinkConfig {
        producerConfig = Map.copyOf(producerConfig);
    }

    /**
     * Reads the element's texts: {@code bootstrapServers} and {@code topic}, without which there is no configuration,
     * and {@code producerConfig.<property>}.
     *
     * @param mistakes takes what is wrong, but for missing texts
     * @return null if something is
     */
    public static @Nullable KafkaSinkConfig parse(Map<String, String> texts, List<String> mistakes) {
        int mistakesBefore = mistakes.size();
        String bootstrapServers = texts.get("bootstrapServers");
        if (bootstrapServers != null) {
            bootstrapServers = servers(bootstrapServers, mistakes);
        }
        String topic = texts.get("topic");
        if (topic != null && !TOPIC.matcher(topic).matches()) {
            mistakes.add("kafkaSink.topic=" + topic
                    + " is not allowed, allowed are 1 to 249 of a-z A-Z 0-9 . _ -, but not . and .. alone");
        }
        Map<String, String> producerConfig = new LinkedHashMap<>();
        texts.forEach((name, text) -> {
            if (name.startsWith(PROPERTY)) {
                producerConfig.put(name.substring(PROPERTY.length()), text);
            }
        });
        ProducerProperties.checkNames(producerConfig, mistakes);
        checkValues(producerConfig, mistakes);
        return bootstrapServers == null || topic == null || mistakes.size() > mistakesBefore
                ? null
                : new KafkaSinkConfig(bootstrapServers, topic, producerConfig);
    }

    private static @Nullable String servers(String text, List<String> mistakes) {
        try {
            String servers =
                    Endpoint.parseAll(text).stream().map(Endpoint::toString).collect(Collectors.joining(","));
            if (SERVERS.matcher(servers).matches()) {
                return servers;
            }
            mistakes.add("kafkaSink.bootstrapServers=" + servers
                    + " is not allowed, allowed in host names are a-z A-Z 0-9 . _ % -");
        } catch (IllegalArgumentException wrong) {
            mistakes.add("kafkaSink.bootstrapServers: " + wrong.getMessage());
        }
        return null;
    }

    /** One mistake if Kafka's client is not there, or not all that it needs itself, or too old. */
    private static void checkValues(Map<String, String> producerConfig, List<String> mistakes) {
        String version = clientVersion();
        if (TOO_OLD.matcher(version).lookingAt()) {
            mistakes.add(NEEDS_CLIENT + "; there is version=" + version);
            return;
        }
        try {
            ProducerProperties.checkValues(producerConfig, mistakes);
        } catch (LinkageError absent) {
            mistakes.add(NEEDS_CLIENT + " (" + absent + ")");
        }
    }

    /**
     * From the file in its jar, because the class that reads it is in another package since 4.4; empty if unknown. Asked of
     * the class loader: a class in a named module would look there only.
     */
    private static String clientVersion() {
        try (InputStream file =
                KafkaSinkConfig.class.getClassLoader().getResourceAsStream("kafka/kafka-version.properties")) {
            Properties properties = new Properties();
            if (file != null) {
                properties.load(file);
            }
            return properties.getProperty("version", "");
        } catch (IOException | IllegalArgumentException unreadable) {
            return "";
        }
    }

    /** The producer's whole configuration. */
    Map<String, Object> producerProperties(String clientId) {
        return ProducerProperties.of(this, clientId);
    }

    @Override
    public Sink newSink(int lane, ThreadFactory threads) {
        return new KafkaSink(this, threads);
    }

    @Override
    public boolean compresses() {
        return true;
    }

    @Override
    public String toString() {
        return "KafkaSinkConfig[bootstrapServers=" + bootstrapServers + ", topic=" + topic + ", producerConfig="
                + new TreeSet<>(producerConfig.keySet()) + "]";
    }
}
