package io.logferry.benchmarks;

import io.logferry.json.EcsWriter;
import io.logferry.kafka.RecordId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The limit: Kafka's producer alone, with the properties that ours has, but that it may block. It sends the records that
 * ours sends of the same events: ready ones, or each encoded before it is sent, in the plainest way. One thread.
 */
final class BareProducer implements AutoCloseable {
    static final String SOURCE = "shop";

    /** So many different ones are sent in turn: 80 times as much as Kafka compresses at once. */
    private static final int EVENTS = 32_768;

    private static final long NANOS_BETWEEN = 1_000;
    private static final int MOST_BYTES = 4_096;

    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final boolean encodes;
    private final UUID streamId = UUID.randomUUID();
    private final byte[] key = streamId.toString().getBytes(StandardCharsets.US_ASCII);
    private final long epoch = System.currentTimeMillis() << 20;
    private final EcsWriter writer = new EcsWriter(SOURCE);
    private final ByteBuffer buffer = ByteBuffer.allocate(MOST_BYTES);
    private final Application.Text[] texts = new Application.Text[EVENTS];
    private final byte[][] values = new byte[EVENTS][];
    private final byte[][] ids = new byte[EVENTS][];
    private final Callback check = (metadata, failure) -> noteFailure(failure);
    private volatile @Nullable Exception firstFailure;
    private long number;

    BareProducer(String bootstrapServers, String topic, boolean encodes) {
        this.topic = topic;
        this.encodes = encodes;
        Map<String, Object> properties = new HashMap<>(KafkaSubject.PRODUCER_PROPERTIES);
        properties.put("bootstrap.servers", bootstrapServers);
        producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        Instant start = Instant.now();
        for (int i = 0; i < EVENTS; i++) {
            texts[i] = Application.text(i);
            values[i] = encoded(texts[i], start.plusNanos(i * NANOS_BETWEEN));
            ids[i] = id(i);
        }
    }

    /** Sends events and returns once all have been acknowledged. */
    void deliver(int events) throws Exception {
        for (long end = number + events; number < end; number++) {
            int i = (int) (number % EVENTS);
            byte[] value = encodes ? encoded(texts[i], Instant.now()) : values[i];
            List<Header> headers = List.of(new RecordHeader(RecordId.HEADER_NAME, encodes ? id(number) : ids[i]));
            var unused = producer.send(
                    new ProducerRecord<>(topic, null, System.currentTimeMillis(), key, value, headers), check);
        }
        producer.flush();
        if (firstFailure != null) {
            throw new IllegalStateException("a record was refused", firstFailure);
        }
    }

    private byte[] encoded(Application.Text text, Instant time) {
        buffer.clear();
        writer.begin(buffer, time.getEpochSecond(), time.getNano(), "INFO", Application.LOGGER, Application.THREAD);
        writer.message(text.message());
        writer.label("traceId", text.traceId());
        writer.label("userId", Application.USER);
        writer.end();
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private byte[] id(long seq) {
        return RecordId.header(RecordId.Type.DATA, streamId, epoch, seq);
    }

    private void noteFailure(@Nullable Exception failure) {
        if (failure != null && firstFailure == null) {
            firstFailure = failure;
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
