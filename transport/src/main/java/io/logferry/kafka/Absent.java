package io.logferry.kafka;

import io.logferry.frame.DropReason;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive numbers that did not arrive, as far as is known. Immutable.
 *
 * @param told whether the listener knows; it is not told what came before the first number seen, nor what was forgotten
 * @param reason why they were lost, if that was declared
 */
record Absent(
        long fromSeq, long toSeq, boolean told, @Nullable DropReason reason) {
    static Absent untold(long fromSeq, long toSeq) {
        return new Absent(fromSeq, toSeq, false, null);
    }

    static Absent gap(long fromSeq, long toSeq) {
        return new Absent(fromSeq, toSeq, true, null);
    }

    static Absent lost(long fromSeq, long toSeq, DropReason reason) {
        return new Absent(fromSeq, toSeq, true, reason);
    }

    Absent part(long from, long to) {
        return new Absent(from, to, told, reason);
    }

    /** Tells whether the other one goes on where this one ends, and says the same. */
    boolean continuedBy(Absent other) {
        return toSeq + 1 == other.fromSeq && told == other.told && reason == other.reason;
    }
}
