package io.logferry.sender;

import io.logferry.frame.Codec;
import io.logferry.frame.Level;
import io.logferry.spill.Journal;
import io.logferry.spill.JournalConfig;
import io.logferry.spill.SimDisk;
import io.logferry.spill.Slot;
import io.logferry.spill.Sync;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One seeded schedule: an application that logs, crashes, loses power, stops and starts again, on a disk that fails and
 * fills, against two collectors that come and go; and the plain model that checks the promises of the design after every
 * step and, when everything is healed, at the end.
 */
final class Simulation {
    private static final Path DIR = Path.of("/spill");
    private static final Level[] LEVELS = {Level.TRACE, Level.DEBUG, Level.ERROR, Level.FATAL};
    /** Identity and cursor, and what replaces them, are not what maxBytes limits. */
    private static final long FIXED_BYTES = 4 * 8_192;

    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final SplittableRandom random;
    private final SimDisk disk;
    private final SimCollector[] collectors = {new SimCollector("collector A"), new SimCollector("collector B")};
    private final ScriptedSink.Faults faults = new ScriptedSink.Faults();
    private final List<SimProcess> processes = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final @Nullable JournalConfig journalConfig;
    private final boolean journalAll;
    private final boolean dropOldest;
    private final int ringCapacity;
    private final int batchMaxBytes;
    private final int batchMaxRecords;
    private final Codec codec;
    private final boolean sinkCompresses;

    private long nowNanos;
    private long nextId;
    private int active;
    private @Nullable SimProcess process;
    private @Nullable ScriptedSink sink;

    /** Records that a crash took from ring, batch and memory, or a power loss from a disk that was not forced. */
    private long lostByCrash;

    private boolean lossUnknown;
    private boolean powerLost;
    private boolean everLostPower;

    Simulation(long seed) {
        random = new SplittableRandom(seed);
        disk = new SimDisk();
        nowNanos = random.nextLong(1L << 40);
        long segmentBytes = 2_048L << random.nextInt(3);
        boolean spills = random.nextInt(10) > 0;
        Sync sync = Sync.values()[random.nextInt(3)];
        long maxBytes = segmentBytes * (4 + random.nextInt(12));
        journalConfig = spills ? new JournalConfig(maxBytes, segmentBytes, 0, sync) : null;
        journalAll = random.nextBoolean();
        dropOldest = random.nextBoolean();
        ringCapacity = 8 << random.nextInt(5);
        batchMaxBytes = 64 << random.nextInt(5);
        batchMaxRecords = 1 + random.nextInt(20);
        codec = Codec.values()[random.nextInt(Codec.values().length)];
        sinkCompresses = random.nextInt(3) == 0;
    }

    void run() throws IOException {
        start();
        int steps = 100 + random.nextInt(400);
        for (int i = 0; i < steps; i++) {
            act();
            check();
        }
        heal();
        drain();
        stop(5_000);
        check();
        checkLosses();
    }

    private void act() throws IOException {
        switch (random.nextInt(100)) {
            case 0, 1 -> changeNetwork();
            case 2, 3 -> changeDisk();
            case 4 -> active = random.nextInt(2);
            case 5 -> crash();
            case 6 -> stopAndStart();
            default -> {}
        }
        SimProcess running = java.util.Objects.requireNonNull(process);
        for (int n = random.nextInt(8); n > 0; n--) {
            boolean broken = random.nextInt(100) == 0;
            int bytes = random.nextInt(60) == 0 ? 600 + random.nextInt(900) : 8 + random.nextInt(60);
            bytes = random.nextInt(2_000) == 0 ? 2 << 20 : bytes;
            running.log(new SimProcess.Event(nextId++, LEVELS[random.nextInt(LEVELS.length)], bytes, broken));
        }
        step(random.nextInt(20));
    }

    private void step(long millis) {
        nowNanos += millis * MILLI + random.nextInt(1_000_000);
        java.util.Objects.requireNonNull(process).sender.runOnce(nowNanos);
    }

    private void start() throws IOException {
        Spill spill = null;
        if (journalConfig != null) {
            disk.heal();
            if (random.nextInt(3) == 0) {
                disk.shortWrites(random.nextLong());
            }
            Slot slot = Slot.claim(disk, DIR, "app", "FERRY", nowNanos / MILLI, warnings::add);
            spill = new Spill(slot, Journal.open(disk, slot, journalConfig, warnings::add));
        }
        sink = new ScriptedSink(random, faults, () -> collectors[active]);
        SenderConfig config = new SenderConfig(
                spill == null
                        ? new java.util.UUID(random.nextLong(), random.nextLong())
                        : spill.slot().streamId(),
                spill == null ? nowNanos : spill.slot().epoch(),
                "app",
                batchMaxBytes,
                batchMaxRecords,
                50 * MILLI,
                codec,
                sinkCompresses,
                journalConfig != null && journalAll,
                journalConfig != null && dropOldest,
                journalConfig == null ? 16_384 : Math.min(16_384, journalConfig.segmentBytes()),
                random,
                () -> nowNanos / MILLI,
                info -> {},
                warnings::add,
                alert -> {});
        SimProcess before = process;
        process = new SimProcess(ringCapacity, sink, spill, config);
        processes.add(process);
        if (before != null && !lossUnknown && process.ledger.carriedIn() < before.ledger.onDisk()) {
            throw new AssertionError(
                    "on disk were " + before.ledger.onDisk() + ", found are " + process.ledger.carriedIn());
        }
    }

    private void crash() throws IOException {
        SimProcess dead = java.util.Objects.requireNonNull(process);
        if (dead.ledger.inFlight() > 0 && journalConfig != null && journalAll && !dead.diskFailed) {
            throw new AssertionError("mode=always, and only in memory are " + dead.ledger.inFlight());
        }
        lostByCrash += dead.ring.size() + dead.ledger.inBatch() + dead.ledger.inFlight();
        java.util.Objects.requireNonNull(sink).disconnect();
        if (journalConfig == null || random.nextInt(3) > 0) {
            disk.crash();
        } else {
            disk.powerLoss(random.nextLong());
            powerLost = true;
            everLostPower = true;
            lossUnknown |= journalConfig.sync() != Sync.FRAME;
        }
        start();
    }

    private void stopAndStart() throws IOException {
        stop(random.nextInt(4) == 0 ? 20 : 2_000);
        start();
    }

    private void stop(long timeoutMillis) {
        SimProcess running = java.util.Objects.requireNonNull(process);
        running.controls.stop(nowNanos, timeoutMillis * MILLI, timeoutMillis * MILLI);
        long startNanos = nowNanos;
        while (!running.sender.isDone()) {
            if (nowNanos - startNanos > (timeoutMillis + 25) * MILLI) {
                throw new AssertionError("stop takes longer than its timeout of " + timeoutMillis + " ms");
            }
            step(random.nextInt(10));
            check();
        }
        int late = random.nextInt(2);
        for (int i = 0; i < late; i++) {
            running.log(new SimProcess.Event(nextId++, Level.ERROR, 10, false));
        }
        running.sender.abandon();
        if (running.ring.size() + running.ledger.inBatch() + running.ledger.inFlight() != 0
                || running.difference() != 0) {
            throw new AssertionError("the books are not closed: " + running.books());
        }
        if (journalConfig != null
                && !running.diskFailed
                && timeoutMillis > 1_000
                && running.ledger.dropped(io.logferry.frame.DropReason.SHUTDOWN) > late) {
            throw new AssertionError("lost at a stop, although the journal had room: " + running.losses());
        }
        java.util.Objects.requireNonNull(sink).close();
        if (running.spill != null) {
            running.spill.journal().close();
            running.spill.slot().release();
        }
    }

    /** For the message of a failure. */
    String describe() {
        StringBuilder text = new StringBuilder("journal=" + journalConfig + " always=" + journalAll + " dropOldest="
                + dropOldest + " ring=" + ringCapacity + " lostByCrash=" + lostByCrash);
        for (SimProcess each : processes) {
            text.append("\n  ").append(each.books()).append(' ').append(each.losses());
        }
        return text.append("\n  ").append(String.join("\n  ", warnings)).toString();
    }

    private void changeNetwork() {
        faults.down = random.nextInt(3) == 0;
        faults.connectFails = random.nextInt(2) * random.nextDouble();
        faults.disconnects = random.nextInt(2) * random.nextDouble() * 0.2;
        faults.slow = random.nextInt(2) * random.nextDouble();
        faults.rejects = random.nextInt(4) == 0 ? 0.05 : 0;
        faults.rejectsRecords = random.nextInt(4) == 0 ? 0.05 : 0;
        faults.transientNacks = random.nextInt(4) == 0 ? 0.1 : 0;
        faults.checksumNacks = random.nextInt(4) == 0 ? 0.1 : 0;
        faults.liesAboutPosition = random.nextInt(10) == 0 ? 0.3 : 0;
        faults.windowBytes = 1L << (8 + random.nextInt(12));
    }

    private void changeDisk() {
        SimProcess running = java.util.Objects.requireNonNull(process);
        SimDisk.Op op = SimDisk.Op.values()[random.nextInt(SimDisk.Op.values().length)];
        switch (random.nextInt(5)) {
            case 0 -> disk.capacityBytes(disk.usedBytes() + random.nextInt(4_000));
            case 1 -> disk.failing(op, true);
            case 2 -> disk.failAt(op, 1 + random.nextInt(5));
            default -> {
                disk.heal();
                return;
            }
        }
        running.diskFailed = true;
    }

    private void heal() throws IOException {
        faults.down = false;
        faults.connectFails = 0;
        faults.disconnects = 0;
        faults.slow = 0;
        faults.rejects = 0;
        faults.rejectsRecords = 0;
        faults.transientNacks = 0;
        faults.checksumNacks = 0;
        faults.liesAboutPosition = 0;
        faults.windowBytes = 1 << 20;
        disk.heal();
    }

    private void drain() {
        SimProcess running = java.util.Objects.requireNonNull(process);
        for (int i = 0; !running.sender.isDrained(); i++) {
            if (i > 20_000) {
                throw new AssertionError("wedged: all is healed and it does not drain: " + running.books());
            }
            step(20);
            check();
        }
    }

    private void check() {
        for (SimCollector collector : collectors) {
            if (collector.violation != null) {
                throw collector.violation;
            }
        }
        SimProcess running = java.util.Objects.requireNonNull(process);
        if (running.difference() != 0) {
            throw new AssertionError("difference=" + running.difference() + ": " + running.books());
        }
        for (String warning : warnings) {
            if (warning.contains("goes on after")) {
                throw new AssertionError(warning);
            }
        }
        if (journalConfig != null && running.spill != null) {
            long bytes = running.spill.journal().sizeBytes();
            running.diskFailed |= bytes > journalConfig.maxBytes() / 2; // it may be full soon
            powerLost &= bytes > journalConfig.maxBytes(); // files came back that were deleted but not forced
            if ((bytes > journalConfig.maxBytes() && !powerLost) || disk.usedBytes() > bytes + FIXED_BYTES) {
                throw new AssertionError("the journal counts " + bytes + " bytes, on disk are " + disk.usedBytes()
                        + ", allowed are " + journalConfig.maxBytes());
            }
        }
    }

    /** Whatever did not arrive is explained: dropped and counted, or taken by a crash from where it may be. */
    private void checkLosses() {
        Set<Long> missing = new HashSet<>();
        long dropped = 0;
        for (SimProcess each : processes) {
            missing.addAll(each.accepted);
            dropped += each.ledger.dropped() - each.ledger.dropped(io.logferry.frame.DropReason.RING_FULL);
        }
        for (SimCollector collector : collectors) {
            missing.removeAll(collector.allIds);
            missing.removeAll(collector.refusedIds);
        }
        if (!lossUnknown && missing.size() > dropped + lostByCrash) {
            throw new AssertionError(missing.size() + " records are missing, dropped=" + dropped + " lostByCrash="
                    + lostByCrash + ", missing=" + missing);
        }
        for (SimProcess each : processes) {
            if (!everLostPower && each.ledger.dropped(io.logferry.frame.DropReason.CORRUPT) > 0) {
                throw new AssertionError("nothing was damaged, and counted as CORRUPT are " + each.losses());
            }
        }
        SimProcess only = processes.get(0);
        long counted = only.droppedOfApplication();
        // what one collector refused, the other may have had already
        long refused = only.ledger.dropped(io.logferry.frame.DropReason.REJECTED);
        if (processes.size() == 1
                && (missing.size() < counted - refused || missing.size() > counted + only.droppedOfUnknownLevel())) {
            throw new AssertionError(missing.size() + " records are missing, counted are " + counted);
        }
    }
}
