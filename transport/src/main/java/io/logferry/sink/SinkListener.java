package io.logferry.sink;

import io.logferry.frame.Position;

/** What a sink reports while it is polled. Sender thread only. */
public interface SinkListener {
    /**
     * The connection stands.
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
     * The connection, or the attempt to make one, is over.
     *
     * @param reason one clause for the status line, without secrets
     */
    void disconnected(String reason);
}
