package io.logferry.spill;

import static org.junit.jupiter.api.Assertions.*;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlotTest {
    private static final long NOW_MILLIS = 1_700_000_000_000L;

    @TempDir
    private Path dir = Path.of("");

    private final Disk disk = new RealDisk();
    private final List<String> warnings = new ArrayList<>();
    private final List<Slot> claimed = new ArrayList<>();

    @AfterEach
    void releaseAll() {
        claimed.forEach(Slot::release);
    }

    private Slot claim(String source, String appender) {
        try {
            Slot slot = Slot.claim(disk, dir, source, appender, NOW_MILLIS, warnings::add);
            claimed.add(slot);
            return slot;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private Slot claim() {
        return claim("service", "FERRY");
    }

    private static @Nullable String name(@Nullable Slot slot) {
        return slot == null ? null : String.valueOf(slot.folder().getFileName());
    }

    /** Used by other class loaders and processes: claims a slot, and prints or returns its folder's name. */
    public static final class Claimer {
        private Claimer() {}

        /** Claims the first free slot and keeps it. */
        public static String claim(String dir) throws IOException {
            Slot slot = Slot.claim(new RealDisk(), Path.of(dir), "service", "FERRY", NOW_MILLIS, warning -> {});
            return String.valueOf(name(slot));
        }

        /** Claims the first free slot and keeps it until the input ends. */
        public static void main(String[] args) throws IOException {
            System.out.println(claim(args[0]));
            while (System.in.read() >= 0) {
                // the parent holds the other end
            }
        }
    }

    @Test
    void theFirstFreeSlotIsTaken() {
        Slot first = claim();
        assertEquals("service-FERRY-0", name(first));
        assertEquals("service-FERRY-1", name(claim()));
        assertEquals("service-OTHER-0", name(claim("service", "OTHER")));
        first.release();
        assertEquals("service-FERRY-0", name(claim()));
        assertEquals(List.of(), warnings);
    }

    @Test
    void aSlotKeepsItsStreamAndNeverRepeatsAnEpoch() {
        Slot before = claim();
        before.release();
        for (int i = 0; i < 20; i++) { // at the same millisecond
            Slot after = claim();
            assertEquals(before.streamId(), after.streamId());
            assertTrue(after.epoch() > before.epoch());
            before = after;
            before.release();
        }
        assertTrue(before.epoch() >>> 20 >= NOW_MILLIS);
    }

    @Test
    void aFencedSlotGetsANewStream_andItsFramesGoThere() {
        Spill before = new Spill(disk, dir, Spill.SMALL).append(2, 3);
        before.slot.fence();
        before.close();
        Spill after = new Spill(disk, dir, Spill.SMALL);
        assertNotEquals(before.slot.streamId(), after.slot.streamId());
        assertTrue(after.slot.epoch() > before.slot.epoch());
        assertEquals(List.of("0+2", "2+3"), after.readFrames());
        after.close();
        Slot again = claim();
        assertEquals(after.slot.streamId(), again.streamId());
    }

    @Test
    void differentNamesNeverShareASlot() {
        assertEquals("a-b%2Dc-0", name(claim("a", "b-c")));
        assertEquals("a-b-c-0", name(claim("a-b", "c")));
        assertEquals("%2F..%2Fx-a%20b-0", name(claim("/../x", "a b")));
        assertEquals(List.of(), warnings);
    }

    @Test
    void anotherClassLoaderGetsAnotherSlot() throws Exception {
        assertEquals("service-FERRY-0", name(claim()));
        List<URL> path = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1)) {
            path.add(Path.of(entry).toUri().toURL());
        }
        try (URLClassLoader loader =
                new URLClassLoader(path.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
            Class<?> other = loader.loadClass(Claimer.class.getName());
            assertNotSame(Claimer.class, other);
            assertEquals(
                    "service-FERRY-1", other.getMethod("claim", String.class).invoke(null, dir.toString()));
        }
        assertEquals("service-FERRY-2", name(claim()));
    }

    @Test
    void anotherProcessGetsAnotherSlot_andAnOrphanIsAdoptedWhenItDied() throws Exception {
        Slot own = claim();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Claimer.class.getName(),
                        dir.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertEquals("service-FERRY-1", out.readLine());
            assertEquals("service-FERRY-2", name(claim()));
            Files.write(dir.resolve("service-FERRY-1").resolve(Segment.fileName(1, Segment.SUFFIX)), new byte[100]);
            assertNull(own.claimOrphan(NOW_MILLIS));
        } finally {
            process.destroyForcibly().waitFor();
        }
        Slot orphan = own.claimOrphan(NOW_MILLIS);
        assertEquals("service-FERRY-1", name(orphan));
        claimed.add(orphan);
        assertEquals(List.of(), warnings);
    }

    @Test
    void anOrphanKeepsItsStream_andItsFolderGoesWhenItIsDrained() {
        Slot first = claim();
        Spill second = new Spill(disk, dir, Spill.SMALL).append(2, 3);
        assertNull(first.claimOrphan(NOW_MILLIS), "held");
        second.close();
        Slot orphan = first.claimOrphan(NOW_MILLIS);
        assertNotNull(orphan);
        assertEquals(second.slot.folder(), orphan.folder());
        assertEquals(second.slot.streamId(), orphan.streamId());
        assertTrue(second.slot.epoch() < orphan.epoch(), "what was sent of the last epoch is not known here");
        assertNull(first.claimOrphan(NOW_MILLIS), "adopted");
        Journal journal = Journal.open(disk, orphan, Spill.SMALL, warnings::add);
        assertEquals(5, journal.recordCount());
        journal.close();
        orphan.delete();
        assertFalse(Files.exists(orphan.folder()));
        assertNull(first.claimOrphan(NOW_MILLIS));
        assertEquals("service-FERRY-1", name(claim()));
        assertEquals(List.of(), warnings);
    }

    @Test
    void anEmptySlotIsNoOrphan_neitherIsThatOfAnotherAppender() {
        Slot first = claim();
        claim().release();
        Slot other = claim("service", "FERRY-1");
        other.release();
        assertNull(first.claimOrphan(NOW_MILLIS));
    }

    @Test
    void deadLettersOutliveTheirOrphanedSlot() {
        Slot first = claim();
        Spill second = new Spill(disk, dir, Spill.SMALL).append(2);
        assertTrue(second.journal.deadLetter(second.frame(1)));
        second.close();
        Slot orphan = first.claimOrphan(NOW_MILLIS);
        assertNotNull(orphan);
        orphan.delete();
        assertTrue(Files.exists(orphan.folder().resolve(Segment.fileName(0, DeadLetters.SUFFIX))));
    }

    @Test
    void foldersAndFilesAreForTheOwnerAlone() throws IOException {
        dir = dir.resolve("new").resolve("spill");
        Spill spill = new Spill(disk, dir, Spill.SMALL).append(2);
        assertTrue(spill.journal.deadLetter(spill.frame(1)));
        spill.close();
        Files.walkFileTree(dir, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Test
    void whatARepairLeftHalfMadeGoesAtTheNextClaim_nothingElseDoes() throws IOException {
        Path folder = claim().folder();
        releaseAll();
        Path half = Files.write(folder.resolve("0000000000000001.seg.new"), new byte[100]);
        Path letters = Files.write(folder.resolve("0000000000000001.dead.new"), new byte[100]);
        Path strange = Files.write(folder.resolve("notes.new"), new byte[100]);
        assertEquals(folder, claim().folder());
        assertFalse(Files.exists(half));
        assertFalse(Files.exists(letters));
        assertTrue(Files.exists(strange));
        assertEquals(List.of(), warnings);
    }

    @Test
    void symbolicLinksAreNotFollowed(@TempDir Path elsewhere) throws IOException {
        Files.createSymbolicLink(dir.resolve("service-FERRY-0"), elsewhere);
        Files.createSymbolicLink(dir.resolve("service-FERRY-1.lock"), elsewhere.resolve("lock"));
        Path two = Files.createDirectory(dir.resolve("service-FERRY-2"));
        Path target = Files.write(elsewhere.resolve("target"), new byte[100]);
        Files.createSymbolicLink(two.resolve("cursor"), target);
        Files.createSymbolicLink(two.resolve(Segment.fileName(1, Segment.SUFFIX)), target);
        Spill spill = new Spill(disk, dir, Spill.SMALL).append(2);
        assertEquals("service-FERRY-2", name(spill.slot));
        spill.journal.settle(spill.position(0));
        spill.close();
        assertArrayEquals(new byte[100], Files.readAllBytes(target));
        assertFalse(Files.exists(elsewhere.resolve("lock"), LinkOption.NOFOLLOW_LINKS));
        assertEquals(
                List.of("target"),
                disk.list(elsewhere).stream().map(Disk.Entry::name).toList());
    }

    @Test
    void anUnusableDirectoryIsRefusedInOneSentence() throws IOException {
        Path file = Files.write(dir.resolve("file"), new byte[1]);
        IOException refused = assertThrows(
                IOException.class, () -> Slot.claim(disk, file, "service", "FERRY", NOW_MILLIS, warnings::add));
        assertTrue(
                String.valueOf(refused.getMessage()).startsWith("spill.dir=" + file + " cannot be used"),
                refused::toString);
    }

    @Test
    void anIdentityThatCannotBeReadIsNotReplaced() {
        SimDisk disk = new SimDisk();
        Spill before = Spill.open(disk).append(2);
        before.close();
        Path identity = before.slot.folder().resolve("identity");
        byte[] bytes = disk.bytes(identity);
        disk.failing(SimDisk.Op.OPEN, true);
        IOException refused = assertThrows(
                IOException.class, () -> Slot.claim(disk, Spill.DIR, "service", "FERRY", NOW_MILLIS, warnings::add));
        assertTrue(String.valueOf(refused.getMessage()).contains("cannot be used"), refused::toString);
        disk.heal();
        disk.failAt(SimDisk.Op.READ, 1);
        Spill next = Spill.open(disk);
        assertEquals("service-FERRY-1", name(next.slot));
        next.close();
        assertArrayEquals(bytes, disk.bytes(identity));
        Spill after = Spill.open(disk);
        assertEquals(before.slot.streamId(), after.slot.streamId());
        assertEquals(2, after.journal.recordCount());
    }

    @Test
    void anIdentityIsReplacedInOneStep() {
        for (int n = 1; n < 40; n++) {
            SimDisk disk = new SimDisk();
            Spill before = Spill.open(disk);
            before.close();
            Path identity = before.slot.folder().resolve("identity");
            disk.put(identity, Arrays.copyOf(disk.bytes(identity), 5000)); // good, and to be made anew
            disk.killAt(n);
            try {
                Spill.open(disk);
            } catch (SimDisk.Killed killed) {
                // at any call
            }
            disk.crash();
            assertEquals(before.slot.streamId(), Spill.open(disk).slot.streamId());
        }
    }

    @Test
    void theFreeBytesOfAMissingFolderAreUnknown() throws IOException {
        assertTrue(disk.freeBytes(dir) > 0);
        assertThrows(IOException.class, () -> disk.freeBytes(dir.resolve("missing")));
    }
}
