package io.logferry.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.PipelineStats;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The framework is configured anew while it runs. */
abstract class ReloadContract extends ContractFixture {
    private static final int RELOADS = 10;

    @TempDir
    private Path spool = Path.of("");

    private final Set<String> reached = ConcurrentHashMap.newKeySet();

    ReloadContract(Host host) {
        super(host);
    }

    private Settings spilling() {
        return patient().with("spill.dir", spool);
    }

    /** Logs on several threads while it reconfigures; then nothing may be missing, doubled or left over. */
    private void reloadUnderLoad(Settings... settings) throws Exception {
        Hooks.onFilter(message -> reached.add(message)); // in between, a framework may have no appender at all
        host.configure(settings[0]);
        Load load = new Load(host);
        for (int i = 1; i <= RELOADS; i++) {
            int before = reached.size();
            Await.until(() -> reached.size() > before + 300, () -> "nothing is logged any more");
            host.configure(settings[i % settings.length]);
        }
        load.end();
        host.stop();
        List<String> lines = collector.lines();
        Set<String> arrived = new HashSet<>(lines);
        assertEquals(arrived.size(), lines.size(), "doubled");
        assertEquals(reached.size(), arrived.size());
        assertEquals(reached, arrived);
        assertEquals(List.of(), host.errors());
        awaitNoOwnThreads();
        assertEquals(List.of(), OpenFiles.in(spool));
    }

    @Test
    void reloadingTheSameConfigurationUnderLoadLosesNothing_andKeepsThePipeline() throws Exception {
        reloadUnderLoad(spilling());
        assertEquals(1, collector.streamCount());
        assertEquals(1, collector.endCount());
        Map<String, Integer> last = new HashMap<>();
        for (String line : collector.lines()) {
            int number = Load.number(line);
            Integer before = last.put(Load.thread(line), number);
            assertEquals(true, before == null || before < number, () -> line + " is out of order");
        }
    }

    @Test
    void reloadingAnotherConfigurationUnderLoadLosesNothing() throws Exception {
        reloadUnderLoad(spilling(), spilling().with("batch.lingerMillis", 10));
    }

    @Test
    void afterAReloadTheNewEncodingIsUsed_byTheSamePipeline() {
        host.configure(spilling());
        host.info("old");
        Await.until(() -> collector.lines().size() == 1, () -> "not delivered");
        host.configure(spilling().pattern("[%m]%n"));
        host.info("new");
        host.stop();
        assertLines("old", "[new]");
        assertEquals(1, collector.endCount());
    }

    @Test
    void anAppenderThatIsNotConfiguredAgainIsDrainedAndStopped() {
        host.configure(spilling());
        host.info("last");
        host.configureNothing();
        host.info("goes nowhere");
        awaitNoOwnThreads();
        assertLines("last");
        assertEquals(1, collector.endCount());
    }

    @Test
    void ifTheNewConfigurationIsWrongWhatTheOldAppenderTookIsDelivered() {
        host.configure(spilling());
        host.info("last");
        Settings wrong = spilling().with("ringCapacity", 7);
        AssertionError refused = assertThrows(AssertionError.class, () -> host.configure(wrong));
        assertTrue(String.valueOf(refused.getMessage()).contains("ringCapacity=7"), refused.getMessage());
        awaitNoOwnThreads();
        assertLines("last");
        assertEquals(1, collector.endCount());
        host.configure(spilling());
        host.info("again");
        host.stop();
        assertLines("last", "again");
    }

    @Test
    void afterAReloadToAnotherSinkAndAnotherDirWhatTheOldOneTookIsDelivered_andTheNewOneSpills() {
        host.configure(spilling());
        host.info("old");
        Settings kafka = spilling()
                .without("tcpSink.endpoints")
                .with("kafkaSink.bootstrapServers", downEndpoint())
                .with("kafkaSink.topic", "shop")
                .with("spill.dir", spool.resolve("other"));
        host.configure(kafka);
        host.info("new");
        host.stop();
        PipelineStats stats = host.stats();
        assertLines("old");
        assertEquals(0, stats.difference() + stats.drops().total(), stats::toString);
        assertEquals(1, stats.onDisk() - stats.markers(), stats::toString);
    }

    @Test
    void aBacklogOnDiskIsDeliveredAfterAReload_eachStreamInOrder() {
        host.configure(spilling().with("tcpSink.endpoints", downEndpoint()).with("shutdownTimeoutMillis", 1_000));
        for (int n = 0; n < 1_000; n++) {
            host.info("old-{}", n);
        }
        host.configure(spilling());
        for (int n = 0; n < 1_000; n++) {
            host.info("new-{}", n);
        }
        Await.until(
                () -> collector.lines().size() == 2_000, () -> collector.lines().size() + " " + host.stats());
        for (String stream : List.of("old", "new")) {
            List<Integer> numbers = collector.lines().stream()
                    .filter(line -> Load.thread(line).equals(stream))
                    .map(Load::number)
                    .toList();
            assertEquals(IntStream.range(0, 1_000).boxed().toList(), numbers);
        }
    }

    @Test
    void aReloadDuringAStopLosesNothing_andLeavesNothing() throws Exception {
        host.configure(spilling());
        holdSender();
        host.info("held");
        Thread stopping = new Thread(host::stop);
        stopping.start();
        Set<Thread.State> waiting = Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);
        Await.until(() -> waiting.contains(stopping.getState()), () -> "it is " + stopping.getState());
        Thread reloading = new Thread(() -> {
            try {
                host.configure(spilling().with("batch.lingerMillis", 10));
            } catch (AssertionError refused) {
                // by Log4j, because it stops; Logback waits until it has stopped
            }
        });
        reloading.start();
        Await.until(
                () -> waiting.contains(reloading.getState()) || !reloading.isAlive(),
                () -> "it is " + reloading.getState());
        releaseSender();
        reloading.join();
        stopping.join();
        host.stop();
        awaitNoOwnThreads();
        assertLines("held");
    }
}
