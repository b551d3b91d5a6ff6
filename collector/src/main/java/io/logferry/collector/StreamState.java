package io.logferry.collector;

import io.logferry.frame.Position;

/**
 * What is known of a stream after some index entry. Immutable.
 *
 * @param last the last durable position
 * @param helloEpoch the highest epoch that said HELLO, not below the last position's
 * @param open whether the last position's epoch has records here and no END yet
 */
record StreamState(Position last, long helloEpoch, boolean open) {
    static final StreamState NEW = new StreamState(Position.NONE, 0, false);

    /** The state once this entry is durable too. */
    StreamState after(IndexEntry entry) {
        return switch (entry.kind()) {
            case DATA, RANGE -> at(entry.last(), true);
            case END -> at(entry.last(), false);
            case UNCLEAN -> at(last, false);
            case ELSEWHERE -> at(entry.last(), entry.last().seq() >= 0); // how that epoch ended is not known here
            case HELLO -> new StreamState(last, Math.max(helloEpoch, entry.epoch()), open);
        };
    }

    private StreamState at(Position position, boolean nowOpen) {
        return new StreamState(position, Math.max(helloEpoch, position.epoch()), nowOpen);
    }

    /** Tells whether numbers that begin here follow the last position without a hole. */
    boolean isNext(long epoch, long firstSeq) {
        return epoch == last.epoch() ? firstSeq <= last.seq() + 1 : epoch > last.epoch() && firstSeq == 0;
    }

    /** The first number of the epoch that is not stored. */
    long nextSeq(long epoch) {
        return epoch == last.epoch() ? last.seq() + 1 : 0;
    }
}
