package io.logferry.examples.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.LoggerContext;
import io.logferry.collector.Collector;
import io.logferry.collector.EntryKind;
import io.logferry.collector.StoredStream;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several appenders spill to one folder at once, and one that comes later delivers what they left. */
@Tag("chaos")
@Timeout(300)
class SharedFolderTest {
    private static final long EVENTS = 3_000;

    @TempDir
    Path dir;

    private final InetSocketAddress address =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), CollectorJvm.freePort());
    private String xml = "";

    @BeforeEach
    void configure() {
        xml = Configuration.xml(
                Configuration.tcpSink("127.0.0.1:" + address.getPort()),
                Configuration.spill(dir.resolve("spill"), "<mode>always</mode>"));
    }

    @Test
    void twoAppendersOfOneConfigurationHaveASlotAndAStreamEach() throws Exception {
        String ferry = xml.substring(xml.indexOf("<appender "), xml.indexOf("<root"));
        String both = xml.replace("<root", ferry.replace("FERRY", "OTHER") + "<root")
                .replace("</root>", "<appender-ref ref=\"OTHER\"/></root>");
        LoggerContext context = Configuration.start(both);
        for (long i = 0; i < EVENTS; i++) {
            context.getLogger("test").info("event both 0 {} ", i);
        }
        context.stop();
        assertEquals(Set.of("app-FERRY-0", "app-OTHER-0"), slots());
        try (Collector collector = startCollector()) {
            LoggerContext again = Configuration.start(both);
            Await.until(() -> collector.stats().records() == 2 * (EVENTS + 1), () -> "" + collector.stats());
            again.stop();
        }
        List<StoredStream> streams = StoredStream.list(dir.resolve("collector"));
        assertEquals(2, streams.size());
        for (StoredStream stream : streams) {
            long[] next = {0};
            stream.read(line -> {
                if (line.kind() == EntryKind.DATA) {
                    assertTrue(line.line().contains("event both 0 " + next[0]++ + " "), line::line);
                }
            });
            assertEquals(EVENTS, next[0], () -> "events of stream=" + stream.streamId());
        }
    }

    @Test
    void twoClassLoadersHaveASlotEachAndALaterStartAdoptsTheOrphan() throws Exception {
        try (URLClassLoader firstLoader = loader();
                URLClassLoader secondLoader = loader()) {
            Class<?> first = firstLoader.loadClass(Embedded.class.getName());
            Class<?> second = secondLoader.loadClass(Embedded.class.getName());
            assertNotSame(first, second);
            first.getMethod("start", String.class).invoke(null, xml);
            second.getMethod("start", String.class).invoke(null, xml);
            for (long i = 0; i < EVENTS; i++) {
                first.getMethod("log", String.class, long.class).invoke(null, "first", i);
                second.getMethod("log", String.class, long.class).invoke(null, "second", i);
            }
            first.getMethod("stop").invoke(null);
            second.getMethod("stop").invoke(null);
        }
        assertEquals(Set.of("app-FERRY-0", "app-FERRY-1"), slots());
        try (Collector collector = startCollector()) {
            LoggerContext later = Configuration.start(xml);
            awaitAdoption(collector);
            later.stop();
        }
        Stored stored = Stored.in(dir.resolve("collector"));
        stored.events.assertUnbroken();
        assertEquals(Set.of("first-0", "second-0"), stored.events.numbers.keySet());
        stored.events.numbers.values().forEach(numbers -> assertEquals(EVENTS, numbers.size()));
        assertEquals(2, stored.lastSeqs.size());
        assertEquals(2, stored.markers.size(), () -> "an END each: " + stored.markers);
    }

    @Test
    void twoProcessesHaveASlotEachAndALaterStartAdoptsTheOrphan() throws Exception {
        try (ApplicationJvm first = new ApplicationJvm(dir, "first", xml);
                ApplicationJvm second = new ApplicationJvm(dir, "second", xml)) {
            for (ApplicationJvm application : List.of(first, second)) {
                application.tell("log " + EVENTS);
                Await.until(() -> application.tell("stats").of("onDisk") == EVENTS, () -> "not on disk");
            }
            first.kill();
            second.kill();
        }
        assertEquals(Set.of("app-FERRY-0", "app-FERRY-1"), slots());
        try (Collector collector = startCollector();
                ApplicationJvm later = new ApplicationJvm(dir, "later", xml)) {
            later.tell("log 1");
            awaitAdoption(collector);
            later.tell("drain");
            Counters counters = later.tell("stop");
            counters.assertAllAcked();
            assertEquals(2 * EVENTS, counters.of("carriedIn"), counters::toString);
        }
        Stored stored = Stored.in(dir.resolve("collector"));
        stored.events.assertComplete(dir);
        assertEquals(2, stored.lastSeqs.size());
        assertEquals(1, stored.count(EntryKind.UNCLEAN), "the orphan's epoch is not followed by another one");
        assertEquals(1, stored.count(EntryKind.END));
    }

    private void awaitAdoption(Collector collector) throws Exception {
        Await.until(() -> slots().equals(Set.of("app-FERRY-0")), () -> "not adopted: " + collector.stats());
        Await.until(() -> collector.stats().records() >= 2 * EVENTS, () -> "not delivered: " + collector.stats());
    }

    private Collector startCollector() throws IOException {
        return CollectorJvm.startHere(address, dir.resolve("collector"));
    }

    private Set<String> slots() throws IOException {
        try (Stream<Path> files = Files.list(dir.resolve("spill"))) {
            return files.filter(Files::isDirectory)
                    .map(slot -> slot.getFileName().toString())
                    .collect(Collectors.toSet());
        }
    }

    /** Loads everything anew, Logback and Logferry included. */
    private static URLClassLoader loader() throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String path : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            urls.add(Path.of(path).toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }
}
