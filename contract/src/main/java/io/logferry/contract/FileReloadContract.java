package io.logferry.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.logferry.PipelineStats;
import io.logferry.contract.TestCollector.Stored;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The framework sees by itself that its configuration file has changed. */
abstract class FileReloadContract extends ContractFixture {
    private static final int RELOADS = Integer.getInteger("logferry.reloads", 100);

    private static final int CHANGES = 9;
    /** Jars that are opened late, for example. */
    private static final int OTHER_FILES = 10;

    @TempDir
    private Path dir = Path.of("");

    private final TestCollector other = new TestCollector();
    private final Set<String> reached = ConcurrentHashMap.newKeySet();

    FileReloadContract(Host host) {
        super(host);
    }

    @AfterEach
    final void closeOther() {
        other.close();
    }

    private Settings first() {
        return patient()
                .with("ringCapacity", 65_536)
                .with("shutdownTimeoutMillis", 60_000)
                .with("spill.dir", dir.resolve("spool"));
    }

    /** Never twice the same, or a pipeline that is still parked would be adopted, and counted twice below. */
    private Settings changed(Settings settings, int reload) {
        boolean even = reload / CHANGES % 2 == 0;
        return switch (reload % CHANGES) {
            case 0 -> settings.with("tcpSink.endpoints", (even ? collector : other).endpoint());
            case 1 -> settings.with("batch.maxBytes", even ? "16KB" : "64KB");
            case 2 -> settings.with("batch.lingerMillis", 10 + reload / CHANGES);
            case 3 -> settings.with("whenFull", even ? "drop" : "block");
            case 4 -> settings.with("blockTimeoutMillis", even ? 50_000 : 60_000);
            case 5 -> settings.with("spill.maxBytes", even ? "128MB" : "64MB");
            case 6 -> settings.with("ringCapacity", even ? 32_768 : 65_536);
            case 7 -> settings.with("spill.mode", even ? "always" : "on-failure");
            default -> settings; // the file was saved, but says the same
        };
    }

    private List<Stored> arrived() {
        return Stream.of(collector, other).flatMap(any -> any.stored().stream()).toList();
    }

    @Test
    void changedAHundredTimesUnderLoad_nothingIsLost_nothingTwice_andNothingLeft() throws Exception {
        Hooks.onFilter(message -> reached.add(message)); // in between, a framework may have no appender at all
        Path file = dir.resolve("logging.xml");
        Settings settings = first();
        host.configure(file, settings);
        Load load = new Load(host);
        Await.until(() -> arrived().size() > 100, () -> "nothing arrives");
        int filesBefore = OpenFiles.all().size();
        List<PipelineStats> ended = new ArrayList<>();
        List<Object> appenders = new ArrayList<>(List.of(host.appender()));
        for (int i = 1; i <= RELOADS; i++) {
            int before = reached.size();
            Await.until(() -> reached.size() > before + 100, () -> "nothing is logged any more");
            Settings next = changed(settings, i);
            host.configure(file, next);
            if (next.equals(settings)) {
                appenders.remove(appenders.size() - 1); // its pipeline goes on
            }
            appenders.add(host.appender());
            settings = next;
        }
        awaitOnePipeline();
        List<String> slots = slots();
        host.configure(file, settings.with("batch.lingerMillis", 30));
        appenders.add(host.appender());
        awaitOnePipeline();
        assertEquals(slots, slots(), "an emptied slot is used again");
        Await.until(() -> OpenFiles.all().size() <= filesBefore + OTHER_FILES, () -> "open: " + OpenFiles.all());
        load.end();
        host.stop();
        awaitNoOwnThreads();

        List<Stored> arrived = arrived();
        assertSame(reached, arrived);
        assertOrder(arrived);
        appenders.forEach(appender -> ended.add(host.stats(appender)));
        for (PipelineStats stats : ended) {
            assertEquals(true, stats.settled(), stats::toString);
            assertEquals(0, stats.difference(), stats::toString);
            assertEquals(0, stats.drops().total() + stats.onDisk() + stats.carriedIn(), stats::toString);
        }
        assertEquals(
                reached.size(), ended.stream().mapToLong(stats -> events(stats)).sum());
        assertEquals(List.of(), host.errors());
        assertEquals(List.of(), OpenFiles.in(dir));
        System.out.println(
                RELOADS + " reloads while " + load.logged() + " events were logged: the framework had no appender"
                        + " for " + (load.logged() - reached.size()) + " of them");
    }

    private static void awaitOnePipeline() {
        Await.until(() -> ownThreads().size() == 1, () -> "threads: " + ownThreads());
    }

    private List<String> slots() {
        try (Stream<Path> files = Files.list(dir.resolve("spool"))) {
            return files.map(Path::toString).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertSame(Set<String> reached, List<Stored> arrived) {
        Set<String> lines = new HashSet<>();
        List<Stored> twice =
                arrived.stream().filter(record -> !lines.add(record.line())).toList();
        assertEquals(List.of(), twice);
        Set<String> missing = new HashSet<>(reached);
        missing.removeAll(lines);
        assertEquals(Set.of(), missing);
        assertEquals(reached.size(), lines.size());
    }

    /** Each thread's events are in its order within a pipeline. */
    private static void assertOrder(List<Stored> arrived) {
        Map<List<Object>, Stored> last = new HashMap<>();
        for (Stored record : arrived) {
            List<Object> key = List.of(record.streamId(), record.epoch(), Load.thread(record.line()));
            Stored before = last.put(key, record);
            boolean inOrder = before == null
                    || (before.seq() < record.seq() && Load.number(before.line()) < Load.number(record.line()));
            assertEquals(true, inOrder, () -> before + " is before " + record);
        }
    }
}
