package io.logferry.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads all partitions of a topic from the beginning, without a consumer group. One thread. */
public final class TopicReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    /**
     * Connects.
     *
     * @param clientProperties of {@link KafkaCluster#clientProperties}
     */
    public TopicReader(Map<String, String> clientProperties, String topic) {
        consumer = new KafkaConsumer<>(
                new HashMap<>(clientProperties), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /** The next records: at least so many (as many as come with them), or those that came until the time was over. */
    public List<ConsumerRecord<byte[], byte[]>> read(int atLeast, Duration timeout) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        long startNanos = System.nanoTime();
        while (records.size() < atLeast && System.nanoTime() - startNanos < timeout.toNanos()) {
            consumer.poll(POLL).forEach(records::add);
        }
        return records;
    }

    /** The next records up to the topic's end as it is now, or those that came until the time was over. */
    public List<ConsumerRecord<byte[], byte[]>> readToEnd(Duration timeout) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        readToEnd(timeout, records::add);
        return records;
    }

    /** The same for topics that are better not kept in memory. */
    public void readToEnd(Duration timeout, Consumer<ConsumerRecord<byte[], byte[]>> taker) {
        long end = consumer.endOffsets(partitions).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        long startNanos = System.nanoTime();
        while (position() < end && System.nanoTime() - startNanos < timeout.toNanos()) {
            consumer.poll(POLL).forEach(taker);
        }
    }

    private long position() {
        return partitions.stream().mapToLong(consumer::position).sum();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
