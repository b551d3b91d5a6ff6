package io.logferry.spill;

import static org.junit.jupiter.api.Assertions.*;

import io.logferry.frame.Position;
import io.logferry.spill.Journal.Append;
import io.logferry.spill.Journal.Read;
import io.logferry.spill.SimDisk.Op;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be read now is neither bad nor lost. */
class UnreadableTest {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final SimDisk disk = new SimDisk();

    private static Read next(Spill spill) {
        return spill.journal.next(Position.NONE, spill.nowNanos);
    }

    /** A journal of three segments with four frames of three records each, opened anew. */
    private Spill backlog() {
        Spill spill = Spill.open(disk).append(3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3);
        assertEquals(3, segments(spill).size());
        spill.close();
        return spill;
    }

    private List<Path> segments(Spill spill) {
        return disk.files(spill.slot.folder()).stream()
                .filter(file -> file.toString().endsWith(Segment.SUFFIX))
                .toList();
    }

    private static List<String> frames(int from, int to) {
        List<String> frames = new ArrayList<>();
        for (int seq = from; seq < to; seq += 3) {
            frames.add(seq + "+3");
        }
        return frames;
    }

    @Test
    void aFailingDiskIsReadOnWhereItFailed() {
        for (Op op : List.of(Op.READ, Op.OPEN)) {
            for (int n = 1; n < 20; n++) {
                backlog();
                Spill spill = Spill.open(disk);
                disk.failAt(op, n);
                assertEquals(frames(0, 36), spill.readFrames());
                disk.heal();
                assertEquals(36, spill.journal.recordCount());
                spill.journal.settle(spill.position(-1));
                spill.close();
                segments(spill).forEach(disk::remove);
                disk.remove(spill.slot.folder().resolve(Cursor.FILE_NAME));
            }
        }
    }

    @Test
    void itIsTriedAgainInAWhileAndNotBefore() {
        backlog();
        Spill spill = Spill.open(disk);
        next(spill);
        disk.failing(Op.READ, true);
        assertEquals(Read.Unreadable.UNREADABLE, next(spill));
        long calls = disk.calls(Op.READ) + disk.calls(Op.OPEN);
        for (int i = 0; i < 9; i++) {
            spill.nowNanos += SECOND_NANOS / 100;
            assertEquals(Read.Unreadable.UNREADABLE, next(spill));
        }
        assertEquals(calls, disk.calls(Op.READ) + disk.calls(Op.OPEN));
        assertTrue(spill.journal.hasUnread());
        assertEquals(36, spill.journal.recordCount());
        disk.heal();
        spill.nowNanos += SECOND_NANOS / 100;
        assertEquals(frames(3, 36), spill.readFrames());
        assertEquals(1, spill.warnings.size(), spill.warnings::toString);
    }

    @Test
    void aSegmentThatIsUnreadableForAMinuteIsLost_andTheNextOnesAreRead() {
        backlog();
        Spill spill = Spill.open(disk);
        for (int i = 0; i < 5; i++) {
            assertInstanceOf(Read.Loaded.class, next(spill)); // the second segment is entered
        }
        disk.failing(Op.READ, true);
        Read read = next(spill);
        long since = spill.nowNanos;
        while (read == Read.Unreadable.UNREADABLE) {
            spill.nowNanos += SECOND_NANOS;
            read = next(spill);
        }
        assertTrue(spill.nowNanos - since >= 60 * SECOND_NANOS, "too early");
        assertTrue(spill.nowNanos - since <= 70 * SECOND_NANOS, "too late");
        assertEquals(9, assertInstanceOf(Read.Damaged.class, read).records());
        disk.heal();
        spill.nowNanos += 5 * SECOND_NANOS;
        assertEquals(frames(24, 36), spill.readFrames());
        assertEquals(27, spill.journal.recordCount());
    }

    @Test
    void aSegmentThatIsGoneIsLostAtOnce() {
        backlog();
        Spill spill = Spill.open(disk);
        next(spill);
        disk.remove(segments(spill).get(1));
        List<Read> reads = spill.readAll();
        assertEquals(0, spill.nowNanos);
        assertEquals(
                12,
                reads.stream()
                        .mapToLong(r -> r instanceof Read.Damaged d ? d.records() : 0)
                        .sum());
        assertEquals(24, spill.journal.recordCount());
    }

    @Test
    void anInterruptLosesNothing(@TempDir Path dir) {
        Spill spill = new Spill(new RealDisk(), dir, Spill.SMALL).append(3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3);
        List<String> frames = new ArrayList<>();
        for (int i = 0; frames.size() < 12; i++) {
            if (i % 3 == 0) {
                Thread.currentThread().interrupt();
            }
            Read read = next(spill);
            assertEquals(i % 3 == 0, Thread.interrupted());
            if (read instanceof Read.Loaded loaded) {
                frames.add(loaded.frame().header().firstSeq() + "+3");
            } else {
                assertEquals(Read.Unreadable.UNREADABLE, read);
                spill.nowNanos += 6 * SECOND_NANOS;
            }
        }
        assertEquals(frames(0, 36), frames);
        spill.close();
    }

    @Test
    void whatCannotBeReadAtStartUpStaysAndIsCountedLater() {
        for (int failures = 1; failures < 20; failures++) { // less than a minute
            backlog();
            SimDisk copy = disk.copy();
            Spill spill = new Spill(new FailingFirst(copy, failures), Spill.DIR, Spill.SMALL);
            long found = spill.journal.takeFound();
            assertEquals(0, found);
            long counted = spill.journal.recordCount();
            assertEquals(Append.DONE, spill.journal.append(spill.frame(3), false, spill.nowNanos));
            List<String> expected = new ArrayList<>(frames(0, 36));
            expected.add("0+3");
            assertEquals(expected, spill.readFrames());
            assertEquals(39, spill.journal.recordCount());
            assertEquals(36 - counted, spill.journal.takeFound());
            spill.journal.settle(spill.position(2));
            assertTrue(spill.journal.isEmpty());
            assertEquals(0, spill.journal.recordCount());
            spill.close();
            segments(spill).forEach(disk::remove);
            disk.remove(spill.slot.folder().resolve(Cursor.FILE_NAME));
        }
    }

    @Test
    void anOutOfMemoryErrorLeavesTheReaderWhereItWas() {
        backlog();
        Spill spill = Spill.open(disk);
        List<String> frames = new ArrayList<>();
        for (int n = 1; n < 4; n++) { // the segment's header, the frame's header, the frame
            disk.outOfMemoryAt(n);
            try {
                while (next(spill) instanceof Read.Loaded loaded) {
                    frames.add(loaded.frame().header().firstSeq() + "+3");
                }
                fail("no error at read=" + n);
            } catch (OutOfMemoryError expected) {
                // as the sender does
            }
        }
        frames.addAll(spill.readFrames());
        assertEquals(frames(0, 36), frames);
        assertEquals(36, spill.journal.recordCount());
    }
}
