package io.logferry.sink.kafka;

import io.logferry.frame.Frame;
import io.logferry.frame.FrameDecoder;
import io.logferry.frame.LostRange;
import io.logferry.frame.Position;
import io.logferry.sink.SinkListener;
import io.logferry.sink.kafka.Failure.Remedy;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
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
 * <p>A record that came back is sent again, or declared lost, alone: when nothing else is under way, and before anything
 * else is sent. So the next answer is about that very record.
 */
final class Session {
    /** Something to send alone, and how. */
    private record Again(Failure failure, Remedy remedy) {}

    private final Producer<byte[], byte[]> producer;
    private final Records records;
    private final Thread senderThread = Thread.currentThread();
    private final FrameDecoder decoder = new FrameDecoder();
    private final ArrayDeque<Flight> flights = new ArrayDeque<>();
    private final ArrayDeque<Again> agains = new ArrayDeque<>();

    /** Taken in part: the decoder stands at its next record. */
    private @Nullable Flight partial;

    private @Nullable Again alone;
    private @Nullable Exception refusedAtOnce;
    private @Nullable String failure;

    /** Network thread to sender thread. */
    private final Queue<Failure> failures = new ConcurrentLinkedQueue<>();

    Session(Producer<byte[], byte[]> producer, Records records) {
        this.producer = producer;
        this.records = records;
    }

    boolean send(Frame frame) {
        if (!takesMore()) {
            return false;
        }
        Flight flight = partial;
        if (flight == null) {
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
        do {
            long timeMillis = records.timeMillis(decoder, nowMillis);
            if (!offer(records.of(decoder, frame.header(), timeMillis), flight, decoder.seq(), false)) {
                return false;
            }
        } while (decoder.next());
        partial = null;
        return true;
    }

    boolean send(LostRange range) {
        Flight flight = Flight.of(range);
        if (!takesMore() || !offer(records.of(range), flight, range.fromSeq(), true)) {
            return false;
        }
        flights.addLast(flight);
        return true;
    }

    private boolean takesMore() {
        return failure == null && agains.isEmpty() && alone == null && failures.isEmpty();
    }

    /** Takes what came back, and reports how far everything is durable. */
    boolean poll(SinkListener listener) {
        boolean moved = false;
        for (Failure next = failures.poll(); next != null && failure == null; next = failures.poll()) {
            take(next, listener);
            moved = true;
        }
        if ((alone != null || !agains.isEmpty()) && failure == null && isQuiet()) {
            alone = null;
            moved |= sendAgain();
        }
        return ack(listener) || moved;
    }

    private void take(Failure came, SinkListener listener) {
        came.flight().failed();
        Remedy remedy = came.remedy(alone == null ? null : alone.remedy());
        if (remedy == Remedy.GIVE_UP) {
            failure = "Kafka refused record " + came.flight().last.epoch() + ":" + came.seq() + ": "
                    + Reason.of(came.cause());
            return;
        }
        if (remedy == Remedy.DECLARE) {
            listener.rejected(new Position(came.flight().last.epoch(), came.seq()), Reason.of(came.cause()));
        }
        agains.addLast(new Again(came, remedy));
    }

    private boolean isQuiet() {
        return failures.isEmpty() && flights.stream().allMatch(Flight::isQuiet);
    }

    private boolean sendAgain() {
        Again next = agains.peekFirst();
        if (next == null || !offerAgain(next)) {
            return false;
        }
        alone = agains.removeFirst();
        return true;
    }

    private boolean offerAgain(Again again) {
        Failure came = again.failure();
        if (again.remedy() == Remedy.DECLARE) {
            return offer(records.of(came.declaration()), came.flight(), came.seq(), true);
        }
        Frame frame = Objects.requireNonNull(came.flight().frame);
        FrameDecoder record = new FrameDecoder(); // the other one stands in the middle of the partial flight
        record.open(frame, came.seq());
        boolean isNow = again.remedy() == Remedy.SEND_ALONE_NOW;
        long timeMillis = isNow ? records.nowMillis() : records.timeMillis(record, records.nowMillis());
        return offer(records.of(record, frame.header(), timeMillis), came.flight(), came.seq(), false);
    }

    /** Hands a record to the producer; false if it has no room or no metadata for it now, or the session failed. */
    private boolean offer(ProducerRecord<byte[], byte[]> record, Flight flight, long seq, boolean isMarker) {
        refusedAtOnce = null;
        try {
            Future<?> unused = producer.send(record, new Sent(flight, seq, isMarker)); // the callback tells it all
        } catch (KafkaException | IllegalStateException broken) {
            failure = "the producer does not go on: " + Reason.of(broken);
            return false;
        }
        Exception refusal = refusedAtOnce;
        if (refusal instanceof TimeoutException) { // max.block.ms is 0
            return false;
        }
        flight.sent();
        if (refusal != null) {
            failures.add(new Failure(flight, seq, isMarker, refusal));
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
        private final boolean isMarker;

        Sent(Flight flight, long seq, boolean isMarker) {
            this.flight = flight;
            this.seq = seq;
            this.isMarker = isMarker;
        }

        @Override
        public void onCompletion(RecordMetadata metadata, @Nullable Exception exception) {
            if (exception == null) {
                flight.completed();
            } else if (Thread.currentThread() == senderThread) {
                refusedAtOnce = exception;
            } else {
                failures.add(new Failure(flight, seq, isMarker, exception));
            }
        }
    }
}
