package io.logferry.examples.log4j2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.logferry.broker.KafkaCluster;
import io.logferry.broker.TopicReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Something for a broker to do, and so to log. Any thread. */
final class Work {
    private static final int RECORDS = 100;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private Work() {}

    /** Makes a topic, writes to it and reads it back. */
    static void on(KafkaCluster broker, String topic) throws Exception {
        broker.createTopic(topic, 3, Map.of());
        Map<String, Object> properties = new HashMap<>(broker.clientProperties());
        try (var producer = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < RECORDS; i++) {
                producer.send(new ProducerRecord<>(topic, "key " + i, "value " + i))
                        .get();
            }
        }
        try (TopicReader reader = new TopicReader(broker.clientProperties(), topic)) {
            assertEquals(RECORDS, reader.readToEnd(TIMEOUT).size());
        }
    }
}
