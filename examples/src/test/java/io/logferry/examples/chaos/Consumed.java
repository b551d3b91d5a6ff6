package io.logferry.examples.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.logferry.broker.KafkaCluster;
import io.logferry.broker.TopicReader;
import io.logferry.frame.LostRange;
import io.logferry.kafka.Deduplicator;
import io.logferry.kafka.DeduplicatorListener;
import io.logferry.kafka.RecordId;
import io.logferry.kafka.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a consumer that de-duplicates makes of a topic, and what it is told. One thread. */
final class Consumed implements DeduplicatorListener {
    final Events events = new Events();

    /** The highest number, by stream and epoch. */
    final Map<UUID, TreeMap<Long, Long>> lastSeqs = new HashMap<>();

    final TreeSet<Long> endedEpochs = new TreeSet<>();
    final TreeSet<Long> uncleanEpochs = new TreeSet<>();
    final List<LostRange> lost = new ArrayList<>();

    /** Data that are none of the numbered events. */
    final List<String> others = new ArrayList<>();

    long repeated;
    private long late;
    private long missing;

    private Consumed() {}

    /** Reads the topic from its beginning to its end. */
    static Consumed of(KafkaCluster kafka, String topic) {
        return of(kafka.clientProperties(), topic);
    }

    /** The same for a client of its own. */
    static Consumed of(Map<String, String> clientProperties, String topic) {
        Consumed consumed = new Consumed();
        Deduplicator deduplicator = new Deduplicator(consumed);
        try (TopicReader reader = new TopicReader(clientProperties, topic)) {
            reader.readToEnd(Duration.ofSeconds(Await.DEADLINE_SECONDS), record -> consumed.take(record, deduplicator));
        }
        return consumed;
    }

    private void take(ConsumerRecord<byte[], byte[]> record, Deduplicator deduplicator) {
        RecordId id = Objects.requireNonNull(
                RecordId.parse(record.headers().lastHeader(RecordId.HEADER_NAME).value()));
        Verdict verdict = deduplicator.accept(id);
        if (verdict == Verdict.REPEATED) {
            repeated++;
            return;
        }
        late += verdict == Verdict.LATE ? 1 : 0;
        lastSeqs.computeIfAbsent(id.streamId(), s -> new TreeMap<>()).merge(id.epoch(), id.seq(), Math::max);
        String line = new String(record.value(), StandardCharsets.UTF_8);
        if (id.type() == RecordId.Type.DATA && !events.add(line)) {
            others.add(line);
        }
    }

    @Override
    public void gap(UUID streamId, long epoch, long fromSeq, long toSeq) {
        missing += toSeq - fromSeq + 1;
    }

    @Override
    public void gapClosed(UUID streamId, long epoch, long fromSeq, long toSeq) {
        missing -= toSeq - fromSeq + 1;
    }

    @Override
    public void lost(UUID streamId, LostRange range) {
        lost.add(range);
    }

    @Override
    public void found(UUID streamId, LostRange range) {
        throw new AssertionError(range + " was declared lost and is here");
    }

    @Override
    public void ended(UUID streamId, long epoch, long lastSeq) {
        endedEpochs.add(epoch);
    }

    @Override
    public void endedUncleanly(UUID streamId, long epoch, long lastSeq) {
        uncleanEpochs.add(epoch);
    }

    /** No number is missing without a reason, and no record was overtaken by another of its stream. */
    void assertInOrder() {
        assertEquals(0, missing, "numbers that are missing and not declared lost");
        assertEquals(0, late, "records that came after those behind them");
    }

    /** One clean epoch of one stream, nothing declared lost: so everything that the appender numbered is here. */
    void assertWhole() {
        assertInOrder();
        assertEquals(List.of(), lost);
        assertEquals(1, lastSeqs.size(), "streams");
        assertEquals(1, endedEpochs.size(), "epochs that ended cleanly");
        assertEquals(0, uncleanEpochs.size(), "epochs that did not");
    }
}
