package io.logferry.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What arrived of one stream: its newest epochs. One thread at a time. */
final class StreamNumbers {
    private final UUID streamId;
    private final DeduplicatorListener listener;

    /** Ascending. */
    private final List<EpochNumbers> epochs = new ArrayList<>(1);

    StreamNumbers(UUID streamId, DeduplicatorListener listener) {
        this.streamId = streamId;
        this.listener = listener;
    }

    Verdict accept(RecordId id) {
        EpochNumbers numbers = numbersOf(id);
        Verdict verdict =
                id.lost() == null ? numbers.arrived(id.seq(), id.type() == RecordId.Type.END) : numbers.lost(id.lost());
        boolean behind = numbers != newest();
        if (verdict != Verdict.REPEATED) {
            keepBounds();
        }
        return verdict == Verdict.FIRST && behind ? Verdict.LATE : verdict;
    }

    private EpochNumbers numbersOf(RecordId id) {
        int at = epochs.size();
        while (at > 0 && epochs.get(at - 1).epoch() > id.epoch()) {
            at--;
        }
        if (at > 0 && epochs.get(at - 1).epoch() == id.epoch()) {
            return epochs.get(at - 1);
        }
        boolean fromItsStart = at > 0 && at == epochs.size();
        if (fromItsStart) {
            newest().followed();
        }
        // where the consumer began to read is not known to be the start of anything
        EpochNumbers added = new EpochNumbers(streamId, id.epoch(), fromItsStart ? 0 : id.seq(), listener);
        epochs.add(at, added);
        return added;
    }

    private EpochNumbers newest() {
        return epochs.get(epochs.size() - 1);
    }

    private void keepBounds() {
        while (epochs.size() > Deduplicator.MOST_EPOCHS
                || (epochs.size() > 1 && absentRanges() > Deduplicator.MOST_ABSENT_RANGES)) {
            epochs.remove(0);
        }
        while (absentRanges() > Deduplicator.MOST_ABSENT_RANGES) {
            newest().forgetLowest();
        }
    }

    private int absentRanges() {
        int sum = 0;
        for (EpochNumbers epoch : epochs) {
            sum += epoch.absentRanges();
        }
        return sum;
    }
}
