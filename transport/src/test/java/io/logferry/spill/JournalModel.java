package io.logferry.spill;

import static org.junit.jupiter.api.Assertions.*;

import io.logferry.frame.Frame;
import io.logferry.frame.FrameHeader;
import io.logferry.frame.LostRange;
import io.logferry.frame.Position;
import io.logferry.spill.Journal.Append;
import io.logferry.spill.Journal.Dropped;
import io.logferry.spill.Journal.Read;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

/**
 * One random schedule over a simulated disk, against a plain list of what was appended. Checks after every step: no
 * frame that was not appended, positions increase, every record is accounted for, no byte too many; and at the end that
 * what had to survive did. One thread at a time.
 */
final class JournalModel {
    /** What may happen to the disk between two lives of the process. */
    enum Fault {
        /** The process is killed at any system call; calls fail. */
        KILL,
        /** Power is lost at any system call. */
        POWER_LOSS,
        /** Besides, bits flip, files vanish, change places and cannot be read. */
        CORRUPTION
    }

    private static final Path DIR = Path.of("/spill");

    private final Random random;
    private final Fault fault;
    private final JournalConfig config;
    private final SimDisk disk = new SimDisk();
    private final List<String> warnings = new ArrayList<>();

    /** By position of the last record. */
    private final NavigableMap<Position, Frame> appended = new TreeMap<>();

    private final NavigableMap<Position, Frame> mustSurvive = new TreeMap<>();
    private final Deque<Frame> window = new ArrayDeque<>();
    private Position settled = Position.NONE;
    private boolean isTrusted = true;
    private long nowNanos;
    private long startMillis = 1_700_000_000_000L;

    // one life of the process
    private Slot slot;
    private Journal journal;
    private long nextSeq;
    private Position lastLoaded = Position.NONE;
    private long in;
    private long out;
    private long openedBytes;

    JournalModel(long seed, Fault fault) throws IOException {
        this.random = new Random(seed);
        this.fault = fault;
        long segmentBytes = 300L + random.nextInt(1500);
        Sync sync = fault == Fault.POWER_LOSS && random.nextBoolean() ? Sync.FRAME : Sync.values()[random.nextInt(3)];
        long maxBytes = random.nextInt(3) == 0 ? 1 << 20 : (4L + random.nextInt(6)) * segmentBytes;
        config = new JournalConfig(maxBytes, segmentBytes, random.nextInt(4) == 0 ? 1000 : 0, sync);
        slot = Slot.claim(disk, DIR, "s", "A", startMillis++, warnings::add);
        journal = Journal.open(disk, slot, config, warnings::add);
    }

    /** Runs a schedule of this many steps, then checks what survived. */
    void run(int steps) throws IOException {
        for (int i = 0; i < steps; i++) {
            try {
                step();
                check();
            } catch (SimDisk.Killed killed) {
                restart();
            }
        }
        disk.heal();
        if (random.nextBoolean()) {
            journal.close();
        }
        restart();
        disk.heal();
        readToTheEnd();
    }

    private void step() throws IOException {
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5 -> append(false);
            case 6, 7 -> append(!journal.hasUnread());
            case 8, 9, 10, 11 -> next();
            case 12, 13 -> settleLoaded();
            case 14, 15 -> tick();
            case 16 -> drop();
            case 17 -> trouble();
            case 18 -> rare();
            default -> disk.heal();
        }
    }

    private void rare() throws IOException {
        switch (random.nextInt(5)) {
            case 0 -> settle(new Position(slot.epoch(), random.nextLong(nextSeq + 1) - 1)); // as WELCOME may
            case 1 -> {
                journal.close();
                restart();
            }
            case 2 -> restart();
            case 3 -> disk.killAt(1 + random.nextInt(12));
            default -> journal.deadLetter(frame(1, random.nextInt(9), 1 + random.nextInt(5)));
        }
    }

    private void trouble() {
        if (fault == Fault.CORRUPTION && random.nextInt(3) == 0) {
            unreadable();
            return;
        }
        switch (random.nextInt(8)) {
            case 0 -> disk.capacityBytes(disk.usedBytes() + random.nextInt(800));
            case 1 -> disk.shortWrites(random.nextLong());
            case 2 -> disk.failing(SimDisk.Op.WRITE, true);
            case 3 -> disk.failAt(SimDisk.Op.FORCE, 1 + random.nextInt(3));
            case 4 -> disk.failAt(SimDisk.Op.CREATE, 1);
            case 5 -> disk.failAt(SimDisk.Op.TRUNCATE, 1);
            case 6 -> disk.failAt(SimDisk.Op.DELETE, 1 + random.nextInt(2));
            default -> disk.failAt(SimDisk.Op.WRITE, 1 + random.nextInt(3));
        }
    }

    private void unreadable() {
        SimDisk.Op[] ops = {SimDisk.Op.READ, SimDisk.Op.OPEN, SimDisk.Op.RENAME, SimDisk.Op.LIST};
        SimDisk.Op op = ops[random.nextInt(ops.length)];
        if (random.nextBoolean()) {
            disk.failAt(op, 1 + random.nextInt(4));
        } else {
            disk.failing(op, true);
        }
    }

    private void append(boolean isLoaded) {
        nextSeq += random.nextInt(4) == 0 ? random.nextInt(3) : 0; // sent directly, or dropped as the newest
        int records = 1 + random.nextInt(6);
        Frame frame = frame(slot.epoch(), nextSeq, records);
        nextSeq += records;
        appended.put(frame.header().last(), frame); // if it is killed while writing, it may be there all the same
        Append result = journal.append(frame, isLoaded, nowNanos);
        if (result == Append.DONE) {
            in += records;
            mustSurvive.put(frame.header().last(), frame);
            if (isLoaded) {
                window.add(frame);
                lastLoaded = frame.header().last();
            }
        }
    }

    private Frame frame(long epoch, long firstSeq, int records) {
        return FrameMaker.SHARED.frame(slot.streamId(), epoch, firstSeq, records, 8 + random.nextInt(30));
    }

    private void next() {
        boolean hasUnread = journal.hasUnread();
        Read read = journal.next(lastLoaded, nowNanos);
        in += journal.takeFound();
        assertTrue(hasUnread == (read != Read.Empty.EMPTY)
                || (hasUnread && fault == Fault.CORRUPTION && !journal.hasUnread()));
        if (read == Read.Unreadable.UNREADABLE) {
            assertTrue(journal.hasUnread());
            nowNanos += 50_000_000;
        }
        if (read instanceof Read.Loaded loaded) {
            FrameHeader header = loaded.frame().header();
            Frame expected = appended.get(header.last());
            assertNotNull(expected, () -> "never appended: " + loaded.frame());
            assertSameContent(expected, loaded.frame());
            assertNotNull(Frame.read(loaded.frame().bytes(), slot.streamId()), "not of this stream");
            assertTrue(header.last().compareTo(lastLoaded) > 0, () -> header.last() + " after " + lastLoaded);
            assertTrue(header.last().compareTo(journal.settled()) > 0, "settled, yet loaded");
            lastLoaded = header.last();
            window.add(loaded.frame());
        } else if (read instanceof Read.Settled before) {
            out += before.records();
        } else if (read instanceof Read.Damaged damaged) {
            // a frame that was torn before append returned, or one that must not be lost: the end tells
            assertTrue(fault != Fault.KILL, () -> "damage without a cause: " + damaged);
            out += damaged.records();
        }
    }

    private static void assertSameContent(Frame expected, Frame actual) {
        byte[] a = expected.bytes().clone();
        byte[] b = actual.bytes().clone();
        Arrays.fill(a, 60, 64, (byte) 0); // the header's checksum changes with the stream
        Arrays.fill(b, 60, 64, (byte) 0);
        assertArrayEquals(a, b);
    }

    private void settleLoaded() {
        if (!window.isEmpty()) {
            int count = random.nextInt(window.size()) + 1;
            Frame last = window.stream().skip(count - 1).findFirst().orElseThrow();
            settle(last.header().last());
        }
    }

    private void settle(Position position) {
        if (position.compareTo(settled) > 0) {
            settled = position;
        }
        journal.settle(position);
        while (!window.isEmpty() && window.getFirst().header().last().compareTo(position) <= 0) {
            out += window.removeFirst().header().recordCount();
        }
        mustSurvive.headMap(position, true).clear();
    }

    private void tick() {
        nowNanos += random.nextInt(700) * 1_000_000L;
        journal.tick(nowNanos);
    }

    private void drop() {
        Dropped dropped = journal.dropOldest(nowNanos);
        in += journal.takeFound();
        if (dropped == null) {
            return;
        }
        out += dropped.records();
        long declared = 0;
        for (LostRange range : dropped.ranges()) {
            declared += range.count();
            Position before = new Position(range.epoch(), range.fromSeq() - 1);
            NavigableMap<Position, Frame> gone = appended.subMap(before, false, range.last(), true);
            assertTrue(gone.values().stream()
                            .mapToLong(f -> f.header().recordCount())
                            .sum()
                    >= range.count());
            assertTrue(
                    window.stream().noneMatch(f -> gone.containsKey(f.header().last())), "dropped, yet loaded");
            mustSurvive.subMap(before, false, range.last(), true).clear();
        }
        assertEquals(Arrays.stream(dropped.recordsByLevel()).sum(), declared);
        assertTrue(dropped.recordsOfUnknownLevel() == 0 || !isTrusted);
    }

    private void restart() throws IOException {
        disk.heal();
        if (fault == Fault.KILL || random.nextBoolean()) {
            disk.crash();
        } else {
            disk.powerLoss(random.nextLong());
            isTrusted &= config.sync() == Sync.FRAME;
        }
        if (fault == Fault.CORRUPTION && random.nextBoolean()) {
            corrupt();
            isTrusted = false;
        }
        slot = Slot.claim(disk, DIR, "s", "A", startMillis++, warnings::add);
        assertTrue(appended.isEmpty() || slot.epoch() > appended.lastKey().epoch() || !isTrusted);
        if (fault == Fault.CORRUPTION && random.nextInt(3) == 0) {
            unreadable();
        }
        journal = Journal.open(disk, slot, config, warnings::add);
        nextSeq = 0;
        lastLoaded = Position.NONE;
        window.clear();
        in = journal.recordCount();
        openedBytes = journal.sizeBytes(); // a power loss may bring deleted files back
        out = 0;
        assertTrue(journal.settled().compareTo(settled) <= 0, "settled more than it was told");
        check();
    }

    private void corrupt() {
        List<Path> files = disk.files(DIR.resolve("s-A-0"));
        if (files.isEmpty()) {
            return;
        }
        Path file = files.get(random.nextInt(files.size()));
        byte[] bytes = disk.bytes(file);
        switch (random.nextInt(4)) {
            case 0 -> disk.remove(file);
            case 1 -> disk.put(file, Arrays.copyOf(bytes, random.nextInt(bytes.length + 100)));
            case 2 -> {
                Path other = files.get(random.nextInt(files.size()));
                disk.put(file, disk.bytes(other));
                disk.put(other, bytes);
            }
            default -> {
                if (bytes.length > 0) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                    disk.put(file, bytes);
                }
            }
        }
    }

    private void check() {
        assertEquals(in - out, journal.recordCount(), () -> "in=" + in + " out=" + out);
        assertTrue(journal.recordCount() >= 0);
        if (journal.isEmpty()) {
            assertEquals(0, journal.recordCount());
        }
        assertTrue(journal.sizeBytes() <= Math.max(config.maxBytes(), openedBytes), "maxBytes");
    }

    private void readToTheEnd() {
        int atMost = 150 + 3 * appended.size(); // it may be unreadable until its retry time has come
        while (journal.hasUnread()) {
            next();
            check();
            assertTrue(atMost-- > 0, "next() does not end");
        }
        assertEquals(Read.Empty.EMPTY, journal.next(Position.NONE, nowNanos));
        if (isTrusted) {
            window.forEach(frame -> mustSurvive.remove(frame.header().last()));
            assertEquals(List.of(), List.copyOf(mustSurvive.values()), "lost");
        }
        settle(new Position(slot.epoch(), 0));
        journal.close();
        check();
        slot.delete();
    }
}
