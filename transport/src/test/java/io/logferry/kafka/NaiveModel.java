package io.logferry.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.DropReason;
import io.logferry.frame.LostRange;
import io.logferry.frame.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What a de-duplicator of one stream says, worked out number by number; and, as its listener, what it told, of which no
 * number may be told twice.
 */
final class NaiveModel implements DeduplicatorListener {
    private final Set<Position> arrived = new HashSet<>();
    private final Map<Position, DropReason> declared = new HashMap<>();
    /** By epoch: the first number looked for, the highest, and whether that is an END. */
    private final TreeMap<Long, Long> firstSeqs = new TreeMap<>();

    private final TreeMap<Long, Long> lastSeqs = new TreeMap<>();
    private final Set<Position> ends = new HashSet<>();
    private final List<Position> unclean = new ArrayList<>();

    private final Set<Position> toldGaps = new TreeSet<>();
    private final Map<Position, DropReason> toldLost = new HashMap<>();
    private final Set<Position> toldEnds = new HashSet<>();
    private final List<Position> toldUnclean = new ArrayList<>();

    /** Takes the record and says what the verdict has to be. */
    Verdict expect(RecordId id) {
        boolean behind = behind(id);
        begin(id);
        LostRange lost = id.lost();
        if (lost != null) {
            return expectRange(id, lost);
        }
        Position position = new Position(id.epoch(), id.seq());
        if (!arrived.add(position)) {
            return Verdict.REPEATED;
        }
        declared.remove(position);
        if (id.type() == RecordId.Type.END) {
            ends.add(position);
        }
        lastSeqs.merge(id.epoch(), id.seq(), Math::max);
        return behind ? Verdict.LATE : Verdict.FIRST;
    }

    private Verdict expectRange(RecordId id, LostRange lost) {
        boolean news = false;
        boolean behind = behind(RecordId.data(id.streamId(), id.epoch(), lost.toSeq()));
        for (long seq = lost.fromSeq(); seq <= lost.toSeq(); seq++) {
            Position position = new Position(lost.epoch(), seq);
            news |= !arrived.contains(position) && declared.putIfAbsent(position, lost.reason()) == null;
        }
        lastSeqs.merge(id.epoch(), lost.toSeq(), Math::max);
        declared.keySet().removeAll(arrived);
        return !news ? Verdict.REPEATED : behind ? Verdict.LATE : Verdict.FIRST;
    }

    private boolean behind(RecordId id) {
        return !lastSeqs.isEmpty()
                && new Position(lastSeqs.lastKey(), lastSeqs.lastEntry().getValue()).covers(id.epoch(), id.seq());
    }

    private void begin(RecordId id) {
        if (firstSeqs.containsKey(id.epoch())) {
            return;
        }
        boolean follows = !firstSeqs.isEmpty() && id.epoch() > firstSeqs.lastKey();
        if (follows) {
            Position last =
                    new Position(lastSeqs.lastKey(), lastSeqs.lastEntry().getValue());
            if (!ends.contains(last)) {
                unclean.add(last);
            }
        }
        firstSeqs.put(id.epoch(), follows ? 0 : id.seq());
    }

    /** Compares what was told with what never arrived. */
    void check() {
        Set<Position> gaps = new TreeSet<>();
        firstSeqs.forEach((epoch, first) -> {
            for (long seq = first; seq <= lastSeqs.getOrDefault(epoch, -1L); seq++) {
                Position position = new Position(epoch, seq);
                if (!arrived.contains(position) && !declared.containsKey(position)) {
                    gaps.add(position);
                }
            }
        });
        assertEquals(gaps, toldGaps);
        assertEquals(declared, toldLost);
        assertEquals(unclean, toldUnclean);
        lastSeqs.forEach((epoch, last) -> {
            Position position = new Position(epoch, last);
            assertTrue(!ends.contains(position) || toldEnds.contains(position));
        });
        assertTrue(ends.containsAll(toldEnds));
    }

    @Override
    public void gap(UUID streamId, long epoch, long fromSeq, long toSeq) {
        for (long seq = fromSeq; seq <= toSeq; seq++) {
            assertTrue(toldGaps.add(new Position(epoch, seq)));
        }
    }

    @Override
    public void gapClosed(UUID streamId, long epoch, long fromSeq, long toSeq) {
        for (long seq = fromSeq; seq <= toSeq; seq++) {
            assertTrue(toldGaps.remove(new Position(epoch, seq)));
        }
    }

    @Override
    public void lost(UUID streamId, LostRange range) {
        for (long seq = range.fromSeq(); seq <= range.toSeq(); seq++) {
            Position position = new Position(range.epoch(), seq);
            DropReason before = toldLost.put(position, range.reason());
            assertNull(before);
            assertTrue(!toldGaps.contains(position));
        }
    }

    @Override
    public void found(UUID streamId, LostRange range) {
        assertEquals(1, range.count());
        assertEquals(range.reason(), toldLost.remove(range.last()));
    }

    @Override
    public void ended(UUID streamId, long epoch, long lastSeq) {
        assertTrue(toldEnds.add(new Position(epoch, lastSeq)));
    }

    @Override
    public void endedUncleanly(UUID streamId, long epoch, long lastSeq) {
        toldUnclean.add(new Position(epoch, lastSeq));
    }
}
