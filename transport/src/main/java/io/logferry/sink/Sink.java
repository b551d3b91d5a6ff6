package io.logferry.sink;

import io.logferry.frame.Frame;
import io.logferry.frame.LostRange;

/** A destination of frames. Sender thread only, but for {@link #close}. */
public interface Sink {
    /**
     * Begins to connect, on a thread of its own; {@link #poll} reports the outcome. Called only while disconnected.
     *
     * @param hello who is sending, and from where on
     */
    void connect(Hello hello);

    /**
     * Takes a frame to send, in order, without blocking.
     *
     * @return false if there is no room now, or no connection: the same frame is offered again later
     */
    boolean send(Frame frame);

    /** Takes the declaration of a loss, as {@link #send(Frame)} takes a frame. */
    boolean send(LostRange range);

    /**
     * Moves bytes as far as it can without blocking, and reports what happened since the last call.
     *
     * @param nowNanos the sender's clock
     * @return true if anything moved: the sender then comes back at once instead of parking
     */
    boolean poll(long nowNanos, SinkListener listener);

    /**
     * Where it is connected to, or was last, for people; before the first connection, all that is configured. Never a
     * secret; empty if it cannot tell.
     */
    default String destination() {
        return "";
    }

    /** Drops the connection, if there is one; not reported as disconnected. */
    void disconnect();

    /** Frees everything. May block; called on a thread of its own. */
    void close();
}
