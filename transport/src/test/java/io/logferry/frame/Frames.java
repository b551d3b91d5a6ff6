package io.logferry.frame;

import static io.logferry.frame.FrameFormat.*;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Events, frames and forged frames for the tests of this package. Any thread. */
final class Frames {
    static final UUID STREAM = UUID.fromString("0f1e2d3c-4b5a-4978-8796-a5b4c3d2e1f0");
    static final long EPOCH = 0x0123_4567_89ab_cdefL;
    static final long FIRST_SEQ = 0x1122_3344_5566L;
    static final RecordEncoder<Event> ENCODER = new EventEncoder();

    private Frames() {}

    /** What a test logs; each char of the body is one byte. */
    record Event(long timeNanos, Level level, String body) {}

    /** One record as the decoder hands it over. */
    record Decoded(long seq, Event event) {}

    static Event event(String body) {
        return new Event(1_763_636_373_123_456_789L, Level.INFO, body);
    }

    /** Three records that LZ4 makes smaller. */
    static List<Event> smallEvents() {
        return List.of(
                new Event(1, Level.INFO, "started started started started"),
                new Event(-1, Level.WARN, ""),
                new Event(Long.MAX_VALUE, Level.FATAL, "stopped stopped stopped stopped"));
    }

    static String randomBody(Random random, int bytes) {
        byte[] body = new byte[bytes];
        random.nextBytes(body);
        return new String(body, StandardCharsets.ISO_8859_1);
    }

    static Batch batch(List<Event> events) {
        Batch batch = new Batch(MAX_PAYLOAD_BYTES, MAX_RECORDS);
        events.forEach(event -> assertTrue(batch.add(event, ENCODER) == Batch.Result.ADDED));
        return batch;
    }

    static Frame seal(List<Event> events, Codec codec) {
        return new FrameEncoder(STREAM, codec).seal(batch(events), EPOCH, FIRST_SEQ);
    }

    static Frame read(byte[] bytes) {
        return Objects.requireNonNull(Frame.read(bytes, STREAM), "these bytes are no frame");
    }

    /** All records, or null if the decoder refused. */
    static @Nullable List<Decoded> decode(Frame frame) {
        List<Decoded> records = new ArrayList<>();
        boolean good = new FrameDecoder()
                .decode(
                        frame,
                        (seq, time, level, body, offset, length) -> records.add(new Decoded(
                                seq,
                                new Event(
                                        time, level, new String(body, offset, length, StandardCharsets.ISO_8859_1)))));
        assertTrue(good || records.isEmpty(), "a refused frame handed over records");
        return good ? records : null;
    }

    /** The events numbered from FIRST_SEQ, as decode must return them. */
    static List<Decoded> numbered(List<Event> events) {
        List<Decoded> records = new ArrayList<>();
        events.forEach(event -> records.add(new Decoded(FIRST_SEQ + records.size(), event)));
        return records;
    }

    /** A copy of the frame with something changed, and then both checksums made good again. */
    static byte[] forge(byte[] frame, Consumer<ByteBuffer> change) {
        ByteBuffer copy = ByteBuffer.wrap(frame.clone()).order(ByteOrder.LITTLE_ENDIAN);
        change.accept(copy);
        copy.putInt(PAYLOAD_CRC_OFFSET, crc(copy.array(), HEADER_BYTES, frame.length - HEADER_BYTES));
        copy.putInt(HEADER_CRC_OFFSET, headerCrc(copy.array(), 0, STREAM));
        return copy.array();
    }

    /** A frame with good checksums around any payload. */
    static byte[] forge(int codec, byte[] stored, int rawLength, int recordCount) {
        return forge(
                new byte[HEADER_BYTES + stored.length],
                bytes -> bytes.putInt(MAGIC_OFFSET, MAGIC)
                        .put(VERSION_OFFSET, VERSION)
                        .put(FLAGS_OFFSET, (byte) codec)
                        .putShort(HEADER_LENGTH_OFFSET, (short) HEADER_BYTES)
                        .putInt(STORED_LENGTH_OFFSET, stored.length)
                        .putInt(RAW_LENGTH_OFFSET, rawLength)
                        .putLong(EPOCH_OFFSET, EPOCH)
                        .putLong(FIRST_SEQ_OFFSET, FIRST_SEQ)
                        .putInt(RECORD_COUNT_OFFSET, recordCount)
                        .putInt(LEVEL_COUNTS_OFFSET, recordCount)
                        .put(HEADER_BYTES, stored));
    }

    private static final class EventEncoder implements RecordEncoder<Event> {
        @Override
        public long timeNanos(Event event) {
            return event.timeNanos();
        }

        @Override
        public Level level(Event event) {
            return event.level();
        }

        @Override
        public void encode(Event event, ByteBuffer into) {
            into.put(event.body().getBytes(StandardCharsets.ISO_8859_1));
        }
    }
}
