package io.logferry.sink.kafka;

import io.logferry.sink.Sink;
import io.logferry.sink.SinkConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Which topic of which cluster to send to. */
public record KafkaSinkConfig(String bootstrapServers, String topic, Map<String, String> producerConfig)
        implements SinkConfig {
    @Override
    public Sink newSink(ThreadFactory threads) {
        return new KafkaSink(this, threads);
    }

    @Override
    public boolean compresses() {
        return true;
    }

    Map<String, Object> producerProperties(String clientId) {
        Map<String, Object> properties = new HashMap<>(Map.of(
                "compression.type", "lz4",
                "linger.ms", "5",
                "batch.size", "131072",
                "metadata.recovery.strategy", "rebootstrap"));
        properties.putAll(producerConfig());
        properties.put("bootstrap.servers", bootstrapServers());
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
}
