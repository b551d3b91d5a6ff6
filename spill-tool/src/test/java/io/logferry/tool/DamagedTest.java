package io.logferry.tool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.logferry.frame.Codec;
import io.logferry.frame.Position;
import io.logferry.spill.RealDisk;
import io.logferry.spill.Slot;
import io.logferry.spill.SlotFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** verify finds what is wrong, repair makes everything readable deliverable. */
class DamagedTest {
    private static final int EVENTS = 3_000;
    private static final int ROUNDS = Integer.getInteger("logferry.repairs", 12);
    private static final long SEED = Long.getLong("logferry.seed", System.nanoTime());

    @TempDir
    static Path made;

    @TempDir
    Path dir;

    private Path slot = Path.of("");

    @BeforeAll
    static void leaveASlot() {
        Application.leave(made, 0, EVENTS, Codec.LZ4);
    }

    @BeforeEach
    void copyIt() {
        Folders.copy(made, dir);
        slot = dir.resolve(Application.SLOT);
    }

    private Path segment(int number) {
        return slot.resolve("000000000000000" + number + ".seg");
    }

    /** Where a frame of a segment begins. */
    private static int frame(Path segment, int index) throws IOException {
        byte[] bytes = Files.readAllBytes(segment);
        int offset = 64;
        for (int i = 0; i < index; i++) {
            offset += 64 + ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(offset + 8);
        }
        return offset;
    }

    /** One damage is found there; repair removes it, and what could be printed before is what is delivered then. */
    private void assertFoundAndRepaired(String file, long offset, String what) throws Exception {
        Tool verify = Tool.run("verify", dir, "--json");
        assertEquals(ExitCode.DAMAGE, verify.exitCode(), verify.out());
        JsonNode damages = verify.json().get("damages");
        assertEquals(file, damages.get(0).get("file").asText(), verify.out());
        assertEquals(offset, damages.get(0).get("offset").asLong(), verify.out());
        assertTrue(damages.get(0).get("what").asText().contains(what), verify.out());
        assertRepaired();
    }

    private void assertRepaired() throws Exception {
        List<String> readable = Tool.run("cat", dir).events();
        Tool repair = Tool.run("repair", dir);
        assertEquals(ExitCode.OK, repair.exitCode(), repair.err());
        Tool verify = Tool.run("verify", dir);
        assertEquals(ExitCode.OK, verify.exitCode(), repair.out() + verify.out());
        Folders.assertSame(readable, Tool.run("cat", dir).events());
        Tool again = Tool.run("repair", dir);
        assertTrue(again.out().contains("nothing to repair"), repair.out() + again.out());
        Started started = Started.at(dir);
        assertEquals(
                List.of(),
                started.warnings(),
                () -> repair.out() + Tool.run("inspect", dir).out());
        Folders.assertSame(readable, started.events());
    }

    @Test
    void aSlotThatIsWholeIsOk() {
        Tool verify = Tool.run("verify", dir, "--json");
        assertEquals(ExitCode.OK, verify.exitCode(), verify.out());
        assertEquals(0, verify.json().get("damageCount").asInt());
        assertEquals(EVENTS + 1, verify.json().get("records").asInt());
        assertEquals(0, verify.json().get("notes").size(), verify.out());
        assertTrue(Tool.run("repair", dir).out().contains("nothing to repair"));
    }

    @Test
    void aBitInAPayload() throws Exception {
        int frame = frame(segment(2), 1);
        Folders.flip(segment(2), frame + 100);
        assertFoundAndRepaired("0000000000000002.seg", frame, "payload of this frame fails its checksum");
        assertTrue(Files.exists(slot.resolve("0000000000000002.seg.damaged")));
    }

    @Test
    void whatIsMadeAnewIsForTheOwnerAlone_asTheApplicationsOwnFilesAre() throws Exception {
        assumeTrue(Files.getFileAttributeView(slot, PosixFileAttributeView.class) != null, "no POSIX permissions");
        Folders.flip(segment(2), frame(segment(2), 1) + 100);
        Files.delete(slot.resolve("identity"));
        assertEquals(ExitCode.OK, Tool.run("repair", dir).exitCode());
        for (Path made : List.of(segment(2), slot.resolve("identity"))) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
        }
    }

    @Test
    void aBitInAFramesHeader_theFramesBehindItAreSavedAsWell() throws Exception {
        int frame = frame(segment(2), 1);
        Folders.flip(segment(2), frame + 20);
        int before = Tool.run("cat", dir).events().size();
        assertTrue(before > EVENTS - 200, before + " events");
        Path copy = Files.createDirectory(dir.resolve("copy"));
        Folders.copy(slot, Files.createDirectory(copy.resolve(Application.SLOT)));
        assertFoundAndRepaired("0000000000000002.seg", frame, "no good frame in ");
        assertEquals(ExitCode.OK, Tool.run("repair", copy).exitCode());
        try (Receiver receiver = new Receiver(dir.resolve("received"))) {
            Tool replay = Tool.run("replay", copy, "--tcp", receiver.endpoint(), "--json");
            assertEquals(ExitCode.DAMAGE, replay.exitCode());
            assertTrue(replay.json().get("drained").asBoolean(), replay.out());
            assertEquals(EVENTS - before, replay.json().get("corrupt").asInt(), replay.out());
            assertEquals(before, receiver.events().size());
            assertTrue(receiver.lines().stream().anyMatch(line -> line.contains("logferry.loss")));
        }
    }

    @Test
    void aBitInASegmentsHeader_noFrameIsLost() throws Exception {
        Folders.flip(segment(1), 40);
        Folders.assertSame(Application.lines(0, EVENTS), Tool.run("cat", dir).events());
        assertFoundAndRepaired("0000000000000001.seg", 0, "header fails its checksum");
    }

    @Test
    void aBitInTheLastSegmentsHeader_noFrameIsLost() throws Exception {
        List<Path> segments = Folders.files(slot, ".seg");
        Path last = segments.get(segments.size() - 1);
        Folders.flip(last, 50);
        Folders.assertSame(Application.lines(0, EVENTS), Tool.run("cat", dir).events());
        assertFoundAndRepaired(String.valueOf(last.getFileName()), 0, "header fails its checksum");
    }

    @Test
    void aBitInTheHeaderOfTheLastSegmentOfAFencedStream_noFrameIsLost() throws Exception {
        List<Path> ofTheFirst = Folders.files(slot, ".seg");
        Slot fenced = Slot.claim(new RealDisk(), dir, "my-app", "FERRY", 0, warning -> {});
        fenced.fence();
        fenced.release();
        Application.leave(dir, EVENTS, EVENTS + 500, Codec.LZ4);
        for (int fromTheEnd = 1; fromTheEnd <= 2; fromTheEnd++) {
            Folders.flip(ofTheFirst.get(ofTheFirst.size() - fromTheEnd), 50);
        }
        Folders.assertSame(
                Application.lines(0, EVENTS + 500), Tool.run("cat", dir).events());
        assertRepaired();
    }

    @Test
    void aFileOfRubbishUnderASegmentsName() throws Exception {
        byte[] rubbish = new byte[10_000];
        new Random(1).nextBytes(rubbish);
        Files.write(segment(2), rubbish);
        assertFoundAndRepaired("0000000000000002.seg", 0, "header fails its checksum");
        assertTrue(Files.exists(slot.resolve("0000000000000002.seg.damaged")));
    }

    @Test
    void aSegmentCutInTheMiddle() throws Exception {
        int frame = frame(segment(2), 1);
        Folders.truncate(segment(2), frame + 30);
        assertFoundAndRepaired("0000000000000002.seg", frame, "no good frame in 30 bytes");
    }

    @Test
    void aSegmentCutBetweenTwoFrames() throws Exception {
        int frame = frame(segment(2), 1);
        Folders.truncate(segment(2), frame);
        assertFoundAndRepaired("0000000000000002.seg", frame, "ends before all its frames");
    }

    @Test
    void oneCopyOfTheCursor() throws Exception {
        Folders.flip(slot.resolve("cursor"), 4_096 + 20);
        assertFoundAndRepaired("cursor", 4_096, "this copy fails its checksum");
    }

    @Test
    void bothCopiesOfTheCursor() throws Exception {
        Files.write(slot.resolve("cursor"), "not zero, and no cursor".getBytes(UTF_8));
        assertFoundAndRepaired("cursor", 0, "everything on disk is sent again");
        assertTrue(Files.exists(slot.resolve("cursor.damaged")));
    }

    @Test
    void bothCopiesOfTheIdentity_theStreamIsKnownFromItsSegments() throws Exception {
        String stream =
                Tool.run("inspect", dir, "--json").json().get("streamId").asText();
        byte[] bytes = new byte[8_192];
        Arrays.fill(bytes, (byte) 7);
        Files.write(slot.resolve("identity"), bytes);
        Tool verify = Tool.run("verify", dir, "--json");
        assertEquals(2, verify.json().get("damageCount").asInt(), verify.out());
        Path copy = Files.createDirectory(dir.resolve("copy"));
        Folders.copy(slot, Files.createDirectory(copy.resolve(Application.SLOT)));
        assertEquals(ExitCode.OK, Tool.run("repair", copy).exitCode());
        assertEquals(
                stream,
                Tool.run("inspect", copy, "--json").json().get("streamId").asText());
        assertRepaired();
    }

    @Test
    void aTornTailIsNoDamage_andIsCut() throws Exception {
        List<Path> segments = Folders.files(slot, ".seg");
        Path last = segments.get(segments.size() - 1);
        Folders.truncate(last, Files.size(last) - 10);
        Tool verify = Tool.run("verify", dir, "--json");
        assertEquals(ExitCode.OK, verify.exitCode(), verify.out());
        assertTrue(verify.json().get("notes").get(0).get("what").asText().contains("torn tail"), verify.out());
        Tool repair = Tool.run("repair", dir, "--json");
        assertTrue(repair.json().get("actions").get(0).asText().contains("torn tail cut off"), repair.out());
        assertEquals(0, Tool.run("verify", dir, "--json").json().get("notes").size());
    }

    @Test
    void aMissingSegmentIsNoted_becauseAFullSpillLeavesTheSame() throws Exception {
        Files.delete(segment(2));
        Tool verify = Tool.run("verify", dir, "--json");
        assertEquals(ExitCode.OK, verify.exitCode(), verify.out());
        assertEquals(
                "0000000000000003.seg",
                verify.json().get("notes").get(0).get("file").asText());
    }

    @Test
    void filesThatAreNotTheJournalsAreNoted() throws Exception {
        Files.write(slot.resolve("notes.txt"), new byte[10]);
        Tool verify = Tool.run("verify", dir);
        assertEquals(ExitCode.OK, verify.exitCode(), verify.out());
        assertTrue(verify.out().contains("notes.txt offset=0: none of the journal's files"), verify.out());
    }

    @Test
    void whatAnInterruptedRepairLeftHalfMadeIsNoted_andGoesAtTheNextRepair() throws Exception {
        Path half = Files.write(slot.resolve("0000000000000002.seg.new"), new byte[5_000]);
        Folders.flip(segment(2), frame(segment(2), 1) + 100);
        Tool verify = Tool.run("verify", dir);
        assertTrue(verify.out().contains("0000000000000002.seg.new offset=0: left half-made"), verify.out());
        Tool repair = Tool.run("repair", dir);
        assertTrue(repair.out().contains("0000000000000002.seg.new: left half-made, deleted"), repair.out());
        assertTrue(repair.out().contains("0000000000000002.seg: made anew"), repair.out());
        assertFalse(Files.exists(half));
        assertEquals(ExitCode.OK, Tool.run("verify", dir).exitCode());
    }

    @Test
    void aDryRunSaysWhatWouldBeDone_andChangesNothing() throws Exception {
        Folders.flip(segment(2), 3);
        Files.delete(slot.resolve("cursor"));
        Map<String, String> before = Folders.state(dir);
        Tool dry = Tool.run("repair", dir, "--dry-run", "--json");
        assertEquals(ExitCode.DAMAGE, dry.exitCode());
        assertTrue(dry.json().get("dryRun").asBoolean());
        assertEquals(before, Folders.state(dir));
        Tool done = Tool.run("repair", dir, "--json");
        assertEquals(dry.json().get("actions"), done.json().get("actions"));
    }

    @Test
    void whateverIsDamaged_whatCanBeReadIsDeliveredAfterARepair() throws Exception {
        Path rounds = Files.createDirectory(dir.resolve("rounds"));
        for (int i = 0; i < ROUNDS; i++) {
            long seed = SEED + i;
            dir = Files.createDirectory(rounds.resolve(Long.toString(seed)));
            slot = dir.resolve(Application.SLOT);
            Folders.copy(made, dir);
            try {
                damage(new Random(seed));
                assertRepaired();
            } catch (Throwable failed) {
                throw new AssertionError("-Dlogferry.seed=" + seed, failed);
            } finally {
                Folders.delete(dir);
            }
        }
    }

    private void damage(Random random) throws Exception {
        if (random.nextBoolean()) {
            settle(random);
        }
        for (int n = random.nextInt(5); n >= 0; n--) {
            List<Path> files = Folders.files(slot, random.nextInt(4) == 0 ? "" : ".seg");
            Path file = files.get(random.nextInt(files.size()));
            int size = (int) Files.size(file);
            int at = random.nextInt(size + 1);
            switch (random.nextInt(6)) {
                case 0 -> Folders.truncate(file, at);
                case 1 -> Folders.truncate(file, size + random.nextInt(500)); // zeros behind
                case 2 -> overwrite(file, at, files.get(random.nextInt(files.size())), random.nextInt(5_000));
                case 3 -> {
                    if (files.size() > 1 && random.nextBoolean()) {
                        Files.delete(file);
                    }
                }
                default -> Folders.flip(file, Math.max(0, Math.min(at, size - 1)));
            }
        }
    }

    /** As if the collector had taken everything up to the end of some frame, and the segments were still there. */
    private void settle(Random random) throws IOException {
        List<Path> segments = Folders.files(slot, ".seg");
        Path segment = segments.get(random.nextInt(segments.size()));
        byte[] bytes = Files.readAllBytes(segment);
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int frame = frame(segment, random.nextInt(3));
        Position last = new Position(in.getLong(frame + 16), in.getLong(frame + 24) + in.getInt(frame + 32) - 1);
        try (SlotFolder folder = Objects.requireNonNull(SlotFolder.open(slot.toRealPath(), true))) {
            folder.write(new SlotFolder.Settled(last, last.seq() + 1, segments.size()));
        }
    }

    private static void overwrite(Path file, int at, Path with, int offset) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        byte[] other = Files.readAllBytes(with);
        int count = Math.max(0, Math.min(bytes.length - at, Math.min(other.length - offset, 3_000)));
        if (count > 0) {
            System.arraycopy(other, offset, bytes, at, count);
            Files.write(file, bytes);
        }
    }
}
