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
 * @param isMarker whether it is a RANGE
 * @param cause what Kafka says
 */
record Failure(Flight flight, long seq, boolean isMarker, Exception cause) {
    /** What to do about it. */
    enum Remedy {
        /** The record is what Kafka refuses: its RANGE goes in its place. */
        DECLARE,
        /** It may be innocent, part of a refused batch: it is sent again, alone. */
        SEND_ALONE,
        /** Its time is refused, or another's of its batch: it is sent again, alone, with the time of now. */
        SEND_ALONE_NOW,
        /** Nothing can be sent with this producer, or for now. */
        GIVE_UP
    }

    /**
     * Judges.
     *
     * @param tried how it was sent alone, so that it is this very record that was refused; null if it was among others
     */
    Remedy remedy(@Nullable Remedy tried) {
        if (isMarker) {
            return Remedy.GIVE_UP;
        }
        if (cause instanceof RecordTooLargeException) {
            return Remedy.DECLARE; // the client splits a batch that is too large, down to one record
        }
        if (cause instanceof InvalidRecordException || cause instanceof RecordBatchTooLargeException) {
            return tried == null ? Remedy.SEND_ALONE : Remedy.DECLARE;
        }
        if (cause instanceof InvalidTimestampException && tried != Remedy.SEND_ALONE_NOW) {
            return Remedy.SEND_ALONE_NOW;
        }
        // of a batch with refused records the others get this very class
        return cause.getClass() == KafkaException.class && tried == null ? Remedy.SEND_ALONE : Remedy.GIVE_UP;
    }

    /** The declaration in the record's place. */
    LostRange declaration() {
        return new LostRange(DropReason.REJECTED, flight.last.epoch(), seq, seq);
    }
}
