package io.logferry.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two runs, in the first of which the third and last event was lost by the kill. */
class ReportTest {
    private static final String UNCLEAN =
            "{\"event.action\":\"logferry.loss\",\"logferry.stream\":\"x\"," + "\"logferry.reason\":\"UNKNOWN_TAIL\"}";
    private static final String END =
            "{\"event.action\":\"logferry.end\",\"logferry.stream\":\"x\",\"logferry.dropped\":{}}";

    @TempDir
    private Path dir;

    private final List<String> ledger = List.of("1.1.1 10", "1.1.2 20", "1.1.3 30", "2.1.1 40", "2.1.2 50");
    private final List<String> stored =
            new ArrayList<>(List.of(line("1.1.1"), line("1.1.2"), UNCLEAN, line("2.1.1"), line("2.1.2"), END));

    private static String line(String id) {
        return "{\"message\":\"m\",\"labels\":{\"ledger\":\"" + id + "\"}}";
    }

    private Receipt receipt = new Receipt("collector", "the collector's files", 0, List.of(), Map.of());

    private List<String> faults() throws IOException {
        Path folder = Files.createDirectories(dir.resolve("stored/shop"));
        Files.write(dir.resolve("ledger"), ledger);
        Files.write(folder.resolve("stream-000001.log"), stored);
        long ackedInAll = stored.stream().filter(line -> !line.equals(UNCLEAN)).count();
        Numbers killed = new Numbers(Map.of("acked", 2L));
        Numbers ended = new Numbers(Map.of("acked", ackedInAll - 2, "accepted", 3L, "markers", 1L));
        return Report.of(Books.read(dir.resolve("ledger"), dir.resolve("stored")), killed, ended, receipt)
                .faults();
    }

    @Test
    void theEventsThatTheKilledShopLoggedLastMayBeMissing() throws IOException {
        assertEquals(List.of(), faults());
    }

    @Test
    void anEventThatIsMissingBeforeAStoredOneIsNamed() throws IOException {
        stored.remove(line("1.1.1"));
        assertNamed("gaps=1 ");
    }

    @Test
    void anEventOfTheSecondShopThatIsMissingIsNamed() throws IOException {
        stored.remove(line("2.1.2"));
        assertNamed("events of the second shop missing and dropped: 1 is not 0");
    }

    @Test
    void anEventThatIsStoredTwiceIsNamed() throws IOException {
        stored.add(line("2.1.2"));
        assertNamed("duplicates: 1 is not 0");
    }

    @Test
    void anEventThatIsStoredTooLateIsNamed() throws IOException {
        stored.set(0, line("1.1.2"));
        stored.set(1, line("1.1.1"));
        assertNamed("order violations: 1 is not 0");
    }

    @Test
    void anEventThatNobodyLoggedIsNamed() throws IOException {
        stored.add(line("2.1.3"));
        assertNamed("stored events that the ledger does not know: 1 is not 0");
    }

    @Test
    void aShopThatDidNotEndInOrderIsNamed() throws IOException {
        stored.remove(END);
        assertNamed("clean ends declared in the files: 0 is not 1");
    }

    @Test
    void whatTheReceiverSaysMustBeZero_andIsNot_isNamed() throws IOException {
        receipt = KafkaReceiver.receipt(new Numbers(Map.of("inTopic", 9L, "records", 8L, "gaps", 3L)));
        assertNamed("records in the topic that the consumer did not get: 1 is not 0");
        assertNamed("gaps in the records' numbers: 3 is not 0");
    }

    private void assertNamed(String start) throws IOException {
        List<String> faults = faults();
        assertTrue(faults.stream().anyMatch(fault -> fault.startsWith(start)), () -> "faults=" + faults);
    }
}
