package io.logferry.examples.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.contract.Await;
import io.logferry.contract.Json;
import io.logferry.contract.jvm.Events;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example in its two profiles. */
final class BookShopTest {
    private static final int CUSTOMERS = 50;

    private static final String FERRY = "{appender=\"FERRY\",source=\"book-shop\"}";

    /** Boot gives requests virtual threads only from here on. */
    private static final int VIRTUAL_THREADS = 21;

    @TempDir
    Path dir;

    private String spillDir() {
        return "--logs.spill-dir=" + dir.resolve("spill");
    }

    @Test
    void inProduction_allThatItPrintsIsStored_fromItsStartToTheEndOfItsGracefulShutdown() throws Exception {
        try (Store store = new Store(dir).openTls();
                Shop shop = Shop.open(
                        dir,
                        "--spring.profiles.active=prod",
                        "--logs.collectors=" + store.endpoint(),
                        "--logs.trust-file=" + store.trustFile,
                        spillDir())) {
            shop.buy(CUSTOMERS);
            shop.post("/actuator/loggers/io.logferry.examples.boot", "{\"configuredLevel\":\"DEBUG\"}");
            assertEquals("thanks", shop.get("/buy/persuasion/7"));
            assertMetrics(shop);
            Upload prices = shop.upload();
            prices.line("emma 12.50");
            shop.jvm.await("price 1: emma 12.50");
            shop.jvm.terminate();
            shop.jvm.await("Commencing graceful shutdown");
            prices.line("persuasion 9.90");
            assertEquals("2 prices", prices.end());
            shop.awaitEnd();

            List<String> printed = shop.events();
            Events.assertSame(printed, store.events());
            assertEquals(1, count(printed, "Starting BookShop"), "from the start");
            assertEquals(1, count(printed, "- the shop closes"), "to the end");
            assertEquals(1, count(printed, "INFO io.logferry.examples.boot.Counter - price 2: persuasion 9.90"));
            assertEquals(CUSTOMERS / 10, count(printed, "WARN io.logferry.examples.boot.Counter - not "));
            assertEquals(1, count(printed, "DEBUG "), "once the level was changed");
            assertTrue(count(printed, "org.apache.catalina") > 0, "what was logged through java.util.logging");
            assertEquals(0, store.stats().ranges());
            assertEquals(1, store.streamCount());
            for (var line : store.lines()) {
                assertEquals("book-shop", line.get("service.name"));
                boolean failed = "WARN".equals(line.get("log.level"));
                assertEquals(failed, line.containsKey("error.stack_trace"), line::toString);
            }
            assertTrue(Files.exists(dir.resolve("spill").resolve("book-shop-FERRY-0")));
        }
    }

    @Test
    void inDevelopment_itStartsAndServesWithoutACollector_andAllIsStoredOnceThereIsOne() throws Exception {
        try (Store store = new Store(dir);
                Shop shop = Shop.open(
                        dir,
                        "--logs.collectors=" + store.endpoint(),
                        spillDir(),
                        "--spring.threads.virtual.enabled=true")) {
            shop.buy(CUSTOMERS);
            assertEquals(
                    "UP",
                    Json.parse(shop.get("/actuator/health").getBytes(UTF_8)).get("status"));
            shop.jvm.await("[FERRY] - not connected to the sink: connect to " + store.endpoint() + " failed");
            assertEquals(0, shop.metric("logferry_sink_up{appender=\"FERRY\",lane=\"1\",source=\"book-shop\"}"));
            assertEquals(-1, shop.metric("logferry_spill_events" + FERRY));
            assertEquals(shop.events().size(), shop.metric("logferry_events_accepted_total" + FERRY));
            assertEquals(0, shop.metric("logferry_events_acked_total" + FERRY));
            store.open();
            Await.until(() -> store.stats().records() > 0, shop.jvm::output);
            shop.jvm.terminate();
            shop.awaitEnd();

            List<String> printed = shop.events();
            Events.assertSame(printed, store.events());
            String thread = Runtime.version().feature() < VIRTUAL_THREADS ? "http-nio-auto-1-exec-" : "tomcat-handler-";
            assertEquals(
                    CUSTOMERS,
                    printed.stream()
                            .filter(event -> event.startsWith("@@ [" + thread) && event.contains(".Counter - "))
                            .count());
            assertFalse(Files.exists(dir.resolve("spill")), "only in production");
        }
    }

    /** Nothing in the application is about metrics. */
    private static void assertMetrics(Shop shop) {
        int printed = shop.events().size();
        Await.until(
                () -> shop.metric("logferry_events_acked_total" + FERRY) == printed
                        && shop.metric("logferry_spill_events" + FERRY) == 0,
                () -> printed + " printed, " + shop.get("/actuator/prometheus"));
        assertEquals(printed, shop.metric("logferry_events_accepted_total" + FERRY));
        assertEquals(printed, shop.metric("logferry_events_spilled_total" + FERRY), "spill.mode=always");
        assertEquals(1, shop.metric("logferry_sink_up{appender=\"FERRY\",lane=\"1\",source=\"book-shop\"}"));
        assertEquals(
                0,
                shop.metric("logferry_events_dropped_total"
                        + "{appender=\"FERRY\",level=\"INFO\",reason=\"RING_FULL\",source=\"book-shop\"}"));
    }

    private static long count(List<String> events, String part) {
        return events.stream().filter(event -> event.contains(part)).count();
    }
}
