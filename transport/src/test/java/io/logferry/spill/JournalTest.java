package io.logferry.spill;

import static org.junit.jupiter.api.Assertions.*;

import io.logferry.frame.Position;
import io.logferry.spill.Journal.Append;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private final SimDisk disk = new SimDisk();

    @Test
    void framesComeBackInOrderAndOnce() {
        Spill spill = Spill.open(disk).append(1, 2, 3, 4, 5, 6, 7, 8);
        assertEquals(36, spill.journal.recordCount());
        assertEquals(List.of("0+1", "1+2", "3+3", "6+4", "10+5", "15+6", "21+7", "28+8"), spill.readFrames());
        assertEquals(List.of(), spill.readFrames());
        assertEquals(36, spill.journal.recordCount());
        spill.journal.settle(spill.position(20));
        assertEquals(15, spill.journal.recordCount());
        assertFalse(spill.journal.isEmpty());
        spill.journal.settle(spill.position(35));
        assertEquals(0, spill.journal.recordCount());
        assertTrue(spill.journal.isEmpty());
    }

    @Test
    void whatWasNotSettledComesBackAfterAKill() {
        Spill before = Spill.open(disk).append(5, 5, 5, 5, 5, 5);
        before.readAll();
        before.journal.settle(before.position(11));
        before.tick();
        disk.crash();
        Spill after = Spill.open(disk);
        assertEquals(before.slot.streamId(), after.slot.streamId());
        assertTrue(after.slot.epoch() > before.slot.epoch());
        assertEquals(before.position(11), after.journal.settled());
        assertEquals(20, after.journal.recordCount());
        assertEquals(
                List.of("Settled[records=0]", "Settled[records=0]", "10+5", "15+5", "20+5", "25+5"),
                after.readFrames());
        assertEquals(List.of(), after.warnings);
    }

    @Test
    void aFrameKeptInMemoryIsNotReadAgain() {
        Spill spill = Spill.open(disk);
        for (int i = 0; i < 20; i++) {
            assertEquals(Append.DONE, spill.journal.append(spill.frame(3), true, spill.nowNanos));
            assertFalse(spill.journal.hasUnread());
        }
        assertEquals(60, spill.journal.recordCount());
        spill.append(4);
        assertEquals(List.of("60+4"), spill.readFrames());
        spill.journal.settle(spill.position(63));
        assertEquals(0, spill.journal.recordCount());
    }

    @Test
    void aSettledJournalLeavesNoSegmentBehind(@TempDir Path dir) {
        Spill spill = new Spill(new RealDisk(), dir, Spill.SMALL).append(9, 9, 9, 9, 9, 9, 9);
        spill.readAll();
        spill.journal.settle(spill.position(62));
        spill.close();
        Spill after = new Spill(new RealDisk(), dir, Spill.SMALL);
        assertEquals(0, after.journal.sizeBytes());
        assertEquals(spill.position(62), after.journal.settled());
        assertEquals(List.of(), spill.warnings);
        after.close();
    }

    @Test
    void anEmptyJournalKnowsNoPosition() {
        assertEquals(Position.NONE, Spill.open(disk).journal.settled());
    }
}
