package io.logferry.sink.kafka;

import io.logferry.sink.Secrets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Which properties the producer gets, and which of them are the user's. Any thread. */
final class ProducerProperties {
    /** What Logferry sets where the user sets nothing else. */
    static final Map<String, String> DEFAULTS = Map.of(
            "compression.type", "lz4",
            "linger.ms", "5",
            "batch.size", "131072",
            "metadata.recovery.strategy", "rebootstrap"); // 3.9's own default gives up brokers that changed addresses

    /** What the user may not set, because of a promise: the reason by name. */
    static final Map<String, String> REFUSED = refused();

    private static final String ELEMENT = "kafkaSink.producerConfig.";

    private ProducerProperties() {}

    private static Map<String, String> refused() {
        String noTransactions = "there are no transactions: consumers de-duplicate by stream, epoch and seq";
        String byKey = "the key chooses the partition, which keeps a stream in order";
        Map<String, String> refused = new LinkedHashMap<>();
        refused.put("bootstrap.servers", "the element bootstrapServers is for that");
        refused.put("client.id", "it is logferry-<source>-<n>: no two producers in a JVM may share one");
        refused.put("acks", "it is all: delivered is what every replica in sync has");
        refused.put("enable.idempotence", "it is true: a retry must not repeat or reorder records");
        refused.put("max.in.flight.requests.per.connection", "it is 5: with more, retries reorder records");
        refused.put("retries", "it has no limit: after the last one records would be lost");
        refused.put("delivery.timeout.ms", "it has no limit: a batch that expires is overtaken by those behind it");
        refused.put("max.block.ms", "it is 0: the sender's thread never waits for a broker");
        refused.put("key.serializer", "keys are bytes already");
        refused.put("value.serializer", "records are bytes already");
        refused.put("partitioner.class", byKey);
        refused.put("partitioner.ignore.keys", byKey);
        refused.put("transactional.id", noTransactions);
        refused.put("transaction.timeout.ms", noTransactions);
        refused.put("transaction.two.phase.commit.enable", noTransactions);
        return refused;
    }

    /** The whole configuration of a producer. */
    static Map<String, Object> of(KafkaSinkConfig config, String clientId) {
        Map<String, Object> properties = new HashMap<>(DEFAULTS);
        properties.putAll(config.producerConfig());
        properties.put("bootstrap.servers", config.bootstrapServers());
        properties.put("client.id", clientId);
        properties.put("acks", "all");
        properties.put("enable.idempotence", true);
        properties.put("max.in.flight.requests.per.connection", 5);
        properties.put("retries", Integer.MAX_VALUE);
        properties.put("delivery.timeout.ms", Integer.MAX_VALUE);
        properties.put("max.block.ms", 0);
        properties.put("key.serializer", ByteArraySerializer.class);
        properties.put("value.serializer", ByteArraySerializer.class);
        return properties;
    }

    /** Adds what the user may not set. Needs no Kafka. */
    static void checkNames(Map<String, String> own, List<String> mistakes) {
        REFUSED.forEach((name, reason) -> {
            if (own.containsKey(name)) {
                mistakes.add(ELEMENT + name + " cannot be set, because " + reason);
            }
        });
    }

    /**
     * Adds which values Kafka would refuse, as far as that is known without a broker, and without a line in any log.
     *
     * @throws LinkageError if Kafka's client is not there
     */
    static void checkValues(Map<String, String> own, List<String> mistakes) {
        Map<String, String> effective = new HashMap<>(DEFAULTS);
        effective.putAll(own);
        Map<String, ConfigValue> values = ProducerConfig.configDef().validateAll(effective);
        int mistakesBefore = mistakes.size();
        own.forEach((name, text) -> {
            ConfigValue value = values.get(name);
            if (value != null && !value.errorMessages().isEmpty() && !REFUSED.containsKey(name)) {
                String shown = Secrets.masked(name, text);
                // what Kafka says may show the value as well
                String reason = shown.equals(text)
                        ? ": " + reason(name, value.errorMessages().get(0))
                        : "";
                mistakes.add(ELEMENT + name + "=" + shown + " is not allowed" + reason);
            }
        });
        if (own.containsKey("sasl.jaas.config") && !isJaas(own.get("sasl.jaas.config"))) {
            mistakes.add(ELEMENT + "sasl.jaas.config=*** is not allowed, allowed is one login module as in"
                    + " org.example.LoginModule required name=\"value\" name=\"value\";");
        }
        if (own.getOrDefault("sasl.mechanism", "GSSAPI").isEmpty()) {
            mistakes.add(ELEMENT + "sasl.mechanism= is empty, allowed is a mechanism such as SCRAM-SHA-512");
        }
        if (mistakes.size() == mistakesBefore) {
            checkMemory(values, mistakes);
        }
    }

    /** A batch that does not fit would fail every record, not only one that is too large. */
    private static void checkMemory(Map<String, ConfigValue> values, List<String> mistakes) {
        long bufferMemory = number("buffer.memory", values);
        long batchSize = number("batch.size", values);
        if (bufferMemory < batchSize) {
            mistakes.add(ELEMENT + "buffer.memory=" + bufferMemory + " is not allowed, allowed is at least batch.size="
                    + batchSize);
        }
    }

    private static long number(String name, Map<String, ConfigValue> values) {
        return ((Number) Objects.requireNonNull(values.get(name)).value()).longValue();
    }

    private static String reason(String name, String kafkaSays) {
        String beforeReason = " for configuration " + name + ": ";
        int at = kafkaSays.indexOf(beforeReason);
        return at < 0 ? kafkaSays : kafkaSays.substring(at + beforeReason.length());
    }

    /** Kafka's own message would show a part of it. */
    private static boolean isJaas(String text) {
        try {
            JaasContext.loadClientContext(Map.of("sasl.jaas.config", new Password(text)));
            return true;
        } catch (IllegalArgumentException wrong) {
            return false;
        }
    }
}
