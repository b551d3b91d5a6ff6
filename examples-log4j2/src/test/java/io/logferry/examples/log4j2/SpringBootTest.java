package io.logferry.examples.log4j2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.collector.Collector;
import io.logferry.collector.CollectorConfig;
import io.logferry.collector.CollectorStats;
import io.logferry.collector.StoredLine;
import io.logferry.contract.Await;
import io.logferry.contract.jvm.Events;
import io.logferry.contract.jvm.Jars;
import io.logferry.contract.jvm.Jvm;
import io.logferry.contract.jvm.Ports;
import java.io.File;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootVersion;

/** A Spring Boot application that logs through Log4j2; run with each line of Spring Boot that is supported. */
final class SpringBootTest {
    private static final Path CONFIGURATION = Path.of("src", "test", "boot").toAbsolutePath();
    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
    private static final String PROMETHEUS = "--management.endpoints.web.exposure.include=prometheus";
    private static final int REQUESTS = 100;
    /** What a JVM that SIGTERM ended exits with. */
    private static final int TERMINATED = 143;

    private final InetSocketAddress address = Ports.free();

    @TempDir
    Path dir;

    @Test
    void shipsWhatIsInItsOwnLogFileFromItsStartToTheEndOfItsGracefulShutdown() throws Exception {
        Path storage = dir.resolve("stored");
        CollectorStats stats;
        try (Collector collector = Collector.start(CollectorConfig.of(address, storage));
                Jvm boot = boot("--spring.application.name=boot-shop")) {
            URI uri = buy(boot, REQUESTS);
            assertTellsPrometheus(uri, Events.inFile(dir.resolve("boot.log")).size());
            boot.terminate();
            assertEquals(TERMINATED, boot.awaitExit(), boot::output);
            stats = collector.stats();
        }
        List<String> written = Events.inFile(dir.resolve("boot.log"));
        List<StoredLine> lines = Stored.lines(storage);
        Events.assertSame(written, Events.of(lines.stream().map(StoredLine::line)));
        assertEquals(lines.size(), stats.records(), stats::toString);
        assertEquals(1, count(written, "Starting BootShop"), "from the start");
        assertEquals(1, count(written, "the shop closes"), "to the end");
        assertEquals(REQUESTS, count(written, "shop.slf4j {request="), "what was logged through SLF4J");
        assertEquals(REQUESTS, count(written, "shop.log4j {request="), "what was logged through Log4j");
        assertTrue(count(written, "org.apache.catalina") > 0, "what was logged through java.util.logging");
    }

    @Test
    void startsWithACollectorThatIsDownAndSaysOnceWhatIsWrongInItsConfiguration() throws Exception {
        try (Jvm boot = boot("--logging.config=" + CONFIGURATION.resolve("trouble.xml"))) {
            buy(boot, 1);
            boot.terminate();
            assertEquals(TERMINATED, boot.awaitExit(), boot::output);
            // Log4j itself adds that the appender is missing
            assertEquals(1, boot.output().split("ringCapacity=many is not allowed", -1).length - 1, boot::output);
            assertTrue(boot.output().contains("the shop closes"), boot::output);
        }
    }

    private Jvm boot(String argument) throws Exception {
        assertEquals(System.getProperty("boot.version"), SpringBootVersion.getVersion());
        String example = Jars.of(ShopMain.class).get(0).toString(); // it has a log4j2.xml, which is not for this one
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !Path.of(entry).equals(Path.of(example)))
                .reduce(CONFIGURATION.toString(), (before, entry) -> before + File.pathSeparator + entry);
        List<String> command = new ArrayList<>(List.of("-cp", classPath));
        command.add("-Dlog.file=" + dir.resolve("boot.log"));
        command.add("-Dcollector=127.0.0.1:" + address.getPort());
        command.add("-Dspool=" + dir.resolve("spool"));
        command.addAll(List.of(BootShop.class.getName(), "--server.port=0", PROMETHEUS, argument));
        return new Jvm(dir, command);
    }

    /** Nothing in the application is about metrics. */
    private static void assertTellsPrometheus(URI application, int events) {
        HttpRequest scrape = HttpRequest.newBuilder(application.resolve("/actuator/prometheus"))
                .build();
        HttpClient client = HttpClient.newHttpClient();
        String meter = "logferry_events_acked_total{appender=\"FERRY\",source=\"boot-shop\"} " + (double) events;
        Await.until(
                () -> client.sendAsync(scrape, BodyHandlers.ofString())
                        .join()
                        .body()
                        .lines()
                        .anyMatch(meter::equals),
                () -> "not told: " + meter);
    }

    /** So many requests, all at once; where they went. */
    private static URI buy(Jvm boot, int requests) throws Exception {
        boot.await("Started BootShop");
        Matcher port = PORT.matcher(boot.output());
        assertTrue(port.find(), boot::output);
        URI uri = URI.create("http://127.0.0.1:" + port.group(1) + "/buy/");
        HttpClient client = HttpClient.newHttpClient();
        List<CompletableFuture<Integer>> answers = IntStream.rangeClosed(1, requests)
                .mapToObj(i ->
                        HttpRequest.newBuilder(uri.resolve(Integer.toString(i))).build())
                .map(request ->
                        client.sendAsync(request, BodyHandlers.ofString()).thenApply(answer -> answer.statusCode()))
                .toList();
        for (CompletableFuture<Integer> answer : answers) {
            assertEquals(200, answer.get(), boot::output);
        }
        return uri;
    }

    private static long count(List<String> events, String part) {
        return events.stream().filter(event -> event.contains(part)).count();
    }
}
