package io.logferry.kafka;

import static io.logferry.kafka.Verdict.FIRST;
import static io.logferry.kafka.Verdict.LATE;
import static io.logferry.kafka.Verdict.REPEATED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.logferry.frame.DropReason;
import io.logferry.frame.LostRange;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DeduplicatorTest {
    private static final UUID STREAM = new UUID(1, 2);
    private static final UUID OTHER = new UUID(3, 4);

    private final ToldLosses told = new ToldLosses();
    private final Deduplicator deduplicator = new Deduplicator(told);

    @Test
    void aStretchThatComesAgainIsSkipped_whatFollowsItIsNew() {
        assertData(FIRST, 1, 5, 6, 7, 8);
        assertData(REPEATED, 1, 5, 6, 7, 8);
        assertData(FIRST, 1, 9, 10);
        assertTold();
    }

    @Test
    void aRecordThatOthersOvertookIsLate_itsGapIsToldAndClosed() {
        assertData(FIRST, 1, 0, 1, 3, 4);
        assertTold("gap 1:2-2");
        assertData(LATE, 1, 2);
        assertTold("gap closed 1:2-2");
        assertData(REPEATED, 1, 2, 3);
        assertData(FIRST, 1, 5);
        assertTold();
    }

    @Test
    void aGapThatIsFilledFromItsMiddleIsClosedNumberByNumber() {
        assertData(FIRST, 1, 0, 6);
        assertTold("gap 1:1-5");
        assertData(LATE, 1, 3, 5, 1, 2, 4);
        assertTold("gap closed 1:3-3", "gap closed 1:5-5", "gap closed 1:1-1", "gap closed 1:2-2", "gap closed 1:4-4");
        assertData(REPEATED, 1, 0, 1, 2, 3, 4, 5, 6);
    }

    @Test
    void aGapThatWasDeclaredBeforeIsLost() {
        assertData(FIRST, 1, 0, 1);
        assertRange(FIRST, DropReason.SPILL_FULL, 1, 2, 9);
        assertTold("lost 1:2-9 SPILL_FULL");
        assertRange(REPEATED, DropReason.SPILL_FULL, 1, 2, 9);
        assertData(FIRST, 1, 10);
        assertRange(REPEATED, DropReason.CORRUPT, 1, 3, 4);
        assertTold();
    }

    @Test
    void aGapThatIsDeclaredLaterIsClosedAndLost() {
        assertData(FIRST, 1, 0, 10);
        assertTold("gap 1:1-9");
        assertRange(LATE, DropReason.REJECTED, 1, 4, 6);
        assertTold("gap closed 1:4-6", "lost 1:4-6 REJECTED");
        assertRange(LATE, DropReason.CORRUPT, 1, 0, 10);
        assertTold(
                "gap closed 1:1-3", "lost 1:1-3 CORRUPT",
                "gap closed 1:7-9", "lost 1:7-9 CORRUPT");
    }

    @Test
    void dataWinsOverARange_beforeItAndAfterIt() {
        assertData(FIRST, 1, 0, 1, 2, 3);
        assertRange(FIRST, DropReason.CORRUPT, 1, 1, 6);
        assertTold("lost 1:4-6 CORRUPT");
        assertData(LATE, 1, 5);
        assertTold("found 1:5-5 CORRUPT");
        assertData(REPEATED, 1, 5, 1);
        assertRange(REPEATED, DropReason.CORRUPT, 1, 1, 6);
        assertTold();
    }

    @Test
    void aRangeThatIsNotTheNextNumberLeavesAGapBeforeIt() {
        assertData(FIRST, 1, 0);
        assertRange(FIRST, DropReason.REJECTED, 1, 3, 4);
        assertTold("gap 1:1-2", "lost 1:3-4 REJECTED");
    }

    @Test
    void aConsumerThatBeginsInTheMiddleHearsOfNoGapBefore_andGetsWhatIsRepeatedFromThere() {
        assertData(FIRST, 1, 8);
        assertData(LATE, 1, 6, 7);
        assertData(REPEATED, 1, 8);
        assertData(FIRST, 1, 9);
        assertTold();
        assertRange(LATE, DropReason.CORRUPT, 1, 4, 7);
        assertTold("lost 1:4-5 CORRUPT");
    }

    @Test
    void theNextEpochIsExpectedFromItsFirstNumberOn() {
        assertData(FIRST, 1, 4);
        assertEnd(FIRST, 1, 5);
        assertTold("ended 1:5");
        assertData(FIRST, 2, 2);
        assertTold("gap 2:0-1");
        assertEnd(REPEATED, 1, 5);
        assertTold();
    }

    @Test
    void anEpochWithoutAnEndEndedUncleanlyWhenTheNextBegins() {
        assertData(FIRST, 1, 0, 1);
        assertData(FIRST, 2, 0);
        assertTold("ended uncleanly 1:1");
        assertData(REPEATED, 1, 0, 1);
        assertData(REPEATED, 2, 0);
        assertTold();
    }

    @Test
    void anEpochThatGoesOnAfterItsEndIsCleanOnlyIfItEndsAgain() {
        assertEnd(FIRST, 1, 0);
        assertData(FIRST, 1, 1);
        assertEnd(FIRST, 1, 2);
        assertTold("ended 1:0", "ended 1:2");
        assertData(FIRST, 1, 3);
        assertData(FIRST, 2, 0);
        assertTold("ended uncleanly 1:3");
        assertEnd(FIRST, 2, 1);
        assertRange(FIRST, DropReason.SHUTDOWN, 2, 2, 3);
        assertData(FIRST, 3, 0);
        assertTold("ended 2:1", "lost 2:2-3 SHUTDOWN", "ended uncleanly 2:3");
    }

    @Test
    void anEndThatWasDeclaredLostAndComesAfterAllEndsItsEpoch() {
        assertData(FIRST, 1, 0);
        assertRange(FIRST, DropReason.CORRUPT, 1, 1, 2);
        assertEnd(LATE, 1, 2);
        assertTold("lost 1:1-2 CORRUPT", "ended 1:2", "found 1:2-2 CORRUPT");
        assertData(FIRST, 2, 0);
        assertTold();
    }

    @Test
    void moreOfAnOlderEpochIsLate() {
        assertData(FIRST, 7, 0);
        assertData(FIRST, 9, 0);
        assertTold("ended uncleanly 7:0");
        assertData(LATE, 7, 1, 3);
        assertEnd(LATE, 7, 4);
        assertTold("gap 7:2-2", "ended 7:4");
        assertData(LATE, 8, 6, 5); // not followed from its start
        assertData(REPEATED, 8, 6);
        assertTold();
        assertData(FIRST, 9, 1);
    }

    @Test
    void streamsAreJudgedApart() {
        assertData(FIRST, 1, 0, 1);
        assertEquals(FIRST, deduplicator.accept(RecordId.data(OTHER, 1, 0)));
        assertEquals(FIRST, deduplicator.accept(RecordId.data(OTHER, 1, 1)));
        assertData(REPEATED, 1, 1);
        assertEquals(REPEATED, deduplicator.accept(RecordId.data(OTHER, 1, 1)));
        assertTold();
    }

    @Test
    void theHighestNumbersAreNumbersLikeOthers() {
        long most = Long.MAX_VALUE - 1;
        assertData(FIRST, 1, 0, most);
        assertTold("gap 1:1-" + (most - 1));
        assertData(LATE, 1, most - 1);
        assertTold("gap closed 1:" + (most - 1) + "-" + (most - 1));
        assertRange(LATE, DropReason.CORRUPT, 1, 0, most);
        assertTold("gap closed 1:1-" + (most - 2), "lost 1:1-" + (most - 2) + " CORRUPT");
        assertData(REPEATED, 1, 0, most - 1, most);
    }

    @Test
    void aRecordAtWhichTheListenerThrewCountsAsNotSeen() {
        boolean[] broken = {true};
        Deduplicator watched = new Deduplicator(new DeduplicatorListener() {
            @Override
            public void gap(UUID streamId, long epoch, long fromSeq, long toSeq) {
                fail();
            }

            @Override
            public void gapClosed(UUID streamId, long epoch, long fromSeq, long toSeq) {
                fail();
            }

            private void fail() {
                broken[0] = !broken[0];
                if (!broken[0]) {
                    throw new IllegalStateException("test");
                }
            }
        });
        assertEquals(FIRST, watched.accept(RecordId.data(STREAM, 1, 0)));
        assertThrows(IllegalStateException.class, () -> watched.accept(RecordId.data(STREAM, 1, 2)));
        assertEquals(FIRST, watched.accept(RecordId.data(STREAM, 1, 2)));
        assertThrows(IllegalStateException.class, () -> watched.accept(RecordId.data(STREAM, 1, 1)));
        assertEquals(LATE, watched.accept(RecordId.data(STREAM, 1, 1)));
    }

    @Test
    void maxStreamsIsAtLeastOne() {
        String message = assertThrows(IllegalArgumentException.class, () -> new Deduplicator(0, told))
                .getMessage();
        assertEquals("maxStreams=0, allowed are numbers from 1 on", message);
    }

    private void assertData(Verdict expected, long epoch, long... numbers) {
        LongStream.of(numbers).forEach(seq -> {
            RecordId id = RecordId.data(STREAM, epoch, seq);
            assertEquals(expected, deduplicator.accept(id), id::toString);
        });
    }

    private void assertEnd(Verdict expected, long epoch, long seq) {
        assertEquals(expected, deduplicator.accept(RecordId.end(STREAM, epoch, seq)));
    }

    private void assertRange(Verdict expected, DropReason reason, long epoch, long fromSeq, long toSeq) {
        LostRange range = new LostRange(reason, epoch, fromSeq, toSeq);
        assertEquals(expected, deduplicator.accept(RecordId.range(STREAM, range)));
    }

    private void assertTold(String... expected) {
        assertEquals(List.of(expected), told.take());
    }
}
