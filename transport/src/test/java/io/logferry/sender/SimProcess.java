package io.logferry.sender;

import io.logferry.frame.DropReason;
import io.logferry.frame.Level;
import io.logferry.frame.RecordEncoder;
import io.logferry.ring.EventRing;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One life of the application in the simulation: a ring, a sender, and what the application knows of its events. */
final class SimProcess {
    /** An event of the application; its levels leave WARN and INFO to the markers. */
    record Event(long id, Level level, int bodyBytes, boolean broken) {}

    private static final RecordEncoder<Event> ENCODER = new RecordEncoder<>() {
        @Override
        public long timeNanos(Event event) {
            return event.id();
        }

        @Override
        public Level level(Event event) {
            return event.level();
        }

        @Override
        public void encode(Event event, ByteBuffer into) {
            if (event.bodyBytes() > into.remaining()) {
                throw new BufferOverflowException();
            }
            int start = into.position();
            into.put(Long.toString(event.id()).getBytes(StandardCharsets.UTF_8));
            if (event.broken()) {
                throw new StackOverflowError("as scripted");
            }
            while (into.position() - start < event.bodyBytes()) {
                into.put((byte) ' ');
            }
        }
    };

    final EventRing<Event> ring;
    final Ledger ledger = new Ledger();
    final Controls<Event> controls = new Controls<>(ENCODER);
    final Sender<Event> sender;
    final @Nullable Spill spill;
    final SenderConfig config;
    final List<Long> accepted = new ArrayList<>();
    boolean diskFailed;

    SimProcess(int ringCapacity, ScriptedSink sink, @Nullable Spill spill, SenderConfig config) {
        this.ring = new EventRing<>(ringCapacity);
        this.spill = spill;
        this.config = config;
        this.sender = new Sender<>(ring, controls, sink, spill, config, ledger);
    }

    void log(Event event) {
        if (ring.offer(event)) {
            accepted.add(event.id());
        } else {
            ledger.drop(DropReason.RING_FULL, event.level());
        }
    }

    /** In the words of the promise: carriedIn + accepted - (acked + dropped + inRing + inBatch + inFlight + onDisk). */
    long difference() {
        return ledger.carriedIn()
                + ring.taken()
                + ledger.dropped(DropReason.RING_FULL)
                + ledger.markers()
                - ledger.acked()
                - ledger.dropped()
                - ring.size()
                - ledger.inBatch()
                - ledger.inFlight()
                - ledger.onDisk();
    }

    /** Losses of the application's own records after the ring took them. */
    long droppedOfApplication() {
        long[][] drops = ledger.drops();
        long total = 0;
        for (DropReason reason : DropReason.values()) {
            for (Level level : List.of(Level.TRACE, Level.DEBUG, Level.ERROR, Level.FATAL)) {
                total += reason == DropReason.RING_FULL ? 0 : drops[reason.ordinal()][level.ordinal()];
            }
        }
        return total;
    }

    long droppedOfUnknownLevel() {
        long total = 0;
        for (long[] row : ledger.drops()) {
            total += row[Ledger.UNKNOWN_LEVEL];
        }
        return total;
    }

    String losses() {
        StringBuilder text = new StringBuilder();
        for (DropReason reason : DropReason.values()) {
            if (ledger.dropped(reason) > 0) {
                text.append(reason).append('=').append(ledger.dropped(reason)).append(' ');
            }
        }
        return text.toString();
    }

    String books() {
        return "carriedIn=" + ledger.carriedIn() + " taken=" + ring.taken() + " markers=" + ledger.markers() + " acked="
                + ledger.acked() + " dropped=" + ledger.dropped() + " inRing=" + ring.size() + " inBatch="
                + ledger.inBatch() + " inFlight=" + ledger.inFlight() + " onDisk=" + ledger.onDisk();
    }
}
