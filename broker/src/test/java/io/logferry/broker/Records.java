package io.logferry.broker;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends and shows records. Any thread. */
final class Records {
    private Records() {}

    /** Returns when all are acked by all replicas in sync. */
    static void send(Map<String, String> clientProperties, String topic, String... values) throws Exception {
        Map<String, Object> properties = new HashMap<>(clientProperties);
        properties.put("acks", "all");
        try (var producer = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(topic, value, value)).get();
            }
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        }
    }

    /** Their values, sorted. */
    static List<String> values(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .sorted()
                .toList();
    }
}
