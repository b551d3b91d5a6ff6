package io.logferry.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.logferry.frame.Position;
import io.logferry.sink.Hello;
import io.logferry.sink.Nack;
import io.logferry.sink.tcp.Wire;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class FilesTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final UUID id = UUID.randomUUID();
    private final Frames frames = new Frames(id);

    @TempDir
    Path dir;

    private Collector start(long rollBytes, long rollMillis) throws IOException {
        return Collector.start(CollectorConfig.of(ANY_PORT, dir).withRoll(rollBytes, rollMillis));
    }

    @Test
    void aLogOfItsFullSizeIsFollowedByANewOneThatKeepsThePosition() throws Exception {
        try (Collector collector = start(20, Long.MAX_VALUE)) {
            try (Client client = Client.join(collector, id, 7)) {
                for (int i = 0; i < 12; i++) {
                    client.send(frames.numbered(7, i, 1));
                    client.ackOf(new Position(7, i));
                }
            }
            try (Client client = new Client(collector.address())) {
                client.hello(id, 7, Position.NONE);
                assertEquals(new Position(7, 11), client.welcome().last());
            }
        }
        assertEquals(6, Stored.files(dir, ".log").size());
        assertEquals(12, Stored.lines(dir).size());
        assertEquals(12, Stored.identified(dir).size());
    }

    @Test
    void aLogOfItsFullAgeIsFollowedByANewOne() throws Exception {
        try (Collector collector = start(Long.MAX_VALUE, 1);
                Client client = Client.join(collector, id, 7)) {
            client.send(frames.numbered(7, 0, 1));
            client.ackOf(new Position(7, 0));
            long started = System.currentTimeMillis();
            Await.until("the clock moved on", () -> System.currentTimeMillis() > started + 1);
            client.send(frames.numbered(7, 1, 1));
            client.ackOf(new Position(7, 1));
        }
        assertEquals(2, Stored.files(dir, ".log").size());
    }

    @Test
    void filesThatAnOperatorDeletedUnderAConnectionAreFollowedByNewOnes() throws Exception {
        long seq = 0;
        try (Collector collector = start(1000, Long.MAX_VALUE);
                Client client = Client.join(collector, id, 7)) {
            for (String deleted : List.of(".log", ".idx", "")) {
                client.send(frames.numbered(7, seq, 1));
                client.ackOf(new Position(7, seq++));
                for (Path file : Stored.files(dir.resolve("app"), deleted)) {
                    if (Files.isRegularFile(file)) {
                        Files.delete(file);
                    }
                }
            }
            client.send(frames.numbered(7, seq, 1));
            client.ackOf(new Position(7, seq));
        }
        assertEquals(List.of(Frames.body(7, seq)), Stored.lines(dir));
        try (Collector collector = start(1000, Long.MAX_VALUE);
                Client client = new Client(collector.address())) {
            client.hello(id, 7, Position.NONE);
            assertEquals(new Position(7, seq), client.welcome().last());
        }
    }

    @Test
    void filesThatCanNotBeReadAreAnsweredToWhoSaidHello() throws Exception {
        try (Collector collector = start(1000, Long.MAX_VALUE);
                Client client = Client.join(collector, id, 7)) {
            client.send(frames.numbered(7, 0, 1));
            client.ackOf(new Position(7, 0));
        }
        Path index = Stored.files(dir, ".idx").get(0);
        Path log = Stored.files(dir, ".log").get(0);
        ByteBuffer entry = ByteBuffer.allocate(IndexEntry.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int tooLong = Integer.MAX_VALUE; // as an array
        new IndexEntry(EntryKind.DATA, true, tooLong, Files.size(log), 7, 1, 1, 0).write(entry, id);
        Files.write(index, entry.array(), StandardOpenOption.APPEND);
        try (RandomAccessFile sparse = new RandomAccessFile(log.toFile(), "rw")) {
            sparse.setLength(Files.size(log) + tooLong);
        }
        try (Collector collector = start(1000, Long.MAX_VALUE);
                Client client = new Client(collector.address())) {
            client.hello(id, 7, Position.NONE);
            assertEquals(Nack.Code.STORAGE, client.nack().code());
            client.awaitEnd();
        }
    }

    @Test
    void filesAreForTheirOwnerOnly() throws Exception {
        assumeTrue(dir.getFileSystem().supportedFileAttributeViews().contains("posix"), "no POSIX permissions here");
        try (Collector collector = start(1000, 1000);
                Client client = Client.join(collector, id, 7)) {
            client.send(frames.numbered(7, 0, 1));
            client.ackOf(new Position(7, 0));
        }
        for (String end : List.of(".log", ".idx")) {
            for (Path file : Stored.files(dir, end)) {
                assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
        }
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("app"))));
    }

    @Test
    void aNewStreamHasNoFilesBeforeItsFirstFrame() throws Exception {
        try (Collector collector = start(1000, 1000);
                Client client = new Client(collector.address());
                Client late = new Client(collector.address())) {
            client.hello(id, 7, new Position(6, 3));
            assertEquals(new Position(6, 3), client.welcome().last());
            late.hello(id, 6, Position.NONE);
            assertEquals(Nack.Code.FENCED, late.nack().code());
            assertEquals(List.of(), Stored.files(dir, ".idx"));
            client.send(frames.numbered(6, 4, 1));
            client.ackOf(new Position(6, 4));
            assertEquals(1, Stored.files(dir, ".idx").size());
        }
        try (Collector collector = start(1000, 1000);
                Client late = new Client(collector.address())) {
            late.hello(id, 6, Position.NONE);
            assertEquals(Nack.Code.FENCED, late.nack().code());
        }
    }

    @Test
    void noSourceNameLeavesTheFolder() throws Exception {
        List<String> sources = List.of("../../x", "/etc", "..", ".", "", "a/b", "a\0b", "\u00e4\n", "x".repeat(255));
        try (Collector collector = start(1000, 1000)) {
            for (String source : sources) {
                UUID each = UUID.randomUUID();
                try (Client client = new Client(collector.address())) {
                    client.send(Wire.hello(new Hello(each, source, 7, Position.NONE)));
                    client.welcome();
                    client.send(new Frames(each).numbered(7, 0, 1));
                    client.ackOf(new Position(7, 0));
                }
            }
        }
        assertEquals(sources.size(), Stored.files(dir, ".log").size());
        for (Path log : Stored.files(dir, ".log")) {
            assertEquals(2, dir.relativize(log).getNameCount());
        }
    }

    @Test
    void aSecondCollectorOnTheFolderIsRefusedAndTheFirstKeepsItsLock() throws Exception {
        try (Collector first = start(1000, 1000)) {
            for (int i = 0; i < 2; i++) {
                IOException refused = assertThrows(IOException.class, () -> start(1000, 1000));
                assertTrue(refused.toString().contains("in use by another collector"), refused.toString());
            }
            Client.join(first, id, 7).close();
        }
        start(1000, 1000).close();
    }

    @Test
    void aFolderThatIsAFileIsRefusedByName() throws Exception {
        Path file = Files.createFile(dir.resolve("file"));
        IOException refused =
                assertThrows(IOException.class, () -> Collector.start(CollectorConfig.of(ANY_PORT, file)));
        assertTrue(refused.toString().contains("cannot use dir=" + file), refused.toString());
    }

    @Test
    void afterAPortInUseTheFolderIsFreeAgain() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), taken.getLocalPort());
            assertThrows(IOException.class, () -> Collector.start(CollectorConfig.of(listen, dir)));
        }
        start(1000, 1000).close();
    }

    @Test
    void anUnknownHostIsRefusedByName() {
        var nowhere = InetSocketAddress.createUnresolved("nowhere.invalid", 4560);
        IOException refused = assertThrows(IOException.class, () -> Collector.start(CollectorConfig.of(nowhere, dir)));
        assertTrue(refused.toString().contains("cannot listen on nowhere.invalid:4560: the host is unknown"));
    }

    @Test
    void whatNobodyNeedsIsTidiedAway() throws Exception {
        UUID oldWithLog = UUID.randomUUID();
        UUID oldWithout = UUID.randomUUID();
        UUID oldWithEmpty = UUID.randomUUID();
        UUID recentWithout = UUID.randomUUID();
        try (Collector collector = start(10, Long.MAX_VALUE)) {
            for (UUID each : List.of(oldWithLog, oldWithout, oldWithEmpty, recentWithout)) {
                try (Client client = Client.join(collector, each, 7)) {
                    client.send(new Frames(each).numbered(7, 0, 1));
                    client.ackOf(new Position(7, 0));
                    client.send(new Frames(each).numbered(7, 1, 1));
                    client.ackOf(new Position(7, 1));
                }
            }
        }
        FileTime longAgo = FileTime.from(Instant.now().minusSeconds(31L * 24 * 3600));
        for (Path index : Stored.files(dir, ".idx")) {
            if (!index.toString().contains(recentWithout.toString())) {
                Files.setLastModifiedTime(index, longAgo);
            }
        }
        for (Path log : Stored.files(dir, ".log")) {
            if (log.toString().contains(oldWithEmpty.toString())) {
                Files.write(log, new byte[0]);
            } else if (!log.toString().contains(oldWithLog.toString())) {
                Files.delete(log);
            }
        }
        try (Collector collector = start(10, Long.MAX_VALUE)) {
            collector.streams().tidy();
            Await.until("what is not needed is deleted", () -> collector.stats().streams() == 0);
            try (Client client = new Client(collector.address())) {
                client.hello(recentWithout, 7, Position.NONE);
                assertEquals(new Position(7, 1), client.welcome().last());
            }
        }
        List<String> indexes = Stored.files(dir, ".idx").stream()
                .map(index -> index.getFileName().toString())
                .toList();
        assertEquals(
                2,
                indexes.stream()
                        .filter(name -> name.startsWith(oldWithLog.toString()))
                        .count());
        for (UUID each : List.of(oldWithout, oldWithEmpty)) {
            assertFalse(indexes.stream().anyMatch(name -> name.startsWith(each.toString())));
        }
        assertEquals(2, Stored.files(dir, ".log").size());
    }

    @Test
    void aFullDiskLosesNothingAndIsLeftBehindOnceThereIsRoom() throws Exception {
        assumeTrue(mount(dir), "to mount a small file system needs root");
        Limits limits = new Limits(5_000, 5_000, 5_000, 5_000, 5_000, 1, 4 << 20, 64 << 20, 10, 100);
        try {
            fullDisk(limits);
        } finally {
            run("umount", "-l", dir.toString());
        }
    }

    private void fullDisk(Limits limits) throws Exception {
        try (Collector collector = Collector.start(CollectorConfig.of(ANY_PORT, dir), limits)) {
            Path filler = dir.resolve("filler");
            Files.write(filler, new byte[900 << 10]);
            long next = sendUntilRefused(collector, 0);
            assertTrue(collector.stats().storageErrors() > 0);
            Await.until("its files are cut back and closed", () -> {
                collector.streams().tidy();
                return collector.stats().streams() == 0;
            });
            assertEquals(next, sendUntilRefused(collector, next), "nothing is stored while the disk is full");
            Files.delete(filler);
            assertEquals(400, sendUntilRefused(collector, next));
        }
        List<StoredLine> lines = Stored.identified(dir);
        assertEquals(400, lines.size());
        for (int i = 0; i < 400; i++) {
            assertEquals(i, lines.get(i).seq());
        }
        assertEquals(400, Stored.lines(dir).size());
    }

    /** Sends 400 records of 1 KB on one connection after another; returns the first number that is not stored. */
    private long sendUntilRefused(Collector collector, long first) throws Exception {
        try (Client client = new Client(collector.address())) {
            client.hello(id, 7, Position.NONE);
            long next = client.welcome().last().seq() + 1;
            assertEquals(first, next);
            while (next < 400) {
                client.send(frames.of(7, next, Frames.body(7, next) + " ".repeat(1000)));
                Client.Message answer = client.read();
                if (answer == null) {
                    return next;
                }
                if (answer.type() == Wire.NACK) {
                    assertEquals(Nack.Code.STORAGE, Wire.readNack(answer.body()).code());
                    return next;
                }
                next++;
            }
            return next;
        }
    }

    private static boolean mount(Path on) throws Exception {
        return "root".equals(System.getProperty("user.name"))
                && run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", on.toString()) == 0;
    }

    private static int run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        return process.waitFor(30, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }
}
