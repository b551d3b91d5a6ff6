package io.logferry.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.DropReason;
import io.logferry.frame.LostRange;
import io.logferry.frame.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Random topics against a naive model. A failing seed is named; {@code -Dlogferry.seed=N} runs it alone. */
class DeduplicatorRandomTest {
    private static final int TOPICS = 2_000;

    @Test
    void everyRecordOfATopicIsPassedOnOnce_inOrderUnlessLate_andWhatIsToldAddsUp() {
        forEachSeed(random -> {
            List<List<RecordId>> streams = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(3); i++) {
                streams.add(log(random, new UUID(7, i)));
            }
            followsTheModel(random, streams);
        });
    }

    @Test
    void anythingAtAllIsJudgedAsTheModelDoes() {
        forEachSeed(random -> {
            List<RecordId> anything = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                UUID stream = new UUID(7, 0);
                long epoch = 1L + random.nextInt(4);
                long seq = random.nextInt(15);
                anything.add(random.nextInt(4) == 0 ? range(random, stream, epoch, seq) : numbered(stream, epoch, seq));
            }
            followsTheModel(random, List.of(anything));
        });
    }

    /** The topic's partition mixes the streams. */
    private static void followsTheModel(Random random, List<List<RecordId>> streams) {
        Map<UUID, NaiveModel> models = new HashMap<>();
        Map<UUID, Position> lastFirsts = new HashMap<>();
        Set<RecordId> passedOn = new HashSet<>();
        Deduplicator deduplicator = new Deduplicator(10, new ByStream(models));
        List<List<RecordId>> rest = new ArrayList<>(streams);
        rest.replaceAll(ArrayList::new);
        while (!rest.isEmpty()) {
            List<RecordId> stream = rest.get(random.nextInt(rest.size()));
            RecordId id = stream.remove(0);
            if (stream.isEmpty()) {
                rest.remove(stream);
            }
            NaiveModel model = models.computeIfAbsent(id.streamId(), key -> new NaiveModel());
            Verdict expected = model.expect(id);
            Verdict verdict = deduplicator.accept(id);
            assertEquals(expected, verdict, id::toString);
            model.check();
            if (verdict != Verdict.REPEATED && id.lost() == null) {
                assertTrue(passedOn.add(id));
            }
            if (verdict == Verdict.FIRST && id.lost() == null) {
                Position position = new Position(id.epoch(), id.seq());
                Position before = lastFirsts.put(id.streamId(), position);
                assertTrue(before == null || before.compareTo(position) < 0);
            }
        }
        streams.forEach(stream ->
                stream.stream().filter(id -> id.lost() == null).forEach(id -> assertTrue(passedOn.contains(id))));
    }

    /** What a sender and a producer that is replaced now and then leave in the topic, from some place on. */
    private static List<RecordId> log(Random random, UUID stream) {
        List<RecordId> sent = new ArrayList<>();
        int epochs = 1 + random.nextInt(4);
        for (int epoch = 1; epoch <= epochs; epoch++) {
            long last = random.nextInt(25);
            boolean clean = random.nextBoolean();
            for (long seq = 0; seq <= last; seq++) {
                long lost = random.nextInt(8) == 0 ? 1 + random.nextInt(4) : 0;
                if (lost > 0 && random.nextInt(4) > 0) { // else nothing declares it
                    sent.add(RecordId.range(stream, lostRange(random, epoch, seq, seq + lost - 1)));
                }
                seq += lost;
                boolean end = clean && seq >= last;
                sent.add(end ? RecordId.end(stream, epoch, seq) : RecordId.data(stream, epoch, seq));
            }
        }
        List<RecordId> log = new ArrayList<>();
        for (int next = 0; next < sent.size(); next++) {
            log.add(sent.get(next));
            if (random.nextInt(20) == 0) {
                next = Math.max(-1, next - random.nextInt(20)); // the producer was replaced: from the first unsettled
            } else if (random.nextInt(20) == 0) {
                RecordId early = log.remove(log.size() - 1);
                log.add(Math.max(0, log.size() - random.nextInt(6)), early); // those it overtakes were refused once
            }
        }
        return log.subList(random.nextBoolean() ? 0 : random.nextInt(log.size()), log.size());
    }

    /** A fifth of all numbers are END. */
    private static RecordId numbered(UUID stream, long epoch, long seq) {
        return seq % 5 == 4 ? RecordId.end(stream, epoch, seq) : RecordId.data(stream, epoch, seq);
    }

    private static RecordId range(Random random, UUID stream, long epoch, long seq) {
        return RecordId.range(stream, lostRange(random, epoch, seq, seq + random.nextInt(6)));
    }

    private static LostRange lostRange(Random random, long epoch, long fromSeq, long toSeq) {
        DropReason reason = random.nextBoolean() ? DropReason.SPILL_FULL : DropReason.REJECTED;
        return new LostRange(reason, epoch, fromSeq, toSeq);
    }

    private static void forEachSeed(Consumer<Random> test) {
        Long only = Long.getLong("logferry.seed");
        long first = only != null ? only : System.currentTimeMillis() << 12;
        for (long seed = first; seed < (only != null ? first + 1 : first + TOPICS); seed++) {
            try {
                test.accept(new Random(seed));
            } catch (Throwable failure) {
                throw new AssertionError("rerun with -Dlogferry.seed=" + seed, failure);
            }
        }
    }

    /** Tells each stream's model. */
    private record ByStream(Map<UUID, NaiveModel> models) implements DeduplicatorListener {
        private NaiveModel of(UUID streamId) {
            return Objects.requireNonNull(models.get(streamId));
        }

        @Override
        public void gap(UUID streamId, long epoch, long fromSeq, long toSeq) {
            of(streamId).gap(streamId, epoch, fromSeq, toSeq);
        }

        @Override
        public void gapClosed(UUID streamId, long epoch, long fromSeq, long toSeq) {
            of(streamId).gapClosed(streamId, epoch, fromSeq, toSeq);
        }

        @Override
        public void lost(UUID streamId, LostRange range) {
            of(streamId).lost(streamId, range);
        }

        @Override
        public void found(UUID streamId, LostRange range) {
            of(streamId).found(streamId, range);
        }

        @Override
        public void ended(UUID streamId, long epoch, long lastSeq) {
            of(streamId).ended(streamId, epoch, lastSeq);
        }

        @Override
        public void endedUncleanly(UUID streamId, long epoch, long lastSeq) {
            of(streamId).endedUncleanly(streamId, epoch, lastSeq);
        }
    }
}
