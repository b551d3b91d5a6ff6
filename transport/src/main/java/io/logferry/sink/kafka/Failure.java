package io.logferry.sink.kafka;

import io.logferry.frame.DropReason;
import io.logferry.frame.LostRange;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * A record that Kafka did not take, and what that means. Immutable.
 *
 * @param flight what it belongs to
 * @param seq its number; of a RANGE, the first that it declares
 * @param attempt how it was sent
 * @param isTimeNow whether it was sent with the time of sending, not that of its event
 * @param cause what Kafka says
 */
record Failure(Flight flight, long seq, Attempt attempt, boolean isTimeNow, Exception cause) {
    /** How a record is handed to the producer. */
    enum Attempt {
        /** For the first time, with its frame. */
        FIRST,
        /** Again, with others that came back. */
        TOGETHER,
        /** Again, when nothing else is under way: the answer is about this very record. */
        ALONE,
        /** Not the record, but the RANGE that declares it lost; or a RANGE of its own. */
        DECLARATION
    }

    /** What to do next; null if nothing can be sent with this producer, or for now. */
    @Nullable Attempt next() {
        if (attempt == Attempt.DECLARATION) {
            return null;
        }
        if (cause instanceof RecordTooLargeException) {
            return Attempt.DECLARATION; // the client splits a batch that is too large, down to one record
        }
        if (isTime()) {
            return isTimeNow ? null : Attempt.TOGETHER;
        }
        if (cause instanceof InvalidRecordException || cause instanceof RecordBatchTooLargeException) {
            return attempt == Attempt.ALONE ? Attempt.DECLARATION : Attempt.ALONE;
        }
        if (cause.getClass() != KafkaException.class || attempt == Attempt.ALONE) {
            return null;
        }
        // the innocent ones of a batch with refused records get this very class
        return attempt == Attempt.FIRST ? Attempt.TOGETHER : Attempt.ALONE;
    }

    /** Tells whether the record's time was refused, perhaps with others of its batch. */
    boolean isTime() {
        return cause instanceof InvalidTimestampException;
    }

    /** The declaration in the record's place. */
    LostRange declaration() {
        return new LostRange(DropReason.REJECTED, flight.last.epoch(), seq, seq);
    }
}
