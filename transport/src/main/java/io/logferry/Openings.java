package io.logferry;

import io.logferry.frame.Codec;
import io.logferry.sender.SenderConfig;
import io.logferry.sender.Spill;
import io.logferry.spill.Disk;
import io.logferry.spill.Journal;
import io.logferry.spill.JournalConfig;
import io.logferry.spill.RealDisk;
import io.logferry.spill.Slot;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Opens and closes what a sender works with, as its configuration says. Sender thread, or adopting thread. */
final class Openings {
    static final Disk DISK = new RealDisk();

    private Openings() {}

    /** Tells it if there is no spill. */
    static void tellWithoutSpill(PipelineConfig config, StatusListener status) {
        if (config.spill() == null) {
            long windowBytes = config.sink().lanes() * SenderConfig.WINDOW_BYTES;
            status.info(
                    "appender " + config.name() + " has no spill: while the sink is down, frames stay in memory up to "
                            + windowBytes + " bytes, then the ring fills and events are dropped");
        }
    }

    /** The next free slot and its journal; null if none is configured, or, told as a status, usable. */
    static @Nullable Spill openSpill(PipelineConfig config, StatusListener status) {
        SpillConfig spill = config.spill();
        if (spill == null) {
            return null;
        }
        try {
            Slot slot = Slot.claim(
                    DISK, spill.dir(), config.source(), config.name(), System.currentTimeMillis(), status::warn);
            try {
                return new Spill(slot, Journal.open(DISK, slot, journalConfig(spill), status::warn));
            } catch (Throwable unusable) {
                slot.release(); // for whoever comes next
                throw unusable;
            }
        } catch (IOException | RuntimeException unusable) {
            status.warn("appender " + config.name() + " runs without a spill: " + unusable.getMessage());
            return null;
        }
    }

    /** Tells it if the configured compression can't be used here. */
    static void checkCompression(PipelineConfig config, StatusListener status) {
        String reason = config.codec().whyNotWritten();
        if (reason != null) {
            status.warn("appender " + config.name() + " compresses with lz4, because compression=zstd can't be used: "
                    + reason);
        }
    }

    static JournalConfig journalConfig(SpillConfig spill) {
        return new JournalConfig(spill.maxBytes(), spill.segmentBytes(), spill.minFreeBytes(), spill.sync());
    }

    static SenderConfig senderConfig(PipelineConfig config, @Nullable Spill open, StatusListener status) {
        SpillConfig spill = open == null ? null : config.spill();
        return new SenderConfig(
                open == null ? UUID.randomUUID() : open.slot().streamId(),
                open == null ? newEpoch() : open.slot().epoch(),
                config.source(),
                config.batch().maxBytes(),
                config.batch().maxRecords(),
                TimeUnit.MILLISECONDS.toNanos(config.batch().lingerMillis()),
                config.codec().whyNotWritten() == null ? config.codec() : Codec.LZ4,
                config.sink().compresses(),
                spill != null && spill.mode() == SpillConfig.Mode.ALWAYS,
                spill != null && spill.whenFull() == SpillConfig.WhenSpillFull.DROP_OLDEST,
                spill != null ? Math.min(SenderConfig.WINDOW_BYTES, spill.segmentBytes()) : SenderConfig.WINDOW_BYTES,
                ThreadLocalRandom.current(),
                System::currentTimeMillis,
                status::info,
                status::warn,
                status::alert);
    }

    private static long newEpoch() {
        return (System.currentTimeMillis() << 20) | ThreadLocalRandom.current().nextInt(1 << 20);
    }

    /** Closes the files, and gives the slot back. */
    static void close(@Nullable Spill spill) {
        if (spill != null) {
            try {
                spill.journal().close();
            } finally {
                spill.slot().release();
            }
        }
    }
}
