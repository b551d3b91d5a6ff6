package io.logferry.examples.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.contract.jvm.Jvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Destinations that don't work never keep Spring Boot from starting; configuration that is wrong does. */
final class TroubleTest {
    private static final Path CONFIGURATION = Path.of("src", "test", "boot").toAbsolutePath();

    @TempDir
    Path dir;

    @Test
    void aBrokenDestinationOrFolder_isAWarning_andTheApplicationServes() throws Exception {
        Path file = Files.createFile(dir.resolve("file"));
        try (Store down = new Store(dir);
                Store tls = new Store(Files.createDirectory(dir.resolve("tls"))).openTls();
                NonsenseServer nonsense = new NonsenseServer();
                Shop shop = Shop.open(
                        dir,
                        "--logging.config=" + CONFIGURATION.resolve("trouble.xml"),
                        "--logs.collectors=" + down.endpoint(),
                        "--nonsense=" + nonsense.endpoint(),
                        "--tls-collector=" + tls.endpoint(),
                        "--file=" + file)) {
            String noSink = "not connected to the sink: ";
            awaitWarning(shop, "NOBODY", noSink + "connect to " + down.endpoint() + " failed: Connection refused");
            awaitWarning(shop, "UNRESOLVABLE", noSink + "host of collector.invalid:4560 is unknown");
            awaitWarning(shop, "NONSENSE", noSink);
            awaitWarning(shop, "NO_TLS", noSink + nonsense.endpoint() + " does not speak TLS");
            awaitWarning(
                    shop,
                    "UNTRUSTED",
                    noSink + tls.endpoint() + " has a certificate that nobody in tcpSink.tls.trustFile vouches for");
            for (String appender : List.of("FILE_AS_FOLDER", "NO_FOLDER")) {
                awaitWarning(shop, appender, "appender " + appender + " runs without a spill: spill.dir=" + file);
            }
            shop.buy(1);
            assertTrue(shop.get("/actuator/health").contains("\"UP\""));
            assertFalse(shop.jvm.output().contains("ERROR"), shop.jvm::output);
            shop.jvm.terminate();
            shop.awaitEnd();
            assertTrue(shop.jvm.output().contains("the shop closes"), shop.jvm::output);
        }
    }

    @Test
    void wrongConfiguration_endsTheStart_andOneSentenceSaysAllThatIsWrong() throws Exception {
        try (Jvm jvm = Shop.jvm(dir, Shop.BOOK_SHOP, "--logging.config=" + CONFIGURATION.resolve("wrong.xml"))) {
            assertEquals(1, jvm.awaitExit(), jvm::output);
            List<String> errors = jvm.output()
                    .lines()
                    .filter(line -> line.startsWith("ERROR in "))
                    .distinct() // Boot shows it twice
                    .toList();
            assertEquals(
                    List.of("ERROR in io.logferry.logback.LogferryAppender[FERRY] - Appender [FERRY] is not started, "
                            + "because its configuration is wrong: folder is no element here, allowed are dir, "
                            + "maxBytes, minFreeBytes, mode, segmentBytes, sync, whenFull; ringCapacity=many is not "
                            + "allowed, allowed is a whole number from 16 to 1048576; spill.dir is missing; Logback "
                            + "takes elements, not attributes; tcpSink.tls.trustFile="
                            + Path.of("nowhere.pem").toAbsolutePath() + " does not exist."),
                    errors);
            assertFalse(jvm.output().contains("Starting BookShop"), jvm::output);
        }
    }

    /** Boot shows Logback's warnings by itself. */
    private static void awaitWarning(Shop shop, String appender, String warning) {
        shop.jvm.await("|-WARN in io.logferry.logback.LogferryAppender[" + appender + "] - " + warning);
    }
}
