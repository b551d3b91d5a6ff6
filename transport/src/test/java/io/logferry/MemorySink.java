package io.logferry;

import io.logferry.frame.Frame;
import io.logferry.frame.FrameDecoder;
import io.logferry.frame.LostRange;
import io.logferry.frame.Position;
import io.logferry.sink.Hello;
import io.logferry.sink.Nack;
import io.logferry.sink.Sink;
import io.logferry.sink.SinkConfig;
import io.logferry.sink.SinkListener;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** A destination in memory that takes everything at once, or nothing while it is down. */
public final class MemorySink implements SinkConfig {
    public final List<String> bodies = new CopyOnWriteArrayList<>();
    private final java.util.Map<java.util.UUID, Position> durable = new java.util.concurrent.ConcurrentHashMap<>();
    public volatile boolean down;
    public volatile boolean acks = true;
    public volatile boolean fences;

    @Override
    public Sink newSink(int lane, ThreadFactory threads) {
        return new Connection();
    }

    private final class Connection implements Sink {
        private final FrameDecoder decoder = new FrameDecoder();
        private java.util.UUID streamId = new java.util.UUID(0, 0);
        private boolean connecting;
        private boolean connected;
        private @Nullable Position unacked;

        @Override
        public void connect(Hello hello) {
            streamId = hello.streamId();
            connecting = true;
        }

        @Override
        public boolean send(Frame frame) {
            decoder.decode(
                    frame,
                    (seq, timeNanos, level, body, offset, length) ->
                            bodies.add(new String(body, offset, length, StandardCharsets.UTF_8)));
            unacked = frame.header().last();
            durable.put(streamId, unacked);
            return true;
        }

        @Override
        public boolean send(LostRange range) {
            unacked = range.last();
            durable.put(streamId, unacked);
            return true;
        }

        @Override
        public boolean poll(long nowNanos, SinkListener listener) {
            if (down) {
                disconnect();
                listener.disconnected("down");
                return false;
            }
            if (connecting) {
                connecting = false;
                if (fences) {
                    listener.nacked(new Nack(Nack.Code.FENCED, true, 0, 0, 0, "taken over"));
                    return true;
                }
                connected = true;
                listener.connected(durable.getOrDefault(streamId, Position.NONE), 1 << 20);
                return true;
            }
            if (connected && acks && unacked != null) {
                Position last = unacked;
                unacked = null;
                listener.acked(last);
                return true;
            }
            return false;
        }

        @Override
        public String destination() {
            return "memory";
        }

        @Override
        public void disconnect() {
            connecting = false;
            connected = false;
            unacked = null;
        }

        @Override
        public void close() {}
    }
}
