package io.logferry.examples;

import io.logferry.kafka.RecordId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The consumer's JVM: it stores each record once. When its standard input ends, it reads up to the topic's end as it is
 * then, and ends; so it never outlives the demo.
 */
final class ConsumerProcess {
    private static final Duration POLL = Duration.ofMillis(100);

    private ConsumerProcess() {}

    /** Arguments: where the broker is, the topic, of which the partition 0 is read, the folder for the file. */
    public static void main(String[] args) throws IOException {
        TopicPartition partition = new TopicPartition(args[1], 0);
        Thread end = EndOfInput.watch();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        Map.of("bootstrap.servers", args[0]),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
                OnceFile file = new OnceFile(Path.of(args[2]))) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (end.isAlive()) {
                store(consumer, file);
            }
            long inTopic = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < inTopic) {
                store(consumer, file);
            }
            System.out.println(file + " inTopic=" + inTopic);
        }
    }

    private static void store(KafkaConsumer<byte[], byte[]> consumer, OnceFile file) throws IOException {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            Header header = record.headers().lastHeader(RecordId.HEADER_NAME);
            file.store(header == null ? null : RecordId.parse(header.value()), record.value());
        }
    }
}
