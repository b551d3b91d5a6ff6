package io.logferry.frame;

import java.util.Comparator;

/**
 * Where a record stands in its stream: the epoch (one start of the stream), then its number in that epoch. Immutable.
 *
 * @param epoch the start it belongs to, not negative
 * @param seq the record's number in its epoch, from 0; {@code -1} stands for "before the first record"
 */
public record Position(long epoch, long seq) implements Comparable<Position> {
    /** Before every record of every stream. */
    public static final Position NONE = new Position(0, -1);

    private static final Comparator<Position> ORDER =
            Comparator.comparingLong(Position::epoch).thenComparingLong(Position::seq);

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }

    /** Tells whether this position is {@code (epoch, seq)} or comes after it. */
    public boolean covers(long otherEpoch, long otherSeq) {
        return epoch > otherEpoch || (epoch == otherEpoch && seq >= otherSeq);
    }

    @Override
    public String toString() {
        return epoch + ":" + seq;
    }
}
