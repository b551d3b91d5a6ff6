package io.logferry.examples.log4j2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.lmax.disruptor.RingBuffer;
import io.logferry.LogPipeline;
import io.logferry.broker.ClusterOptions;
import io.logferry.broker.KafkaCluster;
import io.logferry.collector.Collector;
import io.logferry.collector.CollectorConfig;
import io.logferry.collector.CollectorStats;
import io.logferry.collector.EntryKind;
import io.logferry.collector.StoredLine;
import io.logferry.contract.Await;
import io.logferry.contract.jvm.Events;
import io.logferry.contract.jvm.Jars;
import io.logferry.contract.jvm.Ports;
import io.logferry.log4j2.LogferryAppender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.logging.slf4j.Log4jLogger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Kafka broker that logs through Log4j2, as it does, but to Logferry as well. */
final class KafkaBrokerTest {
    private static final Path CONFIGURATION = Path.of("src", "test", "kafka", "log4j2.xml");
    private static final String ASYNC =
            "-Dlog4j2.contextSelector=org.apache.logging.log4j.core.async.BasicAsyncLoggerContextSelector";

    /** With several, a logger made after Log4j's own exit hook makes a context that nobody stops. */
    private static final String ONE_CONTEXT =
            "-Dlog4j2.contextSelector=org.apache.logging.log4j.core.selector.BasicContextSelector";

    @TempDir
    Path dir;

    private final InetSocketAddress address = Ports.free();
    private Path file;
    private Path storage;

    @BeforeEach
    void inFolder() {
        file = dir.resolve("server.log");
        storage = dir.resolve("stored");
    }

    @Test
    void stoppedInOrderHasShippedWhatIsInItsOwnLogFile() throws Exception {
        shipsWhatItWrites(ONE_CONTEXT);
    }

    @Test
    void stoppedInOrderHasShippedTheSameWithAllLoggersAsync() throws Exception {
        shipsWhatItWrites(ASYNC);
    }

    @Test
    void killedShipsWhatItHadJournalledOnceItIsStartedAgain() throws Exception {
        Collector first = collector();
        List<String> journalled;
        List<String> killed;
        try (KafkaCluster broker = broker("-Dspill.mode=always", ONE_CONTEXT)) {
            first.close();
            Work.on(broker, "orders");
            journalled = Events.inFile(file);
            awaitFrames(3);
            Work.on(broker, "invoices");
            broker.kill(1);
            killed = Events.inFile(file);
            try (Collector second = collector()) {
                broker.restart(1);
                broker.awaitReady("orders", "invoices");
                broker.stop(1);
                assertEquals(0, second.stats().ranges(), "none is lost that was numbered");
            }
        }
        List<StoredLine> lines = Stored.lines(storage);
        assertEquals(
                1,
                lines.stream().filter(line -> line.kind() == EntryKind.UNCLEAN).count());
        long epoch = lines.get(0).epoch();
        List<String> shipped =
                Events.of(lines.stream().filter(line -> line.epoch() == epoch).map(StoredLine::line));
        Events.assertBegins(killed, shipped, 1); // killed between our appender and the file's
        assertTrue(shipped.containsAll(journalled), "what was journalled before the kill is there");
        List<String> written = Events.inFile(file);
        Events.assertSame(
                written.subList(killed.size(), written.size()),
                Events.of(lines.stream().filter(line -> line.epoch() != epoch).map(StoredLine::line)));
    }

    private void shipsWhatItWrites(String... jvmOptions) throws Exception {
        CollectorStats stats;
        try (Collector collector = collector()) {
            try (KafkaCluster broker = broker(jvmOptions)) {
                Work.on(broker, "orders");
                broker.stop(1);
            }
            stats = collector.stats();
        }
        List<String> written = Events.inFile(file);
        assertTrue(written.size() > 1_000, () -> "a broker logs more at DEBUG: " + written.size());
        List<StoredLine> lines = Stored.lines(storage);
        Events.assertSame(written, Events.of(lines.stream().map(StoredLine::line)));
        assertEquals(lines.size(), stats.records(), stats::toString);
        assertEquals(EntryKind.END, lines.get(lines.size() - 1).kind());
    }

    /** Waits until so many more frames are in the journal: what is in the ring by now is in them. */
    private void awaitFrames(int count) {
        for (int i = 0; i < count; i++) {
            long before = journalBytes();
            Await.until(() -> journalBytes() > before, () -> "the journal grows");
        }
    }

    private long journalBytes() {
        try (Stream<Path> files = Files.walk(dir.resolve("spool"))) {
            return files.mapToLong(any -> any.toFile().length()).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Collector collector() throws IOException {
        return Collector.start(CollectorConfig.of(address, storage));
    }

    /** Nothing is added to the broker but the jars, the configuration and what that refers to. */
    private KafkaCluster broker(String... jvmOptions) throws Exception {
        List<String> options = new ArrayList<>(List.of(jvmOptions));
        options.add("-Dlog4j2.configurationFile=" + CONFIGURATION.toAbsolutePath());
        options.add("-Dlog.file=" + file);
        options.add("-Dcollector=127.0.0.1:" + address.getPort());
        options.add("-Dspool=" + dir.resolve("spool"));
        List<Path> jars = Jars.of(Log4jLogger.class, LogferryAppender.class, LogPipeline.class, RingBuffer.class);
        return KafkaCluster.start(
                ClusterOptions.of(dir.resolve("kafka")).withLogging(new ClusterOptions.Logging(jars, options)));
    }
}
