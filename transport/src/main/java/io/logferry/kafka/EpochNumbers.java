package io.logferry.kafka;

import io.logferry.frame.DropReason;
import io.logferry.frame.LostRange;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Which numbers of one epoch arrived: all below {@code next} but the absent ones. One thread at a time.
 *
 * <p>The listener is told first and the change made after: if it throws, nothing that was not passed on counts as seen.
 */
final class EpochNumbers {
    private final UUID streamId;
    private final long epoch;
    private final DeduplicatorListener listener;

    /** Ascending, not overlapping, all below next. */
    private final List<Absent> absent = new ArrayList<>(0);

    /** One more than the highest number that arrived or was declared lost. */
    private long next;

    /** Whether that highest number is an END. */
    private boolean clean;

    /** Of numbers below the first one nothing will be told. */
    EpochNumbers(UUID streamId, long epoch, long firstSeq, DeduplicatorListener listener) {
        this.streamId = streamId;
        this.epoch = epoch;
        this.next = firstSeq;
        this.listener = listener;
        if (firstSeq > 0) {
            absent.add(Absent.untold(0, firstSeq - 1));
        }
    }

    long epoch() {
        return epoch;
    }

    int absentRanges() {
        return absent.size();
    }

    /** A numbered record is here. */
    Verdict arrived(long seq, boolean end) {
        if (seq >= next) {
            jumpTo(seq);
            tellEnd(seq, end);
            next = seq + 1;
            clean = end;
            return Verdict.FIRST;
        }
        int at = indexOf(seq);
        if (at < 0) {
            return Verdict.REPEATED;
        }
        boolean ends = end && seq == next - 1; // it had been declared lost
        tellEnd(seq, ends);
        tellArrived(seq, absent.get(at));
        cut(at, seq, seq);
        clean |= ends;
        return Verdict.LATE;
    }

    /** A RANGE is here. */
    Verdict lost(LostRange range) {
        DropReason reason = range.reason();
        boolean news = false;
        for (int at = undeclared(range); at >= 0; at = undeclared(range)) {
            Absent whole = absent.get(at);
            long from = Math.max(whole.fromSeq(), range.fromSeq());
            long to = Math.min(whole.toSeq(), range.toSeq());
            if (whole.told()) {
                listener.gapClosed(streamId, epoch, from, to);
            }
            listener.lost(streamId, new LostRange(reason, epoch, from, to));
            cut(at, from, to);
            add(Absent.lost(from, to, reason));
            news = true;
        }
        if (range.toSeq() < next) {
            return news ? Verdict.LATE : Verdict.REPEATED;
        }
        long from = Math.max(range.fromSeq(), next);
        jumpTo(from);
        listener.lost(streamId, new LostRange(reason, epoch, from, range.toSeq()));
        add(Absent.lost(from, range.toSeq(), reason));
        next = range.toSeq() + 1;
        clean = false;
        return Verdict.FIRST;
    }

    /** A higher epoch begins. */
    void followed() {
        if (!clean) {
            listener.endedUncleanly(streamId, epoch, next - 1);
        }
    }

    /** Makes two ranges one by forgetting what arrived between them. */
    void forgetLowest() {
        Absent lowest = absent.remove(0);
        absent.set(0, Absent.untold(lowest.fromSeq(), absent.get(0).toSeq()));
    }

    private void jumpTo(long seq) {
        if (seq > next) {
            listener.gap(streamId, epoch, next, seq - 1);
            absent.add(Absent.gap(next, seq - 1));
            next = seq;
            clean = false;
        }
    }

    private void tellEnd(long seq, boolean ends) {
        if (ends) {
            listener.ended(streamId, epoch, seq);
        }
    }

    private void tellArrived(long seq, Absent range) {
        DropReason reason = range.reason();
        if (reason != null) {
            listener.found(streamId, new LostRange(reason, epoch, seq, seq));
        } else if (range.told()) {
            listener.gapClosed(streamId, epoch, seq, seq);
        }
    }

    private int indexOf(long seq) {
        int at = absent.size() - 1;
        while (at >= 0 && absent.get(at).fromSeq() > seq) {
            at--;
        }
        return at >= 0 && absent.get(at).toSeq() >= seq ? at : -1;
    }

    /** The lowest absent numbers that this RANGE is the first to declare; -1 if there are none. */
    private int undeclared(LostRange range) {
        for (int at = 0; at < absent.size(); at++) {
            Absent some = absent.get(at);
            if (some.reason() == null && some.fromSeq() <= range.toSeq() && some.toSeq() >= range.fromSeq()) {
                return at;
            }
        }
        return -1;
    }

    /** Takes these numbers out of the range that has them. */
    private void cut(int at, long from, long to) {
        Absent whole = absent.remove(at);
        if (to < whole.toSeq()) {
            absent.add(at, whole.part(to + 1, whole.toSeq()));
        }
        if (whole.fromSeq() < from) {
            absent.add(at, whole.part(whole.fromSeq(), from - 1));
        }
    }

    private void add(Absent added) {
        int at = absent.size();
        while (at > 0 && absent.get(at - 1).fromSeq() > added.fromSeq()) {
            at--;
        }
        absent.add(at, added);
        join(at + 1);
        join(at);
    }

    /** Makes the range at this index and the one before it one, if they say the same. */
    private void join(int at) {
        if (at > 0 && at < absent.size() && absent.get(at - 1).continuedBy(absent.get(at))) {
            Absent upper = absent.remove(at);
            Absent lower = absent.get(at - 1);
            absent.set(at - 1, lower.part(lower.fromSeq(), upper.toSeq()));
        }
    }
}
