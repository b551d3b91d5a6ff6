package io.logferry.kafka;

import static io.logferry.kafka.Verdict.FIRST;
import static io.logferry.kafka.Verdict.LATE;
import static io.logferry.kafka.Verdict.REPEATED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.DropReason;
import io.logferry.frame.LostRange;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is forgotten, and that forgetting never withholds a record. */
class DeduplicatorBoundsTest {
    private static final UUID STREAM = new UUID(1, 2);
    private static final int MOST_ABSENT_RANGES = Deduplicator.MOST_ABSENT_RANGES;

    private final Deduplicator deduplicator = new Deduplicator(1_000, new DeduplicatorListener() {});

    @Test
    void ofAMillionStreamsTheLastOnesAreRemembered() {
        for (int i = 0; i < 1_000_000; i++) {
            assertEquals(FIRST, deduplicator.accept(RecordId.data(new UUID(0, i), 1, 0)));
            assertEquals(FIRST, deduplicator.accept(RecordId.data(STREAM, 1, i)));
        }
        assertEquals(REPEATED, deduplicator.accept(RecordId.data(STREAM, 1, 0))); // used all the time
        assertEquals(REPEATED, deduplicator.accept(RecordId.data(new UUID(0, 999_999), 1, 0)));
        assertEquals(REPEATED, deduplicator.accept(RecordId.data(new UUID(0, 999_001), 1, 0)));
        assertEquals(FIRST, deduplicator.accept(RecordId.data(new UUID(0, 999_000), 1, 0)));
    }

    @Test
    void ofAlternatingNumbersTheHighestAreRemembered() {
        int last = 200_000;
        for (int seq = 0; seq <= last; seq += 2) {
            assertEquals(FIRST, deduplicator.accept(RecordId.data(STREAM, 1, seq)));
        }
        for (int back = 0; back < MOST_ABSENT_RANGES; back++) {
            assertEquals(REPEATED, deduplicator.accept(RecordId.data(STREAM, 1, last - 2L * back)));
        }
        assertEquals(LATE, deduplicator.accept(RecordId.data(STREAM, 1, last - 2L * MOST_ABSENT_RANGES)));
        assertEquals(LATE, deduplicator.accept(RecordId.data(STREAM, 1, 2)));
        assertEquals(LATE, deduplicator.accept(RecordId.data(STREAM, 1, 2))); // it may be passed on twice
        assertEquals(FIRST, deduplicator.accept(RecordId.data(STREAM, 1, last + 1)));
    }

    @Test
    void ofManyEpochsTheHighestAreRemembered() {
        int last = 1_000;
        for (int epoch = 1; epoch <= last; epoch++) {
            assertEquals(FIRST, deduplicator.accept(RecordId.data(STREAM, epoch, 0)));
        }
        for (int back = 0; back < Deduplicator.MOST_EPOCHS; back++) {
            assertEquals(REPEATED, deduplicator.accept(RecordId.data(STREAM, last - back, 0)));
        }
        assertEquals(LATE, deduplicator.accept(RecordId.data(STREAM, last - Deduplicator.MOST_EPOCHS, 0)));
        assertEquals(REPEATED, deduplicator.accept(RecordId.data(STREAM, last, 0)));
    }

    @Test
    void anOlderEpochIsForgottenBeforeRangesOfTheNewest() {
        deduplicator.accept(RecordId.data(STREAM, 1, 0));
        for (int seq = 0; seq <= 2 * MOST_ABSENT_RANGES; seq += 2) {
            deduplicator.accept(RecordId.data(STREAM, 2, seq));
        }
        assertEquals(REPEATED, deduplicator.accept(RecordId.data(STREAM, 1, 0)));
        deduplicator.accept(RecordId.data(STREAM, 2, 2L * MOST_ABSENT_RANGES + 2));
        assertEquals(LATE, deduplicator.accept(RecordId.data(STREAM, 1, 0)));
    }

    @Test
    void neighboursLostForOneReasonAreOneRange_declaredUpwardsOrDownwards() {
        int losses = 2 * MOST_ABSENT_RANGES;
        deduplicator.accept(RecordId.data(STREAM, 1, 0));
        deduplicator.accept(RecordId.data(STREAM, 2, 0));
        for (int seq = 1; seq <= losses; seq++) {
            assertEquals(FIRST, deduplicator.accept(lost(seq)));
        }
        assertEquals(FIRST, deduplicator.accept(RecordId.data(STREAM, 2, 2L * losses + 1)));
        for (int seq = 2 * losses; seq > losses; seq--) {
            assertEquals(LATE, deduplicator.accept(lost(seq)));
        }
        assertEquals(REPEATED, deduplicator.accept(RecordId.data(STREAM, 1, 0))); // or the lower epoch were forgotten
    }

    private static RecordId lost(long seq) {
        return RecordId.range(STREAM, new LostRange(DropReason.REJECTED, 2, seq, seq));
    }

    @Test
    void aRecordThatWasNotSeenIsNeverWithheld_whateverComes() {
        long first = System.nanoTime();
        Long only = Long.getLong("logferry.seed");
        for (long seed = only == null ? first : only; seed < (only == null ? first + 40 : only + 1); seed++) {
            neverWithholds(new Random(seed), "rerun with -Dlogferry.seed=" + seed);
        }
    }

    private static void neverWithholds(Random random, String rerun) {
        Deduplicator small = new Deduplicator(3, new DeduplicatorListener() {});
        Set<RecordId> seen = new HashSet<>();
        int epochs = 1 + random.nextInt(20);
        int numbers = 8 * MOST_ABSENT_RANGES;
        boolean forgot = false;
        for (int step = 0; step < 20_000; step++) {
            UUID stream = new UUID(0, random.nextInt(100) / 30);
            long epoch = random.nextInt(epochs);
            long seq = random.nextInt(numbers);
            if (random.nextInt(50) == 0) {
                LostRange lost = new LostRange(DropReason.CORRUPT, epoch, seq, seq + random.nextInt(20));
                small.accept(RecordId.range(stream, lost));
                continue;
            }
            RecordId id = RecordId.data(stream, epoch, seq);
            Verdict verdict = small.accept(id);
            if (seen.add(id)) {
                assertNotEquals(REPEATED, verdict, rerun);
            } else {
                forgot |= verdict != REPEATED;
            }
        }
        assertTrue(forgot, "the bounds were not reached; " + rerun);
    }
}
