package io.logferry.sink.kafka;

import io.logferry.sink.Endpoint;
import io.logferry.sink.Sink;
import io.logferry.sink.SinkConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        ProducerProperties.check(producerConfig, mistakes);
        return bootstrapServers == null || topic == null || mistakes.size() > mistakesBefore
                ? null
                : new KafkaSinkConfig(bootstrapServers, topic, producerConfig);
    }

    private static @Nullable String servers(String text, List<String> mistakes) {
        try {
            return Endpoint.parseAll(text).stream().map(Endpoint::toString).collect(Collectors.joining(","));
        } catch (IllegalArgumentException wrong) {
            mistakes.add("kafkaSink.bootstrapServers: " + wrong.getMessage());
            return null;
        }
    }

    /** The producer's whole configuration. */
    Map<String, Object> producerProperties(String clientId) {
        return ProducerProperties.of(this, clientId);
    }

    @Override
    public Sink newSink(ThreadFactory threads) {
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
