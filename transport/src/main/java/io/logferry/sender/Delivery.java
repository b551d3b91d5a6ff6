package io.logferry.sender;

import io.logferry.frame.Frame;
import io.logferry.frame.FrameDecoder;
import io.logferry.frame.FrameEncoder;
import io.logferry.frame.Position;
import io.logferry.sink.Hello;
import io.logferry.sink.Nack;
import io.logferry.sink.Sink;
import io.logferry.sink.SinkListener;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connection to the sink: hello, send, acks, refusals, backoff. Sender thread only.
 *
 * <p>States: idle (waiting for the backoff), connecting, connected, and fenced, which lasts until the next start.
 */
final class Delivery implements SinkListener {
    /** What waits for its ack longer than this is journalled. */
    static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Looked at again so often while the sink is silent. */
    private static final long SPILL_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Decompressed bytes: bounds one pass where a sink compresses what it is given. */
    private static final int MOST_BYTES_PER_PASS = 2 << 20;

    private static final int MOST_REJECTS = 3;
    private static final int MOST_CHECKSUM_NACKS = 3;

    private enum State {
        IDLE,
        CONNECTING,
        CONNECTED,
        FENCED
    }

    private final Sink sink;
    private final FrameFifo fifo;
    private final SenderConfig config;
    private final @Nullable Spill spill;
    private final Notices notices;
    private final SinkWatch watch;
    private final Backoff backoff;

    private State state = State.IDLE;
    private long nowNanos;
    private long progressNanos;
    private long spilledNanos;
    private boolean silent;
    private int bytesThisPass;
    private boolean failedLast;
    private boolean told;
    private Position lastSent = Position.NONE;
    private Position lastSentEver = Position.NONE;
    private int rejects;
    private int checksumNacks;
    private Position checksumNackAt = Position.NONE;

    Delivery(Sink sink, FrameFifo fifo, SenderConfig config, @Nullable Spill spill, Notices notices, SinkWatch watch) {
        this.sink = sink;
        this.fifo = fifo;
        this.config = config;
        this.spill = spill;
        this.notices = notices;
        this.watch = watch;
        this.backoff = new Backoff(config.random());
    }

    /** Takes what the sink reports, and connects when it is time to. */
    boolean poll(long now) {
        nowNanos = now;
        bytesThisPass = 0;
        boolean moved = false;
        if (!fifo.hasWaiting()) {
            progressNanos = now;
        }
        if (state == State.CONNECTING || state == State.CONNECTED) {
            moved = sink.poll(now, this);
        }
        if (state == State.IDLE && backoff.isOver(now)) {
            state = State.CONNECTING;
            sink.connect(new Hello(config.streamId(), config.source(), config.epoch(), fifo.settled()));
        }
        watchSilence(now);
        return moved;
    }

    private void watchSilence(long now) {
        if (!isSilent()) {
            silent = false;
            return;
        }
        if (!silent && state == State.CONNECTED) {
            watch.wentSilent();
            notices.warn(
                    Notices.Kind.SILENCE,
                    "the sink acknowledges nothing for " + TimeUnit.NANOSECONDS.toSeconds(SILENT_NANOS) + " s"
                            + (spill == null ? "" : "; what waits for it goes to disk"),
                    now);
        }
        if (!silent || now - spilledNanos >= SPILL_AGAIN_NANOS) {
            spilledNanos = now;
            fifo.spillMemory(now);
        }
        silent |= state == State.CONNECTED; // or it would not be told when it connects and stays silent
    }

    /** Sends what is unsent, as far as the sink takes it. */
    int send() {
        int count = 0;
        while (state == State.CONNECTED && bytesThisPass < MOST_BYTES_PER_PASS) {
            Entry entry = fifo.nextUnsent();
            if (entry == null || !send(entry)) {
                break;
            }
            fifo.markSent(nowNanos);
            bytesThisPass += entry.rawBytes();
            lastSent = entry.last();
            if (lastSent.compareTo(lastSentEver) > 0) {
                lastSentEver = lastSent;
            }
            count++;
        }
        return count;
    }

    private boolean send(Entry entry) {
        Frame frame = entry.frame;
        return entry.range != null ? sink.send(entry.range) : sink.send(Objects.requireNonNull(frame));
    }

    boolean isFenced() {
        return state == State.FENCED;
    }

    boolean isConnected() {
        return state == State.CONNECTED;
    }

    /** Tells whether acks may be expected for what was sent. */
    boolean isAnswering() {
        return state == State.CONNECTED && !isSilent();
    }

    /** Tells whether the sink is silent, the last attempt failed, or the stream is fenced: nothing goes out for now. */
    boolean isFailed() {
        return state == State.FENCED || isSilent() || (state != State.CONNECTED && failedLast);
    }

    private boolean isSilent() {
        return nowNanos - progressNanos >= SILENT_NANOS;
    }

    /** Something unexpected was thrown under way: start over with a new connection. */
    void reset(String reason, long now) {
        nowNanos = now;
        if (state == State.CONNECTING || state == State.CONNECTED) {
            fail(reason);
        }
    }

    @Override
    public void connected(Position last, long windowBytes) {
        if (last.epoch() > config.epoch() || (last.epoch() == config.epoch() && last.compareTo(lastSentEver) > 0)) {
            fail("it claims to have position=" + last + ", which was never sent");
            return;
        }
        if (windowBytes <= 0) {
            fail("it grants a window of " + windowBytes + " bytes");
            return;
        }
        boolean moved = state == State.CONNECTED;
        state = State.CONNECTED;
        failedLast = false;
        progressNanos = nowNanos;
        fifo.connected(windowBytes);
        fifo.settle(last, nowNanos);
        watch.connected(fifo.hasWaiting());
        lastSent = fifo.settled(); // beyond last where another collector took over in between
        if (!told || moved) {
            told = true;
            config.info().accept("connected to the sink, which has this stream up to position=" + last);
        }
    }

    @Override
    public void acked(Position last) {
        if (state != State.CONNECTED) {
            return;
        }
        if (last.compareTo(lastSent) > 0) {
            fail("it acked position=" + last + ", which was not sent");
            return;
        }
        backoff.succeed();
        notices.recovered(Notices.Kind.SINK);
        if (last.compareTo(fifo.settled()) > 0) {
            progressNanos = nowNanos;
            watch.progressed();
        }
        if (fifo.settle(last, nowNanos)) {
            rejects = 0;
        }
    }

    @Override
    public void nacked(Nack nack) {
        if (nack.code() == Nack.Code.FENCED) {
            sink.disconnect();
            fifo.disconnected();
            state = State.FENCED;
            if (spill != null) {
                spill.slot().fence();
            }
            String reason = "another instance sends the stream=" + config.streamId()
                    + " with a later epoch (was this spill folder copied?): nothing more is sent until the next"
                    + " start, which takes a new stream";
            watch.disconnected(reason);
            config.warn().accept(reason);
            return;
        }
        // count 0: it can't tell which frame it was
        Entry refused =
                state == State.CONNECTED && nack.count() > 0 ? fifo.findSent(nack.epoch(), nack.firstSeq()) : null;
        if (refused != null && !refused.isRejected() && isFinal(nack) && ++rejects < MOST_REJECTS) {
            reject(refused, nack);
        } else {
            String what = nack.count() > 0 ? " position=" + nack.epoch() + ":" + nack.firstSeq() : "";
            fail("it refused" + what + ": " + nack.text());
        }
    }

    /** A refusal that sending again can't change: said so, or the third damaged arrival of the same frame. */
    private boolean isFinal(Nack nack) {
        if (nack.code() != Nack.Code.CHECKSUM) {
            return nack.permanent();
        }
        Position at = new Position(nack.epoch(), nack.firstSeq());
        checksumNacks = at.equals(checksumNackAt) ? checksumNacks + 1 : 1;
        checksumNackAt = at;
        return checksumNacks >= MOST_CHECKSUM_NACKS;
    }

    private void reject(Entry refused, Nack nack) {
        boolean kept = spill != null && spill.journal().deadLetter(Objects.requireNonNull(refused.frame));
        warnRejected(String.valueOf(refused.frame), nack.text(), kept);
        fifo.reject(refused);
        lastSent = new Position(nack.epoch(), nack.firstSeq() - 1);
    }

    @Override
    public void rejected(Position record, String reason) {
        Entry entry = fifo.findSentOrNext(record.epoch(), record.seq());
        if (entry == null) {
            throw new IllegalStateException("record " + record + " was refused and is not under way");
        }
        if (entry.refused.containsKey(record.seq())) {
            return; // sent again after a disconnect, and refused again
        }
        FrameDecoder decoder = new FrameDecoder();
        decoder.open(Objects.requireNonNull(entry.frame), record.seq());
        entry.refused.put(record.seq(), decoder.level());
        boolean kept = spill != null && spill.journal().deadLetter(FrameEncoder.single(decoder, config.streamId()));
        warnRejected("record " + record, reason, kept);
    }

    private void warnRejected(String what, String reason, boolean kept) {
        notices.warn(
                Notices.Kind.REJECTED,
                "the sink refused " + what + " for good: " + reason
                        + (kept ? "; it is kept in the dead letters" : "; it is lost"),
                nowNanos);
    }

    @Override
    public void warned(String sentence) {
        config.warn().accept(sentence);
    }

    @Override
    public void disconnected(String reason) {
        if (state == State.CONNECTING || state == State.CONNECTED) {
            ended(reason);
        }
    }

    private void fail(String reason) {
        sink.disconnect();
        ended(reason);
    }

    private void ended(String reason) {
        fifo.disconnected();
        state = State.IDLE;
        failedLast = true;
        told = false;
        backoff.fail(nowNanos);
        watch.disconnected(reason);
        notices.warn(Notices.Kind.SINK, "not connected to the sink: " + reason, nowNanos);
    }
}
