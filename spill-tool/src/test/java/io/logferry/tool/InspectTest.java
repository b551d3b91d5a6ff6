package io.logferry.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.logferry.frame.Codec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectTest {
    @TempDir
    static Path made;

    @TempDir
    Path dir;

    @BeforeAll
    static void leaveASlot() {
        Application.leave(made, 0, 3_000, Codec.LZ4);
    }

    @BeforeEach
    void copyIt() {
        Folders.copy(made, dir);
    }

    @Test
    void jsonTellsWhatIsThere() throws Exception {
        Tool run = Tool.run("inspect", dir, "--json");
        assertEquals(ExitCode.OK, run.exitCode(), run.err());
        JsonNode slot = run.json();
        assertEquals(Application.SLOT, slot.get("slot").asText());
        assertEquals("my-app", slot.get("source").asText());
        assertEquals("FERRY", slot.get("appender").asText());
        assertFalse(slot.get("inUse").asBoolean());
        assertFalse(slot.get("fenced").asBoolean());
        assertFalse(slot.get("seesDamage").asBoolean());
        assertEquals(36, slot.get("streamId").asText().length());
        JsonNode undelivered = slot.get("undelivered");
        assertEquals(3_001, undelivered.get("records").asLong(), "with the END");
        assertEquals(1_000, undelivered.get("byLevel").get("WARN").asLong());
        assertEquals("2023-11-14T22:13:20Z", undelivered.get("oldestEvent").asText());
        assertTrue(undelivered.get("oldestAgeSeconds").asLong() > 90_000_000);
        JsonNode segments = slot.get("segments");
        assertTrue(segments.size() > 3, segments.toString());
        long records = 0;
        long bytes = 0;
        for (JsonNode segment : segments) {
            assertEquals(records, segment.get("first").get("seq").asLong());
            records += segment.get("records").asLong();
            bytes += segment.get("bytes").asLong();
            assertEquals(records - 1, segment.get("last").get("seq").asLong());
        }
        assertEquals(3_001, records);
        assertEquals(bytes + 2 * 8_192, slot.get("bytes").asLong());
        assertEquals("2023-11-14T22:13:20Z", segments.get(0).get("firstEvent").asText());
    }

    @Test
    void theTableTellsTheSame() {
        Tool run = Tool.run("inspect", dir.resolve(Application.SLOT));
        assertEquals(ExitCode.OK, run.exitCode(), run.err());
        assertTrue(run.out().contains("slot " + Application.SLOT + "  (source my-app, appender FERRY)"), run.out());
        assertTrue(
                run.out().contains("undelivered  3,001 records (INFO 2,001, WARN 1,000), the oldest of 2023-11-14T22"),
                run.out());
        assertTrue(run.out().contains("0000000000000001.seg"), run.out());
        assertEquals("", run.err());
    }

    @Test
    void lookingChangesNothing_notEvenALockFileIsMade() throws Exception {
        Files.delete(dir.resolve(Application.SLOT + ".lock"));
        Path segment = dir.resolve(Application.SLOT).resolve("0000000000000001.seg");
        Folders.flip(segment, 200);
        Map<String, String> before = Folders.state(dir);
        for (String command : new String[] {"inspect", "verify", "cat"}) {
            Tool.run(command, dir);
            assertEquals(before, Folders.state(dir), command);
        }
        assertEquals(ExitCode.DAMAGE, Tool.run("repair", dir, "--dry-run").exitCode());
        assertEquals(before, Folders.state(dir));
    }

    @Test
    void damageThatHeadersShowIsPointedOut() throws Exception {
        Folders.flip(dir.resolve(Application.SLOT).resolve("0000000000000002.seg"), 3);
        Tool run = Tool.run("inspect", dir);
        assertEquals(ExitCode.DAMAGE, run.exitCode());
        assertTrue(run.out().contains("verify says what"), run.out());
    }
}
