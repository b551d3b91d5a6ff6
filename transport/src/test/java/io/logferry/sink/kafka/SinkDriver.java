package io.logferry.sink.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.logferry.frame.Batch;
import io.logferry.frame.Codec;
import io.logferry.frame.Frame;
import io.logferry.frame.FrameEncoder;
import io.logferry.frame.Level;
import io.logferry.frame.LostRange;
import io.logferry.frame.Position;
import io.logferry.frame.RecordEncoder;
import io.logferry.sink.Hello;
import io.logferry.sink.Nack;
import io.logferry.sink.SinkListener;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Plays the sender to a Kafka sink, and keeps what it reports. Test thread only. */
final class SinkDriver implements SinkListener, AutoCloseable {
    static final UUID STREAM = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    static final long EPOCH = 7;
    private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long METADATA_MILLIS = 5_000;

    /** Enough for an attempt that is to end, or that comes again. */
    static final long BRIEF_MILLIS = 1_000;

    /** An event: its time and its text. */
    record Event(long timeMillis, String text) {}

    private static final RecordEncoder<Event> ENCODER = new RecordEncoder<>() {
        @Override
        public long timeNanos(Event event) {
            return TimeUnit.MILLISECONDS.toNanos(event.timeMillis());
        }

        @Override
        public Level level(Event event) {
            return Level.INFO;
        }

        @Override
        public void encode(Event event, ByteBuffer into) {
            into.put(event.text().getBytes(StandardCharsets.UTF_8));
        }
    };

    /** What was reported and not yet expected, oldest first. */
    final Deque<String> reports = new ArrayDeque<>();

    final KafkaSink sink;
    private final FrameEncoder encoder = new FrameEncoder(STREAM, Codec.NONE);
    private long nextSeq;

    /** The sink's clock is ahead by so much. */
    long aheadMillis;

    SinkDriver(Map<String, String> clientProperties, String topic) {
        this(clientProperties, topic, Map.of());
    }

    SinkDriver(Map<String, String> clientProperties, String topic, Map<String, String> producerConfig) {
        this(clientProperties, topic, producerConfig, METADATA_MILLIS);
    }

    SinkDriver(
            Map<String, String> clientProperties,
            String topic,
            Map<String, String> producerConfig,
            long metadataMillis) {
        Map<String, String> properties = new HashMap<>(clientProperties);
        String bootstrapServers = Objects.requireNonNull(properties.remove("bootstrap.servers"));
        properties.putAll(producerConfig);
        sink = new KafkaSink(
                new KafkaSinkConfig(bootstrapServers, topic, properties),
                SinkDriver::newThread,
                () -> System.currentTimeMillis() + aheadMillis,
                metadataMillis);
    }

    private static Thread newThread(Runnable task) {
        Thread thread = new Thread(task, "logferry-test");
        thread.setDaemon(true);
        return thread;
    }

    /** Begins to connect. */
    void connect() {
        sink.connect(new Hello(STREAM, "shop", EPOCH, Position.NONE));
    }

    /** Connects; the cluster is up and has the topic. */
    SinkDriver connected() {
        connect();
        assertEquals("connected 0:-1", nextReport());
        return this;
    }

    /** Connects, in as many attempts as it takes. */
    void connectedAtLast() {
        connect();
        String connected = "connected 0:-1";
        until(() -> {
            if (!reports.isEmpty() && !reports.contains(connected)) {
                reports.clear();
                connect();
            }
            return reports.contains(connected);
        });
        reports.clear();
    }

    /** A frame of the next numbers. */
    Frame frame(Event... events) {
        Batch batch = new Batch(1 << 20, events.length);
        for (Event event : events) {
            assertEquals(Batch.Result.ADDED, batch.add(event, ENCODER));
        }
        Frame frame = encoder.seal(batch, EPOCH, nextSeq);
        nextSeq += events.length;
        return frame;
    }

    /** The END frame of the epoch. */
    Frame end(String text) {
        Batch batch = new Batch(1 << 20, 1);
        assertEquals(Batch.Result.ADDED, batch.add(new Event(System.currentTimeMillis(), text), ENCODER));
        return encoder.sealEnd(batch, EPOCH, nextSeq++);
    }

    /** A frame of texts that were logged now. */
    Frame frame(String... texts) {
        Event[] events = new Event[texts.length];
        for (int i = 0; i < texts.length; i++) {
            events[i] = new Event(System.currentTimeMillis(), texts[i]);
        }
        return frame(events);
    }

    /** Sends it whole, polling for room. */
    void send(Frame frame) {
        until(() -> sink.send(frame));
    }

    void send(LostRange range) {
        until(() -> sink.send(range));
    }

    /** Polls until the sink reports this. */
    void expect(String report) {
        assertEquals(report, nextReport());
    }

    /** Polls until the sink reports something. */
    String nextReport() {
        until(() -> !reports.isEmpty());
        return reports.remove();
    }

    /** Polls until everything up to this number is acked; the reports before it. */
    List<String> untilAcked(long seq) {
        String last = "acked " + EPOCH + ":" + seq;
        until(() -> reports.contains(last));
        List<String> before = List.copyOf(reports);
        reports.clear();
        return before;
    }

    private void until(BooleanSupplier condition) {
        await(
                () -> {
                    boolean met = condition.getAsBoolean();
                    if (!met) {
                        sink.poll(System.nanoTime(), this);
                    }
                    return met;
                },
                reports);
    }

    static void await(BooleanSupplier condition, Object state) {
        long startNanos = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - startNanos > DEADLINE_NANOS) {
                throw new AssertionError("it did not happen: " + state);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    @Override
    public void connected(Position last, long windowBytes) {
        reports.add("connected " + last);
    }

    @Override
    public void acked(Position last) {
        reports.add("acked " + last);
    }

    @Override
    public void nacked(Nack nack) {
        reports.add("nacked " + nack);
    }

    @Override
    public void rejected(Position record, String reason) {
        reports.add("rejected " + record + " " + reason);
    }

    @Override
    public void disconnected(String reason) {
        reports.add("disconnected " + reason);
    }

    @Override
    public void close() {
        sink.close();
    }
}
