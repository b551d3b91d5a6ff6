package io.logferry.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.DropReason;
import io.logferry.frame.LostRange;
import io.logferry.frame.Position;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a crash or power loss may leave of the files, and what comes of it. */
final class CrashTest {
    private static final GroupBuffer GROUP = new GroupBuffer();

    private final UUID id = UUID.randomUUID();
    private final Frames frames = new Frames(id);
    private final MarkerLines markers = new MarkerLines("app", id);

    @TempDir
    Path dir;

    private StreamFiles files;
    private CollectorConfig config;
    private StreamStore store;

    @BeforeEach
    void open() {
        files = new StreamFiles(dir.resolve("app"), id);
        config = CollectorConfig.of(new InetSocketAddress(0), dir);
        store = new StreamStore(files, config);
    }

    /** Stores what a client that knows nothing sends: everything, in groups of two. */
    private void sendAll() throws IOException {
        for (int i = 0; i < 4; i++) {
            store.begin(GROUP);
            Intake intake = new Intake(GROUP, markers);
            intake.addHello(8, Position.NONE);
            switch (i) {
                case 0 -> {
                    intake.add(frames.numbered(7, 0, 1));
                    intake.add(frames.numbered(7, 1, 2));
                }
                case 1 -> {
                    intake.add(new LostRange(DropReason.SPILL_FULL, 7, 3, 5));
                    intake.add(frames.end(7, 6, "the end"));
                }
                case 2 -> {
                    intake.add(frames.numbered(8, 0, 2));
                    intake.add(frames.numbered(8, 2, 1));
                }
                default -> intake.add(frames.numbered(8, 3, 2));
            }
            store.commit(GROUP);
        }
    }

    private static final List<String> ALL = List.of(
            "DATA 7:0",
            "DATA 7:1",
            "DATA 7:2",
            "RANGE 7:3",
            "END 7:6",
            "DATA 8:0",
            "DATA 8:1",
            "DATA 8:2",
            "DATA 8:3",
            "DATA 8:4");

    private void assertEverythingIsThereOnce(String when) throws IOException {
        List<String> identities = Stored.identified(dir).stream()
                .map(line -> line.kind() + " " + line.epoch() + ":" + line.seq())
                .toList();
        assertEquals(ALL, identities, when);
        assertEquals(ALL.size(), Stored.lines(dir).size(), when);
    }

    private void reopen() {
        store = new StreamStore(files, config);
    }

    private void cut(Path file, byte[] whole, int length) throws IOException {
        Files.write(file, java.util.Arrays.copyOf(whole, length));
    }

    @Test
    void anIndexThatEndsAnywhereIsCutToAWholeEntryAndNothingIsLostOrRepeated() throws IOException {
        sendAll();
        store.close();
        byte[] log = Files.readAllBytes(files.log(1));
        byte[] index = Files.readAllBytes(files.index(1));
        int tail = index.length - 2 * IndexEntry.BYTES;
        for (int length = 0; length <= index.length; length += length <= 2 || length >= tail ? 1 : 5) {
            clear();
            cut(files.log(1), log, log.length);
            cut(files.index(1), index, length);
            reopen();
            sendAll();
            store.close();
            assertEverythingIsThereOnce("index cut to " + length);
        }
    }

    @Test
    void aLastGroupWhoseLinesEndAnywhereIsCutToAWholeEntry() throws IOException {
        sendAll();
        long forced = lastGroupOffset();
        store.close();
        byte[] log = Files.readAllBytes(files.log(1));
        byte[] index = Files.readAllBytes(files.index(1));
        for (int length = (int) forced; length <= log.length; length++) {
            for (int slots = -1; slots <= 0; slots++) {
                clear();
                cut(files.log(1), log, length);
                cut(files.index(1), index, index.length + slots * IndexEntry.BYTES);
                reopen();
                sendAll();
                store.close();
                assertEverythingIsThereOnce("log cut to " + length);
            }
        }
    }

    private long lastGroupOffset() throws IOException {
        store.begin(GROUP);
        long end = Files.size(files.log(1));
        String last = Frames.body(8, 3) + "\n" + Frames.body(8, 4) + "\n";
        return end - last.length();
    }

    @Test
    void everyByteOfTheLastGroupMayBeWrongAfterAPowerLoss() throws IOException {
        sendAll();
        long forced = lastGroupOffset();
        store.close();
        byte[] log = Files.readAllBytes(files.log(1));
        byte[] index = Files.readAllBytes(files.index(1));
        for (int at = (int) forced; at < log.length + IndexEntry.BYTES; at++) {
            byte[] wrongLog = log.clone();
            byte[] wrongIndex = index.clone();
            if (at < log.length) {
                wrongLog[at] = 0;
            } else {
                wrongIndex[index.length - 1 - (at - log.length)] ^= 0x55;
            }
            clear();
            cut(files.log(1), wrongLog, log.length);
            cut(files.index(1), wrongIndex, index.length);
            reopen();
            sendAll();
            store.close();
            assertEverythingIsThereOnce("wrong byte " + at);
        }
    }

    @Test
    void aDamagedEntryFurtherUpCutsNothingAndKeepsThePosition() throws IOException {
        sendAll();
        store.close();
        long logBytes = Files.size(files.log(1));
        flip(files.index(1), 2 * IndexEntry.BYTES + 20);
        reopen();
        store.load();
        assertEquals(new Position(8, 4), store.state().last());
        store.close();
        assertEquals(logBytes, Files.size(files.log(1)));
    }

    @Test
    void anIndexWhoseHeaderIsDamagedIsSetAsideWithItsLog() throws IOException {
        sendAll();
        store.close();
        flip(files.index(1), 10);
        reopen();
        sendAll();
        store.close();
        assertEverythingIsThereOnce("damaged header");
        assertEquals(2, Stored.files(dir, ".damaged").size());
        assertTrue(Files.exists(files.log(2)));
    }

    @Test
    void withoutItsLogTheNewestIndexKeepsThePosition() throws IOException {
        sendAll();
        store.close();
        Files.delete(files.log(1));
        reopen();
        sendAll();
        store.begin(GROUP);
        new Intake(GROUP, markers).add(frames.numbered(8, 5, 1));
        store.commit(GROUP);
        store.close();
        assertEquals(List.of(Frames.body(8, 5)), Stored.lines(dir));
    }

    private static void flip(Path file, int at) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            one.put(0, (byte) (one.get(0) ^ 1));
            channel.write(one.rewind(), at);
        }
    }

    private void clear() throws IOException {
        for (Path file : Stored.files(dir, "")) {
            if (Files.isRegularFile(file)) {
                Files.delete(file);
            }
        }
    }
}
