package io.logferry.spill;

import static org.junit.jupiter.api.Assertions.*;

import io.logferry.frame.Frame;
import io.logferry.frame.FrameHeader;
import io.logferry.frame.Position;
import io.logferry.spill.Journal.Read;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal of three segments, twelve frames, the first two settled: whatever happens to its bytes, it opens. */
class DamageTest {
    private static final int FRAMES = 12;
    private static final int RECORDS = 3;

    private final SimDisk disk = new SimDisk();
    private final NavigableMap<Position, Frame> appended = new TreeMap<>();
    private Path folder = Spill.DIR;

    @BeforeEach
    void makeJournal() {
        Spill spill = Spill.open(disk);
        for (int i = 0; i < FRAMES; i++) {
            Frame frame = spill.frame(RECORDS);
            appended.put(frame.header().last(), frame);
            assertEquals(Journal.Append.DONE, spill.journal.append(frame, false, 0));
        }
        spill.journal.next(Position.NONE, spill.nowNanos);
        spill.journal.next(Position.NONE, spill.nowNanos);
        spill.journal.settle(spill.position(2 * RECORDS - 1));
        spill.close();
        folder = spill.slot.folder();
        disk.crash();
        assertEquals(3, segments().size());
    }

    private List<Path> segments() {
        return disk.files(folder).stream()
                .filter(file -> file.toString().endsWith(Segment.SUFFIX))
                .toList();
    }

    /** Opens it and reads it to the end; returns how many frames came, after checking all that can be checked. */
    private int recover(Disk damaged, Path dir) {
        Spill spill = new Spill(damaged, dir, Spill.SMALL);
        long count = spill.journal.recordCount();
        Position last = Position.NONE;
        long loaded = 0;
        int frames = 0;
        for (Read read : spill.readAll()) {
            if (read instanceof Read.Loaded frame) {
                FrameHeader header = frame.frame().header();
                assertTrue(header.last().compareTo(last) > 0, "out of order");
                assertTrue(appended.containsKey(header.last()), "never appended");
                assertArrayEquals(payload(appended.get(header.last())), payload(frame.frame()));
                assertNotNull(Frame.read(frame.frame().bytes(), spill.slot.streamId()));
                last = header.last();
                loaded += header.recordCount();
                frames++;
            } else if (read instanceof Read.Settled settled) {
                count -= settled.records();
            } else if (read instanceof Read.Damaged damage) {
                assertTrue(damage.records() > 0);
                count -= damage.records();
            }
        }
        assertEquals(count, loaded, "records on disk");
        assertEquals(loaded, spill.journal.recordCount());
        Frame next = spill.frame(1);
        assertTrue(next.header().last().compareTo(appended.lastKey()) > 0, "an epoch came twice");
        assertEquals(Journal.Append.DONE, spill.journal.append(next, false, 0));
        assertEquals(1, spill.readAll().size());
        spill.close();
        return frames;
    }

    private static byte[] payload(Frame frame) {
        return Arrays.copyOfRange(frame.bytes(), 64, frame.bytes().length);
    }

    @Test
    void itIsWholeUndamaged() {
        assertEquals(FRAMES - 2, recover(disk, Spill.DIR));
    }

    @Test
    void anyBitOfAnyFileMayFlip() {
        for (Path file : disk.files(folder)) {
            byte[] bytes = disk.bytes(file);
            for (int bit = 0; bit < 8 * bytes.length; bit++) {
                if (bytes.length == TwinFile.FILE_BYTES && bit / 8 % TwinFile.SECOND_OFFSET > 64) {
                    continue; // behind the copies there is nothing but zeros
                }
                SimDisk damaged = disk.copy();
                byte[] flipped = bytes.clone();
                flipped[bit / 8] ^= (byte) (1 << (bit % 8));
                damaged.put(file, flipped);
                int frames = recover(damaged, Spill.DIR);
                boolean isSegment = file.toString().endsWith(Segment.SUFFIX);
                assertTrue(frames >= (isSegment ? FRAMES - 6 : FRAMES - 2), "more than one segment lost");
            }
        }
    }

    @Test
    void theLastSegmentMayEndAtAnyByte() {
        Path last = segments().get(2);
        byte[] bytes = disk.bytes(last);
        for (int size = 0; size < bytes.length; size++) {
            SimDisk damaged = disk.copy();
            damaged.put(last, Arrays.copyOf(bytes, size));
            Spill spill = new Spill(damaged, Spill.DIR, Spill.SMALL);
            assertTrue(
                    spill.readAll().stream().noneMatch(read -> read instanceof Read.Damaged),
                    "a torn tail is no damage");
            assertEquals(List.of(), spill.warnings);
            spill.close();
            damaged.put(last, Arrays.copyOf(bytes, size));
            int frameBytes = (bytes.length - SegmentHeader.BYTES) / 4;
            int whole = Math.max(0, size - SegmentHeader.BYTES) / frameBytes;
            assertEquals(6 + whole, recover(damaged, Spill.DIR));
        }
    }

    @Test
    void anyOtherFileMayEndAtAnyByte() {
        for (Path file : disk.files(folder)) {
            byte[] bytes = disk.bytes(file);
            for (int size = 0; size < bytes.length; size += size > 100 && size % 4096 > 100 ? 997 : 1) {
                SimDisk damaged = disk.copy();
                damaged.put(file, Arrays.copyOf(bytes, size));
                recover(damaged, Spill.DIR);
            }
        }
    }

    @Test
    void realFilesMayEndAtAnyByteToo(@TempDir Path dir) throws IOException {
        Path slot = Files.createDirectory(dir.resolve("service-FERRY-0"));
        for (Path broken : segments()) {
            for (int size = 0; size < disk.bytes(broken).length; size += 7) {
                for (Disk.Entry old : new RealDisk().list(slot)) {
                    Files.delete(slot.resolve(old.name()));
                }
                for (Path file : disk.files(folder)) {
                    byte[] bytes = disk.bytes(file);
                    Files.write(
                            slot.resolve(file.getFileName()), file.equals(broken) ? Arrays.copyOf(bytes, size) : bytes);
                }
                recover(new RealDisk(), dir);
            }
        }
    }

    @Test
    void segmentsMayVanishAndTheRestIsCountedExactly() {
        for (int vanished = 1; vanished < 8; vanished++) {
            SimDisk damaged = disk.copy();
            for (int i = 0; i < 3; i++) {
                if ((vanished & (1 << i)) != 0) {
                    damaged.remove(segments().get(i));
                }
            }
            int left = ((vanished & 1) == 0 ? 2 : 0) + ((vanished & 2) == 0 ? 4 : 0) + ((vanished & 4) == 0 ? 4 : 0);
            assertEquals(left, recover(damaged, Spill.DIR));
        }
    }

    @Test
    void aSegmentThatEndsTooEarlyIsNamed_asThoseAreThatARepairMadeAnew() {
        Path segment = segments().get(1);
        byte[] bytes = disk.bytes(segment);
        disk.put(segment, Arrays.copyOf(bytes, SegmentHeader.BYTES + (bytes.length - SegmentHeader.BYTES) / 2));
        Spill spill = Spill.open(disk);
        Read.Damaged missing = new Read.Damaged(2 * RECORDS, "missing at the end: file=" + segment);
        assertTrue(spill.readAll().contains(missing), spill.warnings::toString);
        spill.close();
    }

    @Test
    void segmentsThatChangedPlacesAreNotRead() {
        for (int i = 0; i < 3; i++) {
            SimDisk damaged = disk.copy();
            Path one = segments().get(i);
            Path other = segments().get((i + 1) % 3);
            damaged.put(one, disk.bytes(other));
            damaged.put(other, disk.bytes(one));
            assertEquals(i == 1 ? 2 : 4, recover(damaged, Spill.DIR));
            assertEquals(
                    2,
                    damaged.files(folder).stream()
                            .filter(file -> file.toString().endsWith(Segments.DAMAGED_SUFFIX))
                            .count());
        }
    }

    @Test
    void withoutACursorEverythingIsReadAgain() {
        Path cursor = folder.resolve(Cursor.FILE_NAME);
        SimDisk missing = disk.copy();
        missing.remove(cursor);
        assertEquals(FRAMES, recover(missing, Spill.DIR));
        SimDisk zero = disk.copy();
        zero.put(cursor, new byte[TwinFile.FILE_BYTES]);
        assertEquals(FRAMES, recover(zero, Spill.DIR));
        SimDisk empty = disk.copy();
        empty.put(cursor, new byte[0]);
        assertEquals(FRAMES, recover(empty, Spill.DIR));
    }

    @Test
    void aCursorOfTheFutureMeansThatEverythingIsSettled() throws IOException {
        Position future = new Position(appended.lastKey().epoch(), 1_000_000);
        try (Cursor cursor = new Cursor(disk, folder, warning -> {})) {
            cursor.read();
            cursor.write(new Cursor.State(future, 1_000_003, 77));
        }
        Spill spill = Spill.open(disk);
        assertEquals(future, spill.journal.settled());
        assertEquals(0, spill.journal.recordCount());
        assertTrue(spill.journal.isEmpty());
        spill.append(2);
        assertEquals(List.of("0+2"), spill.readFrames());
        spill.tick();
        assertEquals(List.of(folder.resolve(Segment.fileName(78, Segment.SUFFIX))), segments());
        disk.crash();
        Spill again = Spill.open(disk);
        assertEquals(2, again.journal.recordCount());
        assertEquals(List.of("0+2"), again.readFrames());
    }

    @Test
    void aStaleCursorRepeatsButLosesNothing() throws IOException {
        Path cursor = folder.resolve(Cursor.FILE_NAME);
        byte[] stale = disk.bytes(cursor);
        Spill spill = Spill.open(disk);
        spill.readAll();
        spill.journal.settle(new Position(appended.lastKey().epoch(), 20));
        spill.close();
        disk.put(cursor, stale);
        Spill again = Spill.open(disk);
        assertEquals(8 * RECORDS, again.journal.recordCount()); // the first segment is gone
        assertEquals(List.of("12+3", "15+3", "18+3", "21+3", "24+3", "27+3", "30+3", "33+3"), again.readFrames());
    }

    @Test
    void withoutAnIdentityTheFramesGoOnUnderANewOne() {
        Path identity = folder.resolve("identity");
        disk.remove(identity);
        Spill spill = Spill.open(disk);
        assertTrue(spill.slot.epoch() > appended.lastKey().epoch());
        assertEquals((FRAMES - 2) * RECORDS, spill.journal.recordCount());
        spill.close();
        disk.put(identity, new byte[5]);
        assertEquals(FRAMES - 2, recover(disk, Spill.DIR));
    }

    @Test
    void manyDamagedSegmentsGiveOneWarning() {
        for (Path file : segments()) {
            byte[] bytes = disk.bytes(file);
            bytes[70] ^= 1;
            disk.put(file, bytes);
        }
        Spill spill = Spill.open(disk);
        spill.readAll();
        spill.journal.settle(spill.position(0));
        spill.tick();
        spill.tick();
        assertEquals(List.of(), segments());
        assertEquals(
                1,
                spill.warnings.stream()
                        .filter(warning -> warning.contains("set aside"))
                        .count(),
                spill.warnings::toString);
    }
}
