package io.logferry.spill;

import static org.junit.jupiter.api.Assertions.*;

import io.logferry.frame.DropReason;
import io.logferry.frame.LostRange;
import io.logferry.spill.Journal.Append;
import io.logferry.spill.Journal.Dropped;
import io.logferry.spill.SimDisk.Op;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final JournalConfig TIGHT = new JournalConfig(2400, 600, 0, Sync.NONE);

    private final SimDisk disk = new SimDisk();

    private Spill open(JournalConfig config) {
        return new Spill(disk, Spill.DIR, config);
    }

    private static Append append(Spill spill, int records) {
        return spill.journal.append(spill.frame(records), false, spill.nowNanos);
    }

    private static void fill(Spill spill) {
        while (append(spill, 6) == Append.DONE) {
            assertTrue(spill.journal.sizeBytes() <= TIGHT.maxBytes());
        }
    }

    @Test
    void maxBytesIsNeverPassed_andSettlingMakesRoom() {
        Spill spill = open(TIGHT);
        fill(spill);
        assertEquals(Append.FULL, append(spill, 6));
        spill.journal.next(spill.position(-1), spill.nowNanos);
        spill.journal.next(spill.position(-1), spill.nowNanos);
        spill.journal.next(spill.position(-1), spill.nowNanos);
        spill.journal.settle(spill.position(11));
        assertEquals(Append.DONE, append(spill, 6));
    }

    @Test
    void dropOldestTakesTheOldestSegmentAndSaysExactlyWhatWasInIt() {
        Spill spill = open(TIGHT);
        fill(spill);
        long before = spill.journal.recordCount();
        Dropped dropped = spill.journal.dropOldest(spill.nowNanos);
        assertNotNull(dropped);
        assertEquals(
                List.of(new LostRange(DropReason.SPILL_FULL, spill.slot.epoch(), 0, dropped.records() - 1)),
                dropped.ranges());
        assertEquals(before - dropped.records(), spill.journal.recordCount());
        assertEquals(dropped.records() / 6, dropped.recordsByLevel()[0]);
        assertEquals(0, dropped.recordsOfUnknownLevel());
        assertEquals(Append.DONE, append(spill, 6));
    }

    @Test
    void dropOldestSparesWhatIsLoadedAndWhatIsAppendedTo() {
        Spill spill = open(TIGHT).append(6, 6, 6, 6, 6);
        spill.journal.next(spill.position(-1), spill.nowNanos);
        spill.journal.next(spill.position(-1), spill.nowNanos);
        spill.journal.next(spill.position(-1), spill.nowNanos);
        assertEquals(
                2,
                disk.files(spill.slot.folder()).stream()
                                .filter(file -> file.toString().endsWith(Segment.SUFFIX))
                                .count()
                        - 1);
        assertNull(spill.journal.dropOldest(spill.nowNanos));
        assertEquals(List.of("18+6", "24+6"), spill.readFrames());
    }

    @Test
    void aHoleMadeByDroppingIsNoDamage_alsoAfterARestart() {
        Spill spill = open(TIGHT);
        fill(spill);
        spill.journal.next(spill.position(-1), spill.nowNanos);
        Dropped dropped = spill.journal.dropOldest(spill.nowNanos);
        assertNotNull(dropped);
        assertEquals(12, dropped.ranges().get(0).fromSeq());
        long count = spill.journal.recordCount();
        disk.crash();
        Spill after = open(TIGHT);
        assertEquals(count, after.journal.recordCount());
        assertEquals("0+6, 6+6, 24+6", String.join(", ", after.readFrames().subList(0, 3)));
    }

    @Test
    void aFullDiskIsFull_andWorksAgainWhenThereIsRoom() {
        Spill spill = open(Spill.SMALL).append(6, 6, 6);
        disk.capacityBytes(disk.usedBytes() + 100);
        assertEquals(Append.FULL, append(spill, 6));
        assertEquals(18, spill.journal.recordCount());
        assertEquals(1, spill.warnings.size(), spill.warnings::toString);
        disk.heal();
        assertEquals(Append.FULL, append(spill, 6), "it does not try all the time");
        spill.nowNanos += 6_000_000_000L;
        assertEquals(Append.DONE, append(spill, 6));
        assertEquals(List.of("0+6", "6+6", "12+6", "30+6"), spill.readFrames());
        disk.crash();
        assertEquals(24, open(Spill.SMALL).journal.recordCount());
    }

    @Test
    void aFullDiskCanEmptyItself() {
        Spill spill = open(Spill.SMALL).append(6, 6, 6, 6, 6, 6);
        spill.readAll();
        disk.failing(Op.WRITE, true);
        spill.journal.settle(spill.position(35));
        spill.tick();
        assertTrue(spill.journal.sizeBytes() <= 600);
        spill.nowNanos += 2_000_000_000L;
        spill.tick();
        assertEquals(0, spill.journal.sizeBytes());
    }

    @Test
    void aFailedWriteLeavesNothingBehind() {
        Spill spill = open(Spill.SMALL).append(2);
        for (Op alsoFailing : new Op[] {Op.READ, Op.TRUNCATE}) {
            disk.failAt(Op.WRITE, 1);
            disk.failAt(alsoFailing, 1);
            assertEquals(Append.FAILED, append(spill, 6));
            spill.nowNanos += 6_000_000_000L;
            disk.heal();
            spill.append(3);
        }
        List<String> expected = List.of("0+2", "8+3", "17+3");
        assertEquals(8, spill.journal.recordCount());
        disk.crash();
        assertEquals(expected, open(Spill.SMALL).readFrames());
    }

    @Test
    void aForceThatFailedIsNotRepeatedOnThatFile() {
        Spill spill = open(new JournalConfig(1 << 20, 600, 0, Sync.FRAME)).append(2);
        disk.failAt(Op.FORCE, 1);
        spill.append(2);
        assertEquals(1, spill.warnings.size(), spill.warnings::toString);
        disk.powerLoss(1);
        Spill after = open(Spill.SMALL);
        assertEquals(4, after.journal.recordCount());
        assertEquals(List.of("0+2", "2+2"), after.readFrames());
    }

    @Test
    void intervalForcesTwiceASecond() {
        Spill spill = open(new JournalConfig(1 << 20, 600, 0, Sync.INTERVAL));
        spill.tick();
        long before = disk.calls(Op.FORCE);
        for (int i = 0; i < 200; i++) { // 2 s
            spill.append(1);
            spill.tick();
        }
        long sealed = disk.calls(Op.CREATE) - 3; // identity and cursor are no segments, the last one is open
        assertEquals(before + 1 + 4 + sealed, disk.calls(Op.FORCE));
    }

    @Test
    void belowMinFreeBytesNothingIsAppended() {
        Spill spill = open(new JournalConfig(1 << 20, 600, 10_000, Sync.NONE));
        disk.capacityBytes(disk.usedBytes() + 10_100);
        spill.append(2);
        spill.tick();
        assertEquals(Append.FULL, append(spill, 2));
        disk.heal();
        spill.nowNanos += 1_000_000_000L;
        spill.tick();
        assertEquals(Append.DONE, append(spill, 2));
    }

    @Test
    void deadLettersTakeOneSegmentAtMost_andCountAgainstMaxBytes() {
        Spill spill = open(TIGHT);
        for (int i = 0; i < 50; i++) {
            assertTrue(spill.journal.deadLetter(spill.frame(2)));
            assertTrue(spill.journal.sizeBytes() <= 600);
        }
        assertTrue(spill.journal.sizeBytes() > 300);
        fill(spill);
        assertFalse(spill.journal.deadLetter(spill.frame(2)));
        disk.crash();
        Spill after = open(TIGHT);
        assertEquals(spill.journal.sizeBytes(), after.journal.sizeBytes());
        assertEquals(Append.FULL, append(after, 6));
    }

    @Test
    void setAsideFilesGoBeforeAnythingThatCanBeDelivered() {
        Spill spill = open(TIGHT);
        fill(spill);
        disk.crash();
        Path second = spill.slot.folder().resolve(Segment.fileName(2, Segment.SUFFIX));
        byte[] bytes = disk.bytes(second);
        bytes[70] ^= 1;
        disk.put(second, bytes);
        Spill after = open(TIGHT);
        assertTrue(after.readFrames()
                .contains("Damaged[records=12, what=no good frame header: file=" + second + " offset=64]"));
        after.journal.settle(after.journal.settled());
        after.journal.settle(after.position(0));
        after.tick();
        assertTrue(after.warnings.toString().contains("set aside"), after.warnings::toString);
        long withDamaged = after.journal.sizeBytes();
        assertTrue(withDamaged > 300);
        fill(after);
        assertEquals(
                0,
                disk.files(after.slot.folder()).stream()
                        .filter(file -> file.toString().endsWith(Segments.DAMAGED_SUFFIX))
                        .count());
    }

    @Test
    void openingReadsTheLastSegmentOnly() {
        JournalConfig config = new JournalConfig(1 << 30, 10_000, 0, Sync.NONE);
        Spill spill = open(config);
        for (int i = 0; i < 4_000; i++) {
            spill.append(10);
        }
        disk.crash();
        int segments = disk.files(spill.slot.folder()).size() - 2;
        assertTrue(segments > 100);
        long readBefore = disk.bytesRead();
        long opensBefore = disk.calls(Op.OPEN);
        Spill after = open(config);
        assertEquals(40_000, after.journal.recordCount());
        assertTrue(disk.bytesRead() - readBefore < 10_000, "bytes=" + (disk.bytesRead() - readBefore));
        assertTrue(disk.calls(Op.OPEN) - opensBefore < 10);
    }

    @Test
    void aLoadedFrameBehindUnreadOnesIsRefused() {
        Spill spill = open(TIGHT).append(1);
        assertThrows(IllegalStateException.class, () -> spill.journal.append(spill.frame(1), true, 0));
    }

    @Test
    void deadLettersMayBeTakenAwayAtAnyTime() {
        Spill spill = open(TIGHT);
        for (int i = 0; i < 40; i++) {
            assertTrue(spill.journal.deadLetter(spill.frame(2)));
            List<Path> dead = disk.files(spill.slot.folder()).stream()
                    .filter(file -> file.toString().endsWith(DeadLetters.SUFFIX))
                    .toList();
            long sizeBytes =
                    dead.stream().mapToLong(file -> disk.bytes(file).length).sum();
            assertTrue(sizeBytes <= spill.journal.sizeBytes());
            if (i % 3 == 0) {
                disk.remove(dead.get(i % 2 == 0 ? 0 : dead.size() - 1));
            }
        }
        assertEquals(List.of(), spill.warnings);
    }

    @Test
    void aDeadLetterThatCannotBeOpenedDoesNotCount() {
        Spill spill = open(TIGHT);
        assertTrue(spill.journal.deadLetter(spill.frame(2)));
        long before = spill.journal.sizeBytes();
        disk.failAt(Op.OPEN, 1);
        assertFalse(spill.journal.deadLetter(spill.frame(2)));
        assertTrue(spill.journal.sizeBytes() - before <= SegmentHeader.BYTES, "header of a new file at most");
    }

    @Test
    void dropOldestForgetsWhatSomebodyDeleted() {
        Spill spill = open(TIGHT);
        fill(spill);
        disk.crash();
        Spill after = open(TIGHT);
        long before = after.journal.recordCount();
        long beforeBytes = after.journal.sizeBytes();
        List<Path> segments = disk.files(after.slot.folder()).stream()
                .filter(file -> file.toString().endsWith(Segment.SUFFIX))
                .toList();
        disk.remove(segments.get(0));
        disk.remove(segments.get(1));
        Dropped first = after.journal.dropOldest(after.nowNanos);
        Dropped second = after.journal.dropOldest(after.nowNanos);
        assertNotNull(first);
        assertNotNull(second);
        assertTrue(after.journal.sizeBytes() < beforeBytes);
        long lost = first.records()
                + second.records()
                + after.readAll().stream()
                        .mapToLong(read -> read instanceof Journal.Read.Damaged damaged ? damaged.records() : 0)
                        .sum();
        assertEquals(24, lost);
        assertEquals(before - 24, after.journal.recordCount());
    }

    @Test
    void dropOldestTakesTheNextSegmentIfTheOldestCannotBeRead() {
        Spill spill = open(TIGHT);
        fill(spill);
        disk.crash();
        Spill after = open(TIGHT);
        disk.failAt(Op.OPEN, 2); // after learning from the next header where the oldest ends
        Dropped dropped = after.journal.dropOldest(after.nowNanos);
        assertNotNull(dropped);
        assertEquals(12, dropped.ranges().get(0).fromSeq());
        assertEquals("0+6, 6+6, 24+6", String.join(", ", after.readFrames().subList(0, 3)));
    }

    @Test
    void aDiskThatOthersFillCostsOneSegmentASecond() {
        Spill spill = open(new JournalConfig(1 << 20, 600, 10_000, Sync.NONE)).append(6, 6, 6, 6, 6, 6, 6, 6, 6, 6);
        disk.capacityBytes(disk.usedBytes());
        spill.tick();
        int dropped = 0;
        for (int i = 0; i < 30; i++) { // 3 s
            assertEquals(Append.FULL, append(spill, 6));
            dropped += spill.journal.dropOldest(spill.nowNanos) == null ? 0 : 1;
            spill.nowNanos += 100_000_000;
        }
        assertEquals(3, dropped);
        disk.heal();
        spill.nowNanos += 1_000_000_000;
        spill.tick();
        assertEquals(Append.DONE, append(spill, 6));
    }

    @Test
    void maxBytesCostsAsManySegmentsAsItTakes() {
        Spill spill = open(TIGHT);
        fill(spill);
        for (int i = 0; i < 10; i++) {
            assertNotNull(spill.journal.dropOldest(spill.nowNanos));
            fill(spill);
        }
    }

    @Test
    void aRemovedFolderIsMadeAnew() {
        for (JournalConfig config : List.of(TIGHT, new JournalConfig(2400, 600, 1, Sync.FRAME))) {
            Spill spill = open(config).append(1);
            disk.removeFolder(spill.slot.folder());
            Append result = append(spill, 6);
            for (int i = 0; result == Append.DONE && i < 10; i++) { // the open file takes what it is given
                result = append(spill, 6);
            }
            assertEquals(Append.FAILED, result);
            spill.nowNanos += 100_000_000;
            long seq = spill.nextSeq;
            assertEquals(Append.DONE, append(spill, 6));
            spill.readAll();
            disk.crash();
            Spill after = open(config);
            assertEquals(spill.slot.streamId(), after.slot.streamId());
            assertTrue(after.slot.epoch() > spill.slot.epoch());
            assertEquals(List.of(seq + "+6"), after.readFrames());
            after.journal.settle(after.position(0));
            after.close();
            disk.removeFolder(spill.slot.folder());
        }
    }
}
