package io.logferry.kafka;

import io.logferry.frame.LostRange;
import java.util.UUID;

/**
 * Is told by a {@link Deduplicator}, inside {@code accept()}, what did not arrive and how epochs ended; by default it
 * does nothing.
 *
 * <p>At any moment, within the deduplicator's bounds: the numbers told by {@link #gap} less those of {@link #gapClosed}
 * are missing without a reason; those told by {@link #lost} less those of {@link #found} are lost for the reason told;
 * all others, from the first that was seen of the stream to the last, have been passed on. What a listener throws comes
 * out of {@code accept()}; the record then counts as not seen, and when it is given again some may be told again.
 */
public interface DeduplicatorListener {
    /**
     * Numbers were jumped over and no RANGE has declared them. That is rare, for a RANGE comes before the record that
     * follows the gap: a record overtaken by others, or a marker or records that the topic has lost.
     */
    default void gap(UUID streamId, long epoch, long fromSeq, long toSeq) {}

    /** Numbers told by {@link #gap} are no gap any more: they are passed on now, or told by {@link #lost} next. */
    default void gapClosed(UUID streamId, long epoch, long fromSeq, long toSeq) {}

    /** A RANGE declared these numbers lost, and they have neither arrived nor been declared before. */
    default void lost(UUID streamId, LostRange range) {}

    /** Of the numbers told by {@link #lost} this one (a range of one) did arrive and is passed on now: data wins. */
    default void found(UUID streamId, LostRange range) {}

    /**
     * A clean stop ended the epoch with this number. An application that logs on while its JVM exits continues the
     * epoch and ends it again.
     */
    default void ended(UUID streamId, long epoch, long lastSeq) {}

    /**
     * A higher epoch of the stream began and the last number known of the one before was no END: the application was
     * killed, and how much more it had logged is not known. Should more of the older epoch come all the same, it is
     * passed on as LATE, and its END is told by {@link #ended}.
     *
     * @param lastSeq the last number that arrived or was declared
     */
    default void endedUncleanly(UUID streamId, long epoch, long lastSeq) {}
}
