package io.logferry.sender;

import io.logferry.frame.Frame;
import io.logferry.frame.LostRange;
import io.logferry.frame.Position;
import io.logferry.sink.Hello;
import io.logferry.sink.Nack;
import io.logferry.sink.Sink;
import io.logferry.sink.SinkListener;
import java.util.ArrayDeque;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A sink whose network and receiver misbehave by the dice of a seed: it refuses and delays connections, takes nothing for
 * a while, acks late and in parts, loses connections with what was under way, refuses frames.
 */
final class ScriptedSink implements Sink {
    /** How it misbehaves; all chances per call. */
    static final class Faults {
        boolean down;
        double connectFails;
        double disconnects;
        double slow;
        double rejects;
        double rejectsRecords;
        double transientNacks;
        double checksumNacks;
        double liesAboutPosition;
        long windowBytes = 1 << 20;
    }

    private final RandomGenerator random;
    private final Faults faults;
    private final java.util.function.Supplier<SimCollector> collector;
    private final ArrayDeque<Object> underWay = new ArrayDeque<>();

    private @Nullable Hello hello;
    private @Nullable SimCollector peer;
    private boolean connecting;
    private boolean refusing;
    private long refusedEpoch;
    private long refusedSeq;
    private Position ackedUpTo = Position.NONE;

    ScriptedSink(RandomGenerator random, Faults faults, java.util.function.Supplier<SimCollector> collector) {
        this.random = random;
        this.faults = faults;
        this.collector = collector;
    }

    @Override
    public void connect(Hello newHello) {
        if (connecting || peer != null) {
            throw new AssertionError("connect while connected");
        }
        hello = newHello;
        connecting = true;
    }

    @Override
    public boolean send(Frame frame) {
        return enqueue(frame);
    }

    @Override
    public boolean send(LostRange range) {
        return enqueue(range);
    }

    private boolean enqueue(Object message) {
        if (peer == null) {
            throw new AssertionError("send without a connection");
        }
        if (roll(faults.slow) || underWay.size() >= 8) {
            return false;
        }
        underWay.add(message);
        return true;
    }

    @Override
    public boolean poll(long nowNanos, SinkListener listener) {
        if (connecting) {
            return pollConnecting(listener);
        }
        if (peer == null) {
            return false;
        }
        if (faults.down || roll(faults.disconnects)) {
            // what is under way may or may not have arrived
            while (!refusing && !underWay.isEmpty() && random.nextBoolean()) {
                deliverOne(listener);
            }
            disconnect();
            listener.disconnected("cut");
            return true;
        }
        boolean moved = false;
        while (!underWay.isEmpty() && !roll(faults.slow)) {
            moved = true;
            if (!refusing && refuse(listener)) {
                return true;
            }
            if (refusing && !isRangeOfRefused()) {
                underWay.remove(); // behind a refused frame nothing is stored until its range comes
                continue;
            }
            refusing = false;
            deliverOne(listener);
        }
        Position last = peer.stream(java.util.Objects.requireNonNull(hello).streamId()).last;
        if (last.compareTo(ackedUpTo) > 0 && !roll(faults.slow)) {
            ackedUpTo = last;
            listener.acked(last);
            moved = true;
        }
        return moved;
    }

    private boolean pollConnecting(SinkListener listener) {
        if (roll(faults.slow)) {
            return false;
        }
        connecting = false;
        if (faults.down || roll(faults.connectFails)) {
            listener.disconnected("refused");
            return true;
        }
        peer = collector.get();
        Hello said = java.util.Objects.requireNonNull(hello);
        if (said.epoch() < peer.stream(said.streamId()).highestEpoch) {
            peer = null;
            listener.nacked(new Nack(Nack.Code.FENCED, true, said.epoch(), 0, 0, "fenced"));
            listener.disconnected("fenced");
            return true;
        }
        ackedUpTo = peer.hello(said.streamId(), said.epoch(), said.base());
        if (roll(faults.liesAboutPosition)) {
            listener.connected(new Position(said.epoch(), Long.MAX_VALUE / 2), faults.windowBytes);
        } else {
            listener.connected(ackedUpTo, faults.windowBytes);
        }
        return true;
    }

    /** Refuses the oldest message under way, sometimes. */
    private boolean refuse(SinkListener listener) {
        if (!(underWay.peek() instanceof Frame frame)) {
            return false;
        }
        SimCollector.Stored stored = java.util.Objects.requireNonNull(peer).stream(
                java.util.Objects.requireNonNull(hello).streamId());
        if (frame.header().last().compareTo(stored.last) <= 0) {
            return false;
        }
        Nack.Code code;
        if (roll(faults.rejects)) {
            code = Nack.Code.MALFORMED;
        } else if (roll(faults.checksumNacks)) {
            code = Nack.Code.CHECKSUM;
        } else if (roll(faults.transientNacks)) {
            code = Nack.Code.STORAGE;
        } else {
            return false;
        }
        underWay.remove();
        refusing = true;
        refusedEpoch = frame.header().epoch();
        refusedSeq = frame.header().firstSeq();
        listener.nacked(new Nack(
                code,
                code == Nack.Code.MALFORMED,
                frame.header().epoch(),
                frame.header().firstSeq(),
                frame.header().recordCount(),
                code.toString()));
        return true;
    }

    private boolean isRangeOfRefused() {
        return underWay.peek() instanceof LostRange range
                && range.epoch() == refusedEpoch
                && range.fromSeq() == refusedSeq;
    }

    private void deliverOne(SinkListener listener) {
        Object message = underWay.remove();
        SimCollector to = java.util.Objects.requireNonNull(peer);
        if (message instanceof Frame frame) {
            long refused = -1;
            if (roll(faults.rejectsRecords)) {
                int offset = random.nextInt(frame.header().recordCount());
                refused = frame.header().firstSeq() + offset;
                listener.rejected(new Position(frame.header().epoch(), refused), "by the dice");
            }
            to.store(java.util.Objects.requireNonNull(hello).streamId(), frame, refused);
        } else {
            to.store(java.util.Objects.requireNonNull(hello).streamId(), (LostRange) message);
        }
    }

    private boolean roll(double chance) {
        return chance > 0 && random.nextDouble() < chance;
    }

    @Override
    public void disconnect() {
        connecting = false;
        peer = null;
        refusing = false;
        underWay.clear();
    }

    @Override
    public void close() {
        disconnect();
    }
}
