package io.logferry.sink;

import io.logferry.frame.Position;

/** What a sink reports while it is polled. Sender thread only. */
public interface SinkListener {
    /**
     * The connection stands. While another does, this one takes its place; nothing is in flight then.
     *
     * @param last the last position of this stream that is durable there, {@link Position#NONE} if none
     * @param windowBytes how many bytes of frames it takes unacknowledged
     */
    void connected(Position last, long windowBytes);

    /** Everything up to and including this position is durable there. */
    void acked(Position last);

    /** Something was refused; nothing behind it was stored. */
    void nacked(Nack nack);

    /**
     * One record of a frame in flight was refused for good. The sink declares it lost by itself, in its place; the frame
     * is acked when that and all its other records are durable.
     *
     * @param record the record's position
     * @param reason one clause for people
     */
    void rejected(Position record, String reason);

    /**
     * The connection, or the attempt to make one, is over.
     *
     * @param reason one clause for the status line, without secrets
     */
    void disconnected(String reason);

    /**
     * Something is to be looked at by people, and the sink goes on without it.
     *
     * @param sentence one, without a full stop and without secrets
     */
    default void warned(String sentence) {}
}
