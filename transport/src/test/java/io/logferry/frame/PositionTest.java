package io.logferry.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PositionTest {
    @Test
    void positionsAreOrderedByEpochThenSeq() {
        List<Position> ordered =
                List.of(Position.NONE, new Position(0, 0), new Position(0, 7), new Position(1, 0), new Position(2, 3));
        for (int i = 0; i < ordered.size(); i++) {
            for (int j = 0; j < ordered.size(); j++) {
                Position one = ordered.get(i);
                Position other = ordered.get(j);
                assertEquals(Integer.compare(i, j), Integer.signum(one.compareTo(other)));
                assertEquals(i >= j, one.covers(other.epoch(), other.seq()));
            }
        }
    }

    @Test
    void aRangeCountsBothOfItsEnds() {
        LostRange range = new LostRange(DropReason.SPILL_FULL, 3, 10, 12);
        assertEquals(3, range.count());
        assertEquals(new Position(3, 12), range.last());
        assertEquals(1, new LostRange(DropReason.CORRUPT, 0, 5, 5).count());
    }

    @Test
    void aRangeOfNoNumbersIsRefusedWithItsValues() {
        assertThrows(IllegalArgumentException.class, () -> new LostRange(DropReason.CORRUPT, -1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new LostRange(DropReason.CORRUPT, 0, -1, 0));
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> new LostRange(DropReason.CORRUPT, 0, 5, 4));
        assertTrue(String.valueOf(refused.getMessage()).contains("fromSeq=5 toSeq=4"));
    }

    @Test
    void ordinalsThatAreWrittenNeverChange() {
        assertEquals(
                "[TRACE, DEBUG, INFO, WARN, ERROR, FATAL]",
                List.of(Level.values()).toString());
        assertEquals(
                "[RING_FULL, TOO_LARGE, ENCODE_FAILED, SPILL_FULL, CORRUPT, REJECTED, SHUTDOWN]",
                List.of(DropReason.values()).toString());
        assertEquals(Level.values().length, Level.COUNT);
        assertEquals(DropReason.values().length, DropReason.COUNT);
    }
}
