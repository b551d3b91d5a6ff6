package io.logferry.sink.kafka;

import io.logferry.frame.FrameDecoder;
import io.logferry.frame.LostRange;
import io.logferry.kafka.RecordId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/** Makes Kafka records of ours. Sender thread only. */
final class Records {
    private final String topic;
    private final UUID streamId;
    private final byte[] key;
    private final String source;
    private final LongSupplier wallMillis;

    Records(String topic, UUID streamId, String source, LongSupplier wallMillis) {
        this.topic = topic;
        this.streamId = streamId;
        this.key = streamId.toString().getBytes(StandardCharsets.US_ASCII);
        this.source = source;
        this.wallMillis = wallMillis;
    }

    long nowMillis() {
        return wallMillis.getAsLong();
    }

    /** The event's time, but not in the future: brokers refuse that. The exact time is in the body. */
    long timeMillis(FrameDecoder record, long nowMillis) {
        return Math.max(0, Math.min(TimeUnit.NANOSECONDS.toMillis(record.timeNanos()), nowMillis));
    }

    /** The record at which a decoder stands. */
    ProducerRecord<byte[], byte[]> of(FrameDecoder record, boolean isEnd, long timeMillis) {
        int offset = record.bodyOffset();
        byte[] body = Arrays.copyOfRange(record.bytes(), offset, offset + record.bodyLength());
        RecordId.Type type = isEnd ? RecordId.Type.END : RecordId.Type.DATA;
        return record(timeMillis, body, RecordId.header(type, streamId, record.epoch(), record.seq()));
    }

    /** The declaration of a loss. */
    ProducerRecord<byte[], byte[]> of(LostRange range) {
        long nowMillis = nowMillis();
        byte[] line = RangeLine.of(range, streamId, source, nowMillis);
        return record(nowMillis, line, RecordId.header(streamId, range));
    }

    private ProducerRecord<byte[], byte[]> record(long timeMillis, byte[] value, byte[] id) {
        return new ProducerRecord<>(topic, null, timeMillis, key, value, List.of(new IdHeader(id)));
    }

    private static final class IdHeader implements Header {
        private final byte[] id;

        IdHeader(byte[] id) {
            this.id = id;
        }

        @Override
        public String key() {
            return RecordId.HEADER_NAME;
        }

        @Override
        public byte[] value() {
            return id;
        }
    }
}
