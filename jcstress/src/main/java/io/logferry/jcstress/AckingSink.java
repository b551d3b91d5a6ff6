package io.logferry.jcstress;

import io.logferry.frame.Frame;
import io.logferry.frame.LostRange;
import io.logferry.frame.Position;
import io.logferry.sink.Hello;
import io.logferry.sink.Sink;
import io.logferry.sink.SinkListener;
import org.jspecify.annotations.Nullable;

/** Takes everything, and acknowledges it when it is polled next. Sender thread only. */
final class AckingSink implements Sink {
    private static final long WINDOW_BYTES = 1 << 20;

    private boolean connecting;
    private @Nullable Position unacked;

    @Override
    public void connect(Hello hello) {
        connecting = true;
    }

    @Override
    public boolean send(Frame frame) {
        unacked = frame.header().last();
        return true;
    }

    @Override
    public boolean send(LostRange range) {
        unacked = range.last();
        return true;
    }

    @Override
    public boolean poll(long nowNanos, SinkListener listener) {
        if (connecting) {
            connecting = false;
            listener.connected(Position.NONE, WINDOW_BYTES);
            return true;
        }
        Position last = unacked;
        if (last == null) {
            return false;
        }
        unacked = null;
        listener.acked(last);
        return true;
    }

    @Override
    public void disconnect() {
        connecting = false;
        unacked = null;
    }

    @Override
    public void close() {}
}
