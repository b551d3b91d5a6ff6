package io.logferry.sender;

import io.logferry.frame.DropReason;
import io.logferry.frame.FrameHeader;
import io.logferry.frame.LostRange;
import io.logferry.frame.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Remembers why numbers are missing, until the gap comes up. It is memory, not truth: the gap itself is derived from
 * positions, and one whose reason was forgotten (a restart, too many at once) is CORRUPT. Sender thread only.
 */
final class Losses {
    private static final int MOST_RANGES = 1_024;

    private final TreeMap<Position, LostRange> known = new TreeMap<>();

    void add(LostRange range) {
        Position first = new Position(range.epoch(), range.fromSeq());
        var before = known.lowerEntry(first);
        if (before != null && continues(before.getValue(), range)) {
            LostRange start = before.getValue();
            range = new LostRange(range.reason(), range.epoch(), start.fromSeq(), range.toSeq());
            first = before.getKey();
        }
        known.put(first, range);
        if (known.size() > MOST_RANGES) {
            known.pollFirstEntry();
        }
    }

    private static boolean continues(LostRange before, LostRange range) {
        return before.reason() == range.reason()
                && before.epoch() == range.epoch()
                && before.toSeq() + 1 == range.fromSeq();
    }

    /**
     * The ranges to declare between the last position and the frame that is to follow it, in order. What is known about
     * them is forgotten.
     */
    List<LostRange> between(Position last, FrameHeader next) {
        if (next.epoch() == last.epoch() && next.firstSeq() == last.seq() + 1) {
            return List.of();
        }
        List<LostRange> gaps = new ArrayList<>();
        Position reached = last;
        Position end = new Position(next.epoch(), next.firstSeq());
        while (!known.isEmpty() && known.firstKey().compareTo(end) < 0) {
            LostRange range = known.pollFirstEntry().getValue();
            if (reached.covers(range.epoch(), range.toSeq())) {
                continue;
            }
            fillTo(reached, range.epoch(), range.fromSeq(), gaps);
            long from = firstAfter(reached, range.epoch());
            gaps.add(new LostRange(range.reason(), range.epoch(), Math.max(from, range.fromSeq()), range.toSeq()));
            reached = range.last();
        }
        fillTo(reached, next.epoch(), next.firstSeq(), gaps);
        return gaps;
    }

    private static void fillTo(Position reached, long epoch, long seq, List<LostRange> gaps) {
        long from = firstAfter(reached, epoch);
        if (from < seq) {
            gaps.add(new LostRange(DropReason.CORRUPT, epoch, from, seq - 1));
        }
    }

    private static long firstAfter(Position reached, long epoch) {
        return reached.epoch() == epoch ? reached.seq() + 1 : 0;
    }
}
