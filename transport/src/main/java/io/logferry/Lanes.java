package io.logferry;

import io.logferry.sender.Sender;
import io.logferry.spill.Slot;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of one pipeline, run one after the other. Sender thread only.
 *
 * <p>One lane has the turn to take from the ring, until it has sealed a batch: so there are as few batches as with one
 * lane, and a quiet application's go to all lanes alike. The turn passes over a lane that would not send at once (not
 * connected, silent, its window full, a backlog on disk) while another would.
 */
final class Lanes<E> {
    private final List<Lane<E>> lanes;
    private final int mostFrames;
    private int turn;

    Lanes(List<Lane<E>> lanes) {
        this.lanes = List.copyOf(lanes);
        mostFrames = lanes.size() == 1 ? Integer.MAX_VALUE : 1;
    }

    /** One pass of each; tells how much they moved. */
    int runOnce(long nowNanos) {
        int moved = 0;
        int first = turn;
        for (int i = 0; i < lanes.size(); i++) {
            int number = (first + i) % lanes.size();
            Sender<E> sender = lanes.get(number).sender();
            if (!sender.isDone()) {
                long sealedBefore = sender.framesSealed();
                moved += sender.runOnce(nowNanos, number == turn ? mostFrames : 0);
                if (number == turn) {
                    passTurn(sender, sender.framesSealed() != sealedBefore || sender.isStuck());
                }
            }
        }
        return moved;
    }

    /** To the next lane that would send at once; else, if this one has had its turn, to the next that may. */
    private void passTurn(Sender<E> from, boolean isOver) {
        if (!isOver && (from.isCollecting() || from.isReady())) {
            return;
        }
        int next = next(Sender::isReady);
        if (next < 0 && (isOver || from.isFenced())) {
            next = next(sender -> !sender.isDone() && !sender.isFenced());
            next = next < 0 ? next(sender -> !sender.isDone()) : next; // all are fenced
        }
        turn = next < 0 ? turn : next;
    }

    /** The next such lane after that which has the turn, itself last; -1 if there is none. */
    private int next(Predicate<Sender<E>> condition) {
        for (int i = 1; i <= lanes.size(); i++) {
            int next = (turn + i) % lanes.size();
            if (condition.test(lanes.get(next).sender())) {
                return next;
            }
        }
        return -1;
    }

    /** Tells whether all ended as asked. */
    boolean areDone() {
        return all(Sender::isDone);
    }

    /** Tells whether, as asked, all that was accepted up to the last pass is delivered or on disk. */
    boolean areSafe() {
        return all(Sender::isSafe);
    }

    /** Tells whether everything they were ever given is settled. */
    boolean areDrained() {
        return all(Sender::isDrained);
    }

    private boolean all(Predicate<Sender<E>> condition) {
        for (int i = 0; i < lanes.size(); i++) {
            if (!condition.test(lanes.get(i).sender())) {
                return false;
            }
        }
        return true;
    }

    /** One of their slots, from which orphans are found; null if there is none. */
    @Nullable Slot slot() {
        for (Lane<E> lane : lanes) {
            if (lane.spill() != null) {
                return lane.spill().slot();
            }
        }
        return null;
    }
}
