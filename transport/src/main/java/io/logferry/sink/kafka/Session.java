package io.logferry.sink.kafka;

import io.logferry.frame.Frame;
import io.logferry.frame.FrameDecoder;
import io.logferry.frame.LostRange;
import io.logferry.frame.Position;
import io.logferry.sink.SinkListener;
import io.logferry.sink.kafka.Failure.Attempt;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One producer and what is under way with it. Sender thread only, but for its callbacks, which Kafka's network thread
 * makes, or the sender thread within send() when the producer refuses at once.
 *
 * <p>What came back goes out again, or its declaration, before anything new. A record whose content may be refused goes
 * alone: when nothing else is under way.
 *
 * <p>So does the first record. A partition that has none of a producer takes any batch for its first one: should the
 * broker refuse the first batch for now and take the second, Kafka's client sends the first again and again, in vain
 * (KAFKA-14359). Once it has one, only the next is taken.
 */
final class Session {
    /**
     * A producer that has not answered for so long may never do: an Error has ended its network thread, or it waits for a
     * partition that the topic has no more. By itself it gives up after 24 days.
     */
    static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** Bounds one call where records are tiny. */
    private static final int MOST_RECORDS_PER_CALL = 8_192;

    /** Something to send again, and how. */
    private record Again(Failure failure, Attempt attempt) {}

    private final Producer<byte[], byte[]> producer;
    private final Records records;
    private final Thread senderThread = Thread.currentThread();
    private final ArrayDeque<Flight> flights = new ArrayDeque<>();
    private long progressNanos;
    /** The partition has a record of this producer. Network thread writes. */
    private volatile boolean isKnown;

    private @Nullable Exception refusedAtOnce;
    private @Nullable String failure;

    /** Taken in part: the decoder stands at its next record. */
    private @Nullable Flight partial;

    private final FrameDecoder decoder = new FrameDecoder();

    // what came back
    private final ArrayDeque<Again> together = new ArrayDeque<>();
    private final ArrayDeque<Again> alone = new ArrayDeque<>();
    private boolean isAloneUnderWay;
    private boolean isTimeNow;
    private @Nullable FrameDecoder rereader;
    private @Nullable Frame rereadFrame;

    /** Network thread to sender thread. */
    private final Queue<Failure> failures = new ConcurrentLinkedQueue<>();

    Session(Producer<byte[], byte[]> producer, Records records, long nowNanos) {
        this.producer = producer;
        this.records = records;
        this.progressNanos = nowNanos;
    }

    boolean send(Frame frame) {
        if (!takesMore()) {
            return false;
        }
        Flight flight = partial;
        if (flight == null) {
            String unreadable = frame.header().codec().whyNotRead();
            if (unreadable != null) { // it stays on disk, until it can be read
                failure = flights.isEmpty() ? frame + " can't be decompressed: " + unreadable : null;
                return false;
            }
            flight = Flight.of(frame);
            if (!decoder.open(frame) || !decoder.next()) {
                throw new IllegalStateException(frame + " passed its checksums and does not decode");
            }
            partial = flight;
            flights.addLast(flight);
        } else if (flight.frame != frame) {
            throw new IllegalStateException("the rest of " + flight.frame + " is to come, not " + frame);
        }
        long nowMillis = records.nowMillis();
        int count = 0;
        do {
            if (!mayFollow() || count++ == MOST_RECORDS_PER_CALL) {
                return false;
            }
            if (!offer(decoder, flight, Attempt.FIRST, nowMillis)) {
                return false;
            }
        } while (decoder.next());
        partial = null;
        return true;
    }

    boolean send(LostRange range) {
        Flight flight = Flight.of(range);
        if (!takesMore() || !offer(range, flight)) {
            return false;
        }
        flights.addLast(flight);
        return true;
    }

    private boolean takesMore() {
        return failure == null
                && failures.isEmpty()
                && together.isEmpty()
                && alone.isEmpty()
                && !isAloneUnderWay
                && mayFollow();
    }

    private boolean mayFollow() {
        return isKnown || isQuiet();
    }

    /** Takes what came back, and reports how far everything is durable. */
    boolean poll(long nowNanos, SinkListener listener) {
        boolean wasIdle = flights.isEmpty();
        boolean moved = false;
        for (Failure next = failures.poll(); next != null && failure == null; next = failures.poll()) {
            take(next, listener);
            moved = true;
        }
        moved |= failure == null && sendAgain();
        moved |= ack(listener);
        if (moved || wasIdle) {
            progressNanos = nowNanos;
        } else if (failure == null && nowNanos - progressNanos >= STUCK_NANOS) {
            failure = "the producer answers nothing for " + TimeUnit.NANOSECONDS.toSeconds(STUCK_NANOS) + " s";
        }
        return moved;
    }

    private void take(Failure came, SinkListener listener) {
        came.flight().failed();
        Attempt next = came.next();
        if (next == null) {
            failure = "Kafka refused record " + came.flight().last.epoch() + ":" + came.seq() + ": "
                    + Reason.of(came.cause());
            return;
        }
        if (next == Attempt.DECLARATION) {
            listener.rejected(new Position(came.flight().last.epoch(), came.seq()), Reason.of(came.cause()));
        }
        if (came.isTime()) {
            isTimeNow = true;
            alone.forEach(invalid -> together.addLast(new Again(invalid.failure(), Attempt.TOGETHER)));
            alone.clear(); // of several refused records in a batch Kafka says no more than that they are invalid
        }
        if (next == Attempt.ALONE && (came.isTimeNow() || !isTimeNow)) {
            alone.addLast(new Again(came, Attempt.ALONE));
        } else {
            together.addLast(new Again(came, next == Attempt.ALONE ? Attempt.TOGETHER : next));
        }
    }

    private boolean sendAgain() {
        if (isAloneUnderWay && !isQuiet()) {
            return false;
        }
        isAloneUnderWay = false;
        boolean moved = false;
        for (Again next = together.peekFirst(); next != null; next = together.peekFirst()) {
            if (!offer(next)) {
                return moved;
            }
            together.removeFirst();
            moved = true;
        }
        Again next = alone.peekFirst();
        if (next != null && isQuiet() && offer(next)) {
            alone.removeFirst();
            isAloneUnderWay = true;
            moved = true;
        }
        return moved;
    }

    private boolean isQuiet() {
        return failures.isEmpty() && flights.stream().allMatch(Flight::isQuiet);
    }

    private boolean offer(Again again) {
        Failure came = again.failure();
        if (again.attempt() == Attempt.DECLARATION) {
            return offer(came.declaration(), came.flight());
        }
        FrameDecoder record = reread(Objects.requireNonNull(came.flight().frame), came.seq());
        return offer(record, came.flight(), again.attempt(), records.nowMillis());
    }

    /** Not the other decoder, which stands in the middle of the partial flight. */
    private FrameDecoder reread(Frame frame, long seq) {
        FrameDecoder decoderAgain = rereader == null ? new FrameDecoder() : rereader;
        rereader = decoderAgain;
        if (frame != rereadFrame || decoderAgain.seq() >= seq) {
            rereadFrame = frame;
            decoderAgain.open(frame, seq);
        }
        while (decoderAgain.seq() < seq && decoderAgain.next()) {
            // to the record: mostly they come back in order
        }
        return decoderAgain;
    }

    private boolean offer(FrameDecoder record, Flight flight, Attempt attempt, long nowMillis) {
        long timeMillis = isTimeNow ? nowMillis : records.timeMillis(record, nowMillis);
        boolean isEnd = Objects.requireNonNull(flight.frame).header().isEnd();
        return offer(records.of(record, isEnd, timeMillis), new Sent(flight, record.seq(), attempt, isTimeNow));
    }

    private boolean offer(LostRange range, Flight flight) {
        return offer(records.of(range), new Sent(flight, range.fromSeq(), Attempt.DECLARATION, true));
    }

    /** Hands a record to the producer; false if it has no room or no metadata for it now, or the session failed. */
    private boolean offer(ProducerRecord<byte[], byte[]> record, Sent sent) {
        refusedAtOnce = null;
        try {
            Future<?> unused = producer.send(record, sent); // the callback tells it all
        } catch (KafkaException | IllegalStateException broken) {
            failure = "the producer does not go on: " + Reason.of(broken);
            return false;
        }
        Exception refusal = refusedAtOnce;
        if (refusal instanceof TimeoutException) { // max.block.ms is 0
            return false;
        }
        sent.flight.sent();
        if (refusal != null) {
            failures.add(sent.failed(refusal));
        }
        return true;
    }

    private boolean ack(SinkListener listener) {
        Position last = null;
        for (Flight first = flights.peekFirst(); first != null && first.isDone(); first = flights.peekFirst()) {
            last = flights.removeFirst().last;
        }
        if (last != null) {
            listener.acked(last);
        }
        return last != null;
    }

    /** Why it can't go on; null while it can. */
    @Nullable String failure() {
        return failure;
    }

    /** May wait; not on the sender thread. */
    void close() {
        Opening.close(producer);
    }

    private final class Sent implements Callback {
        private final Flight flight;
        private final long seq;
        private final Attempt attempt;
        private final boolean wasTimeNow;

        Sent(Flight flight, long seq, Attempt attempt, boolean wasTimeNow) {
            this.flight = flight;
            this.seq = seq;
            this.attempt = attempt;
            this.wasTimeNow = wasTimeNow;
        }

        @Override
        public void onCompletion(RecordMetadata metadata, @Nullable Exception exception) {
            if (exception == null) {
                if (!isKnown) { // a volatile write for each record would be felt
                    isKnown = true;
                }
                flight.completed();
            } else if (Thread.currentThread() == senderThread) {
                refusedAtOnce = exception;
            } else {
                failures.add(failed(exception));
            }
        }

        Failure failed(Exception exception) {
            return new Failure(flight, seq, attempt, wasTimeNow, exception);
        }
    }
}
