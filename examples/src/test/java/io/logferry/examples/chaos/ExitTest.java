package io.logferry.examples.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.logferry.collector.EntryKind;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A JVM exits, and no framework stops the appender before. */
@Tag("chaos")
@Timeout(300)
class ExitTest {
    private static final int EVENTS = 5_000; // fewer than the ring holds
    private static final String SLOW_BATCHES = "<batch><lingerMillis>60000</lingerMillis></batch>";

    @TempDir
    Path dir;

    @Test
    void theReturnOfMainLosesNothing() throws Exception {
        exitWithCollector("return", 0);
    }

    @Test
    void systemExitLosesNothing() throws Exception {
        exitWithCollector("exit", 3);
    }

    private void exitWithCollector(String how, int code) throws Exception {
        try (CollectorJvm collector = new CollectorJvm(dir.resolve("collector"))) {
            collector.start();
            String xml = Configuration.xml(Configuration.tcpSink(collector.endpoint()), SLOW_BATCHES);
            try (ApplicationJvm application = new ApplicationJvm(dir, "life", xml)) {
                application.tell("log " + EVENTS);
                assertEquals(code, application.end(how));
            }
        }
        assertStored(1);
    }

    @Test
    void withTheCollectorDownTheNextStartDeliversWhatWasSpilledAtTheExit() throws Exception {
        try (CollectorJvm collector = new CollectorJvm(dir.resolve("collector"))) {
            String xml = Configuration.xml(
                    Configuration.tcpSink(collector.endpoint()),
                    Configuration.spill(dir.resolve("spill")),
                    SLOW_BATCHES);
            try (ApplicationJvm application = new ApplicationJvm(dir, "first", xml)) {
                application.tell("log " + EVENTS);
                assertEquals(0, application.end("return"));
            }
            collector.start();
            try (ApplicationJvm application = new ApplicationJvm(dir, "second", xml)) {
                application.tell("log " + EVENTS);
                assertEquals(3, application.end("exit"));
            }
        }
        assertStored(2);
    }

    private void assertStored(int lives) throws Exception {
        Stored stored = Stored.in(dir.resolve("collector"));
        stored.events.assertComplete(dir);
        assertEquals(lives, stored.events.numbers.size());
        assertEquals(lives, stored.count(EntryKind.END));
        assertEquals(lives, stored.markers.size(), () -> "nothing else: " + stored.markers);
    }
}
