package io.logferry.sink.kafka;

import io.logferry.sink.Secrets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Which properties the producer gets, and which of them are the user's. Any thread. */
final class ProducerProperties {
    /** The user may set these to something else. */
    private static final Map<String, Object> DEFAULTS = Map.of(
            "compression.type", "lz4",
            "linger.ms", "5",
            "batch.size", "131072",
            "metadata.recovery.strategy", "rebootstrap");

    /** The user may not, because of a promise: the reason by name, in the order of the documentation. */
    static final Map<String, String> REFUSED = refused();

    private ProducerProperties() {}

    private static Map<String, String> refused() {
        Map<String, String> refused = new LinkedHashMap<>();
        refused.put("bootstrap.servers", "it is the element bootstrapServers");
        refused.put("client.id", "it is made of the appender's name, and no two producers may share one");
        refused.put("acks", "it is all: what counts as delivered is on every replica in sync");
        refused.put("enable.idempotence", "it is true: a retry must not repeat or reorder records");
        refused.put("max.in.flight.requests.per.connection", "it is 5: with more, retries reorder records");
        refused.put("retries", "it has no limit: after the last retry records would be lost");
        refused.put(
                "delivery.timeout.ms", "it has no limit: a batch that expires would be overtaken by those behind it");
        refused.put("max.block.ms", "it is 0: the sender's thread never waits for a broker");
        refused.put("key.serializer", "keys are bytes already");
        refused.put("value.serializer", "records are bytes already");
        refused.put("partitioner.class", "the key chooses the partition, which keeps a stream in order");
        refused.put("partitioner.ignore.keys", "the key chooses the partition, which keeps a stream in order");
        refused.put("transactional.id", "there are no transactions: consumers de-duplicate by stream, epoch and seq");
        refused.put("transaction.timeout.ms", "there are no transactions");
        refused.put("transaction.two.phase.commit.enable", "there are no transactions");
        return refused;
    }

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

    static void check(Map<String, String> own, List<String> mistakes) {
        own.keySet().forEach(name -> {
            String reason = REFUSED.get(name);
            if (reason != null) {
                mistakes.add("kafkaSink.producerConfig " + name + " cannot be set, because " + reason);
            }
        });
        for (ConfigValue value : ProducerConfig.configDef().validate(own)) {
            String text = own.get(value.name());
            if (text != null
                    && !REFUSED.containsKey(value.name())
                    && !value.errorMessages().isEmpty()) {
                mistakes.add(mistake(value.name(), text, value.errorMessages().get(0)));
            }
        }
    }

    private static String mistake(String name, String text, String kafkaSays) {
        String shown = Secrets.masked(name, text);
        String beforeReason = " for configuration " + name + ": ";
        int at = kafkaSays.indexOf(beforeReason);
        String reason = at < 0 ? kafkaSays : kafkaSays.substring(at + beforeReason.length());
        return "kafkaSink.producerConfig " + name + "=" + shown + " is not allowed"
                + (shown.equals(text) ? ": " + reason : "");
    }
}
