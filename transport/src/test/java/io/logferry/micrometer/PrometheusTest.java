package io.logferry.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.sun.net.httpserver.HttpServer;
import io.logferry.LogPipeline;
import io.logferry.PipelineStand;
import io.logferry.frame.Level;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alert rules and the dashboard in docs/, against what Prometheus gets. */
class PrometheusTest extends PipelineStand {
    private static final Path DOCS =
            Path.of("").toAbsolutePath().resolveSibling("docs").normalize();
    private static final Path RULES = DOCS.resolve(Path.of("prometheus", "logferry-alerts.yml"));
    private static final Path RULES_TEST = RULES.resolveSibling("logferry-alerts-test.yml");
    private static final Path DASHBOARD = DOCS.resolve(Path.of("grafana", "logferry-dashboard.json"));
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern METRIC = Pattern.compile("\\blogferry_[a-z_]+");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final LogferryMetrics metrics = new LogferryMetrics();

    @TempDir
    private Path dir;

    @BeforeEach
    void logSomething() {
        metrics.bindTo(registry);
        LogPipeline<String> pipeline = start("FERRY", dir.resolve("spill"));
        for (int i = 0; i < 10; i++) {
            pipeline.offer("e" + i, Level.INFO);
        }
        await(() -> pipeline.stats().acked() == 10);
    }

    @AfterEach
    void unbind() {
        metrics.close();
    }

    private Set<String> scraped() {
        Set<String> names = new TreeSet<>();
        for (String line : registry.scrape().split("\n", -1)) {
            Matcher name = METRIC.matcher(line);
            if (!line.startsWith("#") && name.lookingAt()) {
                names.add(name.group());
            }
        }
        return names;
    }

    private static Set<String> named(String text) {
        Set<String> names = new TreeSet<>();
        Matcher name = METRIC.matcher(text);
        while (name.find()) {
            names.add(name.group());
        }
        return names;
    }

    @Test
    void everyMetricOfTheAlertsAndTheirTestIsInAScrape() throws IOException {
        Set<String> scraped = scraped();
        for (Path file : Set.of(RULES, RULES_TEST)) {
            Set<String> missing = named(Files.readString(file));
            assertTrue(missing.size() > 5, file::toString);
            missing.removeAll(scraped);
            assertEquals(Set.of(), missing, file + " names what no scrape has: " + scraped);
        }
    }

    @Test
    void theDashboardIsJson_andShowsEveryMetricThatAScrapeHas() throws IOException {
        Set<String> shown = new HashSet<>();
        try (JsonParser json = new JsonFactory().createParser(DASHBOARD.toFile())) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.VALUE_STRING) {
                    shown.addAll(named(json.getText()));
                }
            }
        }
        assertEquals(scraped(), new TreeSet<>(shown));
    }

    @Test
    void promtoolAcceptsTheAlerts_andTheyFireWhenTheyShould() throws Exception {
        assertTrue(Prometheus.check(RULES, "check", "rules", "--lint=all", "--lint-fatal")
                .contains("SUCCESS"));
        assertTrue(Prometheus.check(RULES_TEST, "test", "rules").contains("SUCCESS"));
    }

    @Test
    void aPrometheusServerScrapesOurNumbersAndLoadsTheAlerts() throws Exception {
        String program = Prometheus.program("prometheus");
        HttpServer endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        endpoint.createContext("/actuator/prometheus", exchange -> {
            byte[] body = registry.scrape().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        endpoint.start();
        Path config = Files.writeString(dir.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: ["%s"]
                scrape_configs:
                  - job_name: shop
                    metrics_path: /actuator/prometheus
                    static_configs: [{targets: ["127.0.0.1:%d"]}]
                """.formatted(
                        RULES, endpoint.getAddress().getPort()));
        int port = freePort();
        Process server = new ProcessBuilder(
                        program,
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + dir.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("prometheus.log").toFile())
                .start();
        try {
            String base = "http://127.0.0.1:" + port + "/api/v1/";
            String query = "logferry_events_acked_total{appender=\"FERRY\",source=\"app\",job=\"shop\"}";
            String url = base + "query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
            await(() -> server.isAlive() && get(url).contains(",\"10\"]"));
            assertTrue(get(base + "query?query=logferry_sink_up").contains(",\"1\"]"));
            assertTrue(get(base + "query?query=logferry_spill_usable").contains(",\"1\"]"));
            String rules = get(base + "rules");
            Matcher alert = Pattern.compile("- alert: (\\w+)").matcher(Files.readString(RULES));
            while (alert.find()) {
                assertTrue(rules.contains("\"name\":\"" + alert.group(1) + "\""), rules);
            }
        } finally {
            server.destroy();
            server.waitFor();
            endpoint.stop(0);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** What the server answers; nothing while it starts. */
    private static String get(String url) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return HTTP.send(request, BodyHandlers.ofString()).body();
        } catch (IOException notYet) {
            return "";
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
