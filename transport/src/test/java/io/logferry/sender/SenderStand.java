package io.logferry.sender;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.Codec;
import io.logferry.frame.Level;
import io.logferry.frame.Position;
import io.logferry.frame.RecordEncoder;
import io.logferry.ring.EventRing;
import io.logferry.spill.Journal;
import io.logferry.spill.JournalConfig;
import io.logferry.spill.SimDisk;
import io.logferry.spill.Slot;
import io.logferry.spill.Sync;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A sender that a test drives step by step: manual clock, scripted sink, simulated disk. */
class SenderStand {
    static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    final FakeSink sink = new FakeSink();
    final EventRing<String> ring = new EventRing<>(64);
    final Ledger ledger = new Ledger();
    final Controls<String> controls = new Controls<>(new Text());
    final List<String> warnings = new ArrayList<>();
    final List<String> alerts = new ArrayList<>();
    boolean sinkCompresses;
    long windowBytes = 100_000;
    long nowNanos = 1_000 * SECOND;
    long wallMillis;

    Sender<String> sender(@Nullable Spill spill, boolean journalAll) {
        UUID streamId = spill == null ? new UUID(1, 2) : spill.slot().streamId();
        long epoch = spill == null ? 7 : spill.slot().epoch();
        SenderConfig config = new SenderConfig(
                streamId,
                epoch,
                "app",
                1_000,
                4,
                50 * MILLI,
                sinkCompresses ? Codec.LZ4 : Codec.NONE,
                sinkCompresses,
                journalAll,
                true,
                windowBytes,
                new Random(1),
                () -> wallMillis,
                info -> {},
                warnings::add,
                alerts::add);
        return new Sender<>(ring, controls, sink, spill, config, ledger);
    }

    Sender<String> connected() {
        Sender<String> sender = sender(null, false);
        step(sender);
        sink.connected(Position.NONE);
        step(sender);
        return sender;
    }

    void step(Sender<String> sender) {
        nowNanos += MILLI;
        sender.runOnce(nowNanos);
    }

    void log(int count) {
        for (int i = 0; i < count; i++) {
            assertTrue(ring.offer("event " + i));
        }
    }

    static Spill spill(SimDisk disk) throws IOException {
        Slot slot = Slot.claim(disk, Path.of("/spill"), "app", "A", 1_000, w -> {});
        return new Spill(slot, Journal.open(disk, slot, new JournalConfig(65_536, 8_192, 0, Sync.NONE), w -> {}));
    }

    /** Events are their own text. */
    static final class Text implements RecordEncoder<String> {
        @Override
        public long timeNanos(String event) {
            return 0;
        }

        @Override
        public Level level(String event) {
            return Level.ERROR;
        }

        @Override
        public void encode(String event, ByteBuffer into) {
            into.put(event.getBytes(StandardCharsets.UTF_8));
        }
    }
}
