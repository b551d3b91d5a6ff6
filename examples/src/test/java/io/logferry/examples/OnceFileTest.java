package io.logferry.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.DropReason;
import io.logferry.frame.LostRange;
import io.logferry.kafka.RecordId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnceFileTest {
    private static final UUID STREAM = new UUID(1, 2);

    @TempDir
    private Path dir;

    private final List<@Nullable RecordId> ids = new ArrayList<>();
    private String counters = "";

    private static RecordId data(long epoch, long seq) {
        return RecordId.data(STREAM, epoch, seq);
    }

    /** The lines that are in the file after these records; a record's value is its place among them. */
    private List<String> stored() throws IOException {
        try (OnceFile file = new OnceFile(dir)) {
            for (int i = 0; i < ids.size(); i++) {
                file.store(ids.get(i), String.valueOf(i).getBytes(StandardCharsets.US_ASCII));
            }
            counters = file.toString();
        }
        return Files.readAllLines(dir.resolve("consumed.log"));
    }

    @Test
    void aRepeatedStretchIsStoredOnce() throws IOException {
        ids.addAll(List.of(data(1, 0), data(1, 1), data(1, 0), data(1, 1), RecordId.end(STREAM, 1, 2)));
        assertEquals(List.of("0", "1", "4"), stored());
        assertEquals("records=5 repeats=2 late=0 nameless=0 ranges=0 ends=1 gaps=0 lost=0", counters);
    }

    @Test
    void anEpochWithoutEndIsFollowedByALineThatSaysSo() throws IOException {
        ids.addAll(List.of(data(1, 0), data(2, 0)));
        List<String> lines = stored();
        assertEquals("0", lines.get(0));
        assertTrue(lines.get(1).contains("\"event.action\":\"logferry.loss\""), lines::toString);
        assertTrue(lines.get(1).contains("\"logferry.from\":1,\"logferry.reason\":\"UNKNOWN_TAIL\"}"), lines::toString);
        assertEquals("1", lines.get(2));
    }

    @Test
    void aGapCountsUntilItsRecordsComeOrAreDeclaredLost() throws IOException {
        LostRange declared = new LostRange(DropReason.CORRUPT, 1, 2, 3);
        ids.addAll(List.of(data(1, 0), data(1, 5), data(1, 1), RecordId.range(STREAM, declared), data(1, 3)));
        assertEquals(List.of("0", "1", "2", "3", "4"), stored());
        assertEquals("records=5 repeats=0 late=3 nameless=0 ranges=1 ends=0 gaps=1 lost=1", counters);
    }

    @Test
    void aRecordOfSomebodyElseIsStoredAndCounted() throws IOException {
        ids.add(null);
        assertEquals(List.of("0"), stored());
        assertEquals("records=1 repeats=0 late=0 nameless=1 ranges=0 ends=0 gaps=0 lost=0", counters);
    }
}
