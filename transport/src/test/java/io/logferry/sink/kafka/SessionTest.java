package io.logferry.sink.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.Codec;
import io.logferry.frame.Frame;
import io.logferry.frame.FrameEncoder;
import io.logferry.frame.Position;
import io.logferry.kafka.RecordId;
import io.logferry.sink.Nack;
import io.logferry.sink.SinkListener;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a session does about answers that a broker gives seldom: Kafka's own fake producer gives them here. */
class SessionTest {
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final Session session =
            new Session(producer, new Records("logs", SinkDriver.STREAM, "shop", () -> 1_000), 0);
    private final SinkDriver frames = new SinkDriver(Map.of("bootstrap.servers", "127.0.0.1:1"), "logs");
    private final List<String> reports = new ArrayList<>();
    private final SinkListener listener = new SinkListener() {
        @Override
        public void connected(Position last, long windowBytes) {}

        @Override
        public void acked(Position last) {
            reports.add("acked " + last);
        }

        @Override
        public void nacked(Nack nack) {}

        @Override
        public void rejected(Position record, String reason) {
            reports.add("rejected " + record);
        }

        @Override
        public void disconnected(String reason) {}
    };

    @BeforeEach
    void makeKnown() throws InterruptedException {
        try (SinkDriver other = new SinkDriver(Map.of("bootstrap.servers", "127.0.0.1:1"), "logs")) {
            session.send(other.frame("the first of this producer"));
        }
        answer(null);
        producer.clear();
        reports.clear();
    }

    @AfterEach
    void close() {
        frames.close();
        session.close();
    }

    /** Answers the oldest record under way, as Kafka's network thread; null is success. */
    private void answer(@Nullable RuntimeException refusal) throws InterruptedException {
        Thread network = new Thread(() -> {
            boolean any = refusal == null ? producer.completeNext() : producer.errorNext(refusal);
            if (!any) {
                reports.add("nothing was under way");
            }
        });
        network.start();
        network.join();
        session.poll(0, listener);
    }

    private static KafkaException innocent() {
        return new KafkaException("Failed to append record because it was part of a batch with invalid records");
    }

    private RecordId sent(int index) {
        ProducerRecord<byte[], byte[]> record = producer.history().get(index);
        return Objects.requireNonNull(
                RecordId.parse(record.headers().lastHeader(RecordId.HEADER_NAME).value()));
    }

    @Test
    void aFrameThatWasSpilledWithZstdIsSentRecordByRecord() {
        Frame frame = new FrameEncoder(SinkDriver.STREAM, Codec.ZSTD).compressed(frames.frame("x".repeat(1_000), "y"));
        assertEquals(Codec.ZSTD, frame.header().codec());
        assertTrue(session.send(frame));
        assertEquals(
                List.of("x".repeat(1_000), "y"),
                producer.history().stream()
                        .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                        .toList());
    }

    @Test
    void untilThePartitionHasOneOfTheProducersRecordsNoTwoAreUnderWay() throws InterruptedException {
        Session fresh = new Session(producer, new Records("logs", SinkDriver.STREAM, "shop", () -> 1_000), 0);
        Frame frame = frames.frame("a", "b", "c");
        assertFalse(fresh.send(frame));
        assertFalse(fresh.send(frame));
        assertEquals(1, producer.history().size());
        answer(new RecordTooLargeException("a is too large"));
        fresh.poll(0, listener);
        assertFalse(fresh.send(frame));
        assertEquals(2, producer.history().size(), "the declaration of a");
        answer(null);
        fresh.poll(0, listener);
        assertTrue(fresh.send(frame));
        assertEquals(4, producer.history().size());
    }

    @Test
    void aRecordThatIsInvalidEvenAloneIsRejectedAndTheInnocentOnesArrive() throws InterruptedException {
        session.send(frames.frame("a", "b", "c"));
        answer(innocent());
        answer(new InvalidRecordException("b is bad"));
        answer(innocent());
        assertEquals(List.of(0L, 2L), List.of(sent(3).seq(), sent(4).seq()), "the innocent ones go at once");
        answer(null);
        assertEquals(5, producer.history().size(), "c is under way: b waits");
        answer(null);
        assertEquals(1, sent(5).seq());
        assertEquals(List.of(), reports);
        answer(new InvalidRecordException("b is bad"));
        assertEquals(List.of("rejected 7:1"), reports);
        assertEquals(RecordId.Type.RANGE, sent(6).type());
        answer(null);
        assertEquals(List.of("rejected 7:1", "acked 7:2"), reports);
        assertNull(session.failure());
    }

    @Test
    void nothingElseIsTakenWhileARecordIsSentAlone() throws InterruptedException {
        Frame next = frames.frame("later");
        session.send(frames.frame("a", "b"));
        answer(new InvalidRecordException("one of the two is bad"));
        assertEquals(2, producer.history().size(), "b is still under way");
        assertFalse(session.send(next));
        answer(null);
        assertEquals(sent(0), sent(2));
        assertFalse(session.send(next));
        answer(null);
        assertTrue(session.send(next));
    }

    @Test
    void aTimeRefusedTwiceIsThisMachinesClock() throws InterruptedException {
        session.send(frames.frame(new SinkDriver.Event(5, "old")));
        assertEquals(5, producer.history().get(0).timestamp());
        answer(new InvalidTimestampException("too old"));
        assertEquals(1_000, producer.history().get(1).timestamp());
        answer(new InvalidTimestampException("and now too new"));
        assertNotNull(session.failure());
        assertEquals(List.of(), reports);
    }

    @Test
    void aTimeThatIsRefusedOnlyAloneIsTriedWithTheTimeOfNowToo() throws InterruptedException {
        session.send(frames.frame(new SinkDriver.Event(5, "old"), new SinkDriver.Event(6, "bad")));
        answer(new InvalidRecordException("5 is bad"));
        answer(new InvalidRecordException("6 is bad"));
        assertEquals(3, producer.history().size());
        answer(new InvalidTimestampException("5 is too old"));
        assertEquals(5, producer.history().size(), "both go with the time of now, not one by one");
        assertEquals(1_000, producer.history().get(3).timestamp());
        assertEquals(1_000, producer.history().get(4).timestamp());
        answer(null);
        answer(null);
        assertEquals(List.of("acked 7:1"), reports);
        session.send(frames.frame(new SinkDriver.Event(7, "next")));
        assertEquals(1_000, producer.history().get(5).timestamp(), "and so does all that follows");
    }

    @Test
    void anythingElseEndsTheSession() throws InterruptedException {
        for (RuntimeException refusal : List.of(
                new TopicAuthorizationException("logs"),
                new OutOfOrderSequenceException("lost"),
                new KafkaException("even alone"))) {
            Session ended = new Session(producer, new Records("logs", SinkDriver.STREAM, "shop", () -> 1_000), 0);
            ended.send(frames.frame("a"));
            for (int i = 0; i < 3 && ended.failure() == null; i++) {
                Thread network = new Thread(() -> producer.errorNext(refusal));
                network.start();
                network.join();
                ended.poll(0, listener);
            }
            assertTrue(Objects.requireNonNull(ended.failure()).contains(refusal.getMessage()), ended.failure());
            assertFalse(ended.send(frames.frame("b")));
        }
        assertEquals(List.of(), reports);
    }

    @Test
    void aProducerThatAnswersNothingForAMinuteIsGivenUp() {
        session.poll(Session.STUCK_NANOS, listener);
        session.send(frames.frame("a", "b"));
        session.poll(2 * Session.STUCK_NANOS - 1, listener);
        assertNull(session.failure(), "nothing was under way in the first minute");
        session.poll(2 * Session.STUCK_NANOS, listener);
        assertTrue(Objects.requireNonNull(session.failure()).contains("answers nothing for 60 s"));
    }

    @Test
    void aRangeThatIsRefusedEndsTheSession() throws InterruptedException {
        session.send(frames.frame("a"));
        answer(new RecordTooLargeException("a is too large"));
        answer(new RecordTooLargeException("so is its range"));
        assertNotNull(session.failure());
        assertEquals(List.of("rejected 7:0"), reports);
    }

    @Test
    void aProducerThatThrowsEndsTheSession() {
        producer.sendException = new KafkaException("in an error state");
        assertFalse(session.send(frames.frame("a")));
        assertTrue(Objects.requireNonNull(session.failure()).contains("in an error state"));
    }
}
