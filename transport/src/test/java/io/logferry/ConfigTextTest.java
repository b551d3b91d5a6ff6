package io.logferry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.SpillConfig.Mode;
import io.logferry.SpillConfig.WhenSpillFull;
import io.logferry.frame.Codec;
import io.logferry.sink.Sink;
import io.logferry.sink.SinkConfig;
import io.logferry.spill.Sync;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigTextTest {
    private static final String HINT = "this framework takes elements";

    private final ConfigText text = new ConfigText(HINT);

    private record FakeSink(String destination) implements SinkConfig {
        static @Nullable FakeSink parse(Map<String, String> texts, List<String> mistakes) {
            String to = texts.get("to");
            String colour = texts.getOrDefault("options.colour", "red");
            if (to != null && to.startsWith("bad")) {
                mistakes.add("fakeSink.to=" + to + " is bad");
            }
            if (!colour.equals("red")) {
                mistakes.add("fakeSink.options.colour=" + colour + " is no colour");
            }
            return to == null || !mistakes.isEmpty() ? null : new FakeSink(to);
        }

        @Override
        public Sink newSink(int lane, ThreadFactory threads) {
            throw new UnsupportedOperationException();
        }
    }

    private void sink(String destination) {
        ConfigText nested = new ConfigText(HINT);
        nested.set("fakeSink.to", destination);
        text.setAll("fakeSink", nested);
        text.addSink("fakeSink", List.of("to"), FakeSink::parse);
    }

    private PipelineConfig valid() {
        ParsedConfig parsed = text.parse("FERRY");
        assertEquals(List.of(), parsed.mistakes());
        return Objects.requireNonNull(parsed.pipeline());
    }

    private List<String> mistakes() {
        ParsedConfig parsed = text.parse("FERRY");
        assertNull(parsed.pipeline());
        return parsed.mistakes();
    }

    private String mistake(String element, String value) {
        sink("a");
        text.setAll("spill", new ConfigText(HINT));
        text.set("spill.dir", "/tmp/spool");
        if (!element.startsWith("spill.dir")) {
            text.set(element, value);
        }
        List<String> mistakes = mistakes();
        assertEquals(1, mistakes.size(), mistakes.toString());
        return mistakes.get(0);
    }

    @Test
    void aSinkIsEnough_theRestHasDefaults() {
        sink("a");
        text.set("source", "orders");
        PipelineConfig expected = new PipelineConfig(
                "FERRY",
                "orders",
                8_192,
                WhenFull.DROP,
                100,
                5_000,
                Codec.LZ4,
                new BatchConfig(128 * 1024, 8_192, 50),
                null,
                new FakeSink("a"));
        assertEquals(expected, valid());
        assertFalse(text.parse("FERRY").includeCallerData());
    }

    @Test
    void everyElementIsRead() {
        sink(" a ");
        text.set("source", "orders");
        text.set("ringCapacity", "1024");
        text.set("whenFull", "block");
        text.set("blockTimeoutMillis", "7");
        text.set("shutdownTimeoutMillis", "900");
        text.set("includeCallerData", "true");
        text.set("compression", "none");
        text.set("batch.maxBytes", "64KB");
        text.set("batch.maxRecords", "10");
        text.set("batch.lingerMillis", "\n  5\n");
        text.setAll("spill", new ConfigText(HINT));
        text.set("spill.dir", "/var/spool/../spool/app");
        text.set("spill.maxBytes", "2GB");
        text.set("spill.segmentBytes", "8 mb");
        text.set("spill.minFreeBytes", "123456");
        text.set("spill.mode", "always");
        text.set("spill.sync", "interval");
        text.set("spill.whenFull", "drop-newest");
        SpillConfig spill = new SpillConfig(
                Path.of("/var/spool/app"),
                2L << 30,
                8 << 20,
                123_456,
                Mode.ALWAYS,
                Sync.INTERVAL,
                WhenSpillFull.DROP_NEWEST);
        PipelineConfig expected = new PipelineConfig(
                "FERRY",
                "orders",
                1_024,
                WhenFull.BLOCK,
                7,
                900,
                Codec.NONE,
                new BatchConfig(64 * 1024, 10, 5),
                spill,
                new FakeSink("a"));
        assertEquals(expected, valid());
        assertTrue(text.parse("FERRY").includeCallerData());
        assertEquals(List.of(), text.parse("FERRY").notes());
    }

    @Test
    void aSpillNeedsOnlyItsFolder() {
        sink("a");
        text.setAll("spill", new ConfigText(HINT));
        text.set("spill.dir", "/var/spool/app");
        SpillConfig expected = new SpillConfig(
                Path.of("/var/spool/app"),
                1L << 30,
                16 << 20,
                64 << 20,
                Mode.ON_FAILURE,
                Sync.NONE,
                WhenSpillFull.DROP_OLDEST);
        assertEquals(expected, valid().spill());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ringCapacity          | 15         | a whole number from 16 to 1048576
            ringCapacity          | 1048577    | a whole number from 16 to 1048576
            ringCapacity          | 8K         | a whole number from 16 to 1048576
            ringCapacity          | 99999999999999999999 | a whole number from 16 to 1048576
            whenFull              | Drop       | drop or block
            blockTimeoutMillis    | -1         | a whole number from 0 to 60000
            shutdownTimeoutMillis | 5s         | a whole number from 0 to 600000
            includeCallerData     | yes        | true or false
            compression           | gzip       | lz4 or none or zstd
            source                | a/b        | at most 100 characters without / and \\, not beginning with a dot
            source                | ..         | at most 100 characters without / and \\, not beginning with a dot
            batch.maxBytes        | 1MB        | bytes or 256KB, 64MB, 2GB, at least 4KB, at most 512KB
            batch.maxBytes        | 4095       | bytes or 256KB, 64MB, 2GB, at least 4KB, at most 512KB
            batch.maxBytes        | 64 kib     | bytes or 256KB, 64MB, 2GB, at least 4KB, at most 512KB
            batch.maxRecords      | 65536      | a whole number from 1 to 65535
            batch.lingerMillis    | 60001      | a whole number from 0 to 60000
            spill.maxBytes        | 63MB       | at least four segments of 16MB
            spill.maxBytes        | 999999999999999GB | bytes or 256KB, 64MB, 2GB, at least 0
            spill.segmentBytes    | 1MB        | bytes or 256KB, 64MB, 2GB, at least 4MB, at most 1GB
            spill.segmentBytes    | 512MB      | at most a quarter of spill.maxBytes=1GB
            spill.minFreeBytes    | 5%         | bytes or 256KB, 64MB, 2GB, at least 0
            spill.mode            | on_failure | on-failure or always
            spill.sync            | 500        | none or interval or frame
            spill.whenFull        | DROP-OLDEST | drop-oldest or drop-newest
            """)
    void aWrongValueIsRefused_withElementValueAndWhatIsAllowed(String element, String value, String allowed) {
        assertEquals(element + "=" + value + " is not allowed, allowed is " + allowed, mistake(element, value));
    }

    @Test
    void aSizeThatIsRefusedIsNotRefusedOnceMoreForWhatItWouldBeTogetherWithAnother() {
        sink("a");
        text.setAll("spill", new ConfigText(HINT));
        text.set("spill.dir", "/tmp/spool");
        text.set("spill.segmentBytes", "512MB");
        text.set("spill.maxBytes", "lots");
        assertEquals(
                List.of("spill.maxBytes=lots is not allowed, allowed is bytes or 256KB, 64MB, 2GB, at least 0"),
                mistakes());
    }

    @ParameterizedTest
    @CsvSource({"ringCapacity,RING_IS_UNDEFINED", "source,${app}", "spill.mode,${MODE:-}"})
    void aVariableWithoutValueIsRefused(String element, String value) {
        assertEquals(element + "=" + value + " contains a variable that is not defined", mistake(element, value));
    }

    @Test
    void noMessageShowsWhatMayBeAPassword() {
        sink("user:secret@${HOST}:1");
        assertEquals(List.of("fakeSink.to=***@${HOST}:1 contains a variable that is not defined"), mistakes());
        text.set("source", "user:secret@a");
        text.set("source", "user:secret@b");
        assertTrue(mistakes().contains("source is given twice, ***@a and ***@b, allowed is one"));
    }

    @Test
    void nothingIsShownOfAnElementThatIsASecretByItsName() {
        sink("a");
        text.set("fakeSink.options.apiKey", "s3cr3t");
        text.set("fakeSink.options.apiKey", "s3cr3t${NOPE}");
        assertEquals(
                List.of(
                        "fakeSink.options.apiKey is given twice, *** and ***, allowed is one",
                        "fakeSink.options.apiKey=*** contains a variable that is not defined"),
                mistakes());
    }

    @Test
    void aSinkGetsAllTextsBelowIt_alsoWhenARequiredOneIsMissing() {
        text.set("fakeSink.options.colour", "loud");
        text.set("fakeSinkhole.options.colour", "dark");
        text.addSink("fakeSink", List.of("to"), FakeSink::parse);
        assertEquals(
                List.of("fakeSink.to is missing; " + HINT, "fakeSink.options.colour=loud is no colour"), mistakes());
    }

    @Test
    void whatIsWrongWithAnElementIsForgottenWhenItComesAgain() {
        ConfigText nested = new ConfigText(HINT);
        nested.refuse("fakeSink.options.1", "fakeSink.options number 1 is wrong");
        text.setAll("fakeSink", nested);
        assertTrue(mistakes().contains("fakeSink.options number 1 is wrong"));
        sink("a");
        assertEquals(new FakeSink("a"), valid().sink());
    }

    @Test
    void anEmptyElementIsMissing() {
        assertEquals("whenFull is missing; " + HINT, mistake("whenFull", "  "));
    }

    @Test
    void anElementComesOnce() {
        text.set("whenFull", "drop");
        assertEquals("whenFull is given twice, drop and block, allowed is one", mistake("whenFull", "block"));
    }

    @Test
    void afterAParseAnElementMayBeCorrected_evenOneGivenTwice() {
        sink("bad");
        text.set("whenFull", "drop");
        text.set("whenFull", "block");
        text.set("ringCapacity", "1");
        assertEquals(3, mistakes().size());
        sink("a");
        text.set("whenFull", "block");
        text.set("ringCapacity", "64");
        assertEquals(64, valid().ringCapacity());
        text.set("whenFull", "drop");
        assertEquals(WhenFull.DROP, valid().whenFull());
    }

    @Test
    void anElementThatIsGivenAgainWithItsElementsReplacesAllOfThem() {
        sink("a");
        ConfigText spill = new ConfigText(HINT);
        spill.set("spill.dir", "/tmp/spool");
        spill.set("spill.mode", "sometimes");
        text.setAll("spill", spill);
        assertEquals(1, mistakes().size());
        spill.set("spill.mode", "always");
        text.setAll("spill", spill);
        assertEquals(Mode.ALWAYS, Objects.requireNonNull(valid().spill()).mode());
        ConfigText other = new ConfigText(HINT);
        other.set("spill.dir", "/tmp/spool");
        text.setAll("spill", other);
        assertEquals(Mode.ON_FAILURE, Objects.requireNonNull(valid().spill()).mode());
    }

    @Test
    void whatComesIntoAnElementAfterItWasTakenCountsToo() {
        sink("a");
        ConfigText spill = new ConfigText(HINT);
        text.setAll("spill", spill);
        spill.set("spill.dir", "/tmp/spool");
        spill.set("spill.mode", "sometimes");
        assertEquals(1, mistakes().size());
        spill.set("spill.mode", "always");
        assertEquals(Mode.ALWAYS, Objects.requireNonNull(valid().spill()).mode());
    }

    @Test
    void aMistakeThatTheFrameworkFoundStays() {
        sink("a");
        text.addMistake("unknown element x");
        assertEquals(List.of("unknown element x"), mistakes());
        assertEquals(List.of("unknown element x"), mistakes());
    }

    @Test
    void aSpillWithoutFolderAndABatchWithoutElementsAreRefused_withTheFrameworksHint() {
        sink("a");
        text.setAll("spill", new ConfigText(HINT));
        text.setAll("batch", new ConfigText(HINT));
        assertEquals(List.of("batch has no elements; " + HINT, "spill.dir is missing; " + HINT), mistakes());
    }

    @Test
    void noSinkIsRefused_andSoIsOneWithoutDestination() {
        assertEquals(List.of("a sink, for example tcpSink, is missing; " + HINT), mistakes());
        text.addSink("fakeSink", List.of("to"), FakeSink::parse);
        assertEquals(List.of("fakeSink.to is missing; " + HINT), mistakes());
    }

    @Test
    void twoSinksAreRefused_whetherOfOneKindOrOfTwo() {
        sink("a");
        sink("b");
        assertEquals(List.of("fakeSink is given twice, allowed is one"), mistakes());
        text.set("otherSink.to", "c");
        text.addSink("otherSink", List.of("to"), FakeSink::parse);
        assertTrue(mistakes().contains("fakeSink and otherSink are given, allowed is one sink"));
    }

    @Test
    void allMistakesAreNamedAtOnce_alsoTheSinksAndTheFrameworks() {
        sink("bad");
        text.addMistake("unknown element x");
        text.set("ringCapacity", "1");
        text.set("batch.maxRecords", "0");
        text.setAll("spill", new ConfigText(HINT));
        text.set("spill.dir", "\0");
        List<String> mistakes = mistakes();
        assertEquals(5, mistakes.size(), mistakes.toString());
        assertTrue(mistakes.contains("unknown element x"));
        assertTrue(mistakes.contains("fakeSink.to=bad is bad"));
    }

    @Test
    void anAppenderWithoutNameIsRefused() {
        sink("a");
        assertEquals(1, text.parse(null).mistakes().size());
    }

    @Test
    void whatIsAllowedButPerhapsNotMeant_isNoted() {
        sink("a");
        text.set("ringCapacity", "1000");
        text.set("blockTimeoutMillis", "10");
        assertEquals(1_024, valid().ringCapacity());
        assertEquals(
                List.of(
                        "ringCapacity=1000 is rounded up to 1024, the next power of two",
                        "blockTimeoutMillis=10 has no effect, because whenFull is drop"),
                text.parse("FERRY").notes());
    }

    @Test
    void equalTextGivesEqualConfigurations() {
        sink("a");
        PipelineConfig first = valid();
        assertEquals(first, valid());
    }

    @ParameterizedTest
    @CsvSource({
        "/opt/shop/orders-1.2.3-SNAPSHOT.jar --port=1,orders",
        "orders.jar,orders",
        "C:\\apps\\orders-2.war,orders",
        "org.example.OrdersMain arg,OrdersMain",
        "shop.module/org.example.OrdersMain,OrdersMain",
        "Main,Main",
        "'',java",
        "org.example.App$Main,App-Main"
    })
    void theDefaultSourceIsTheApplicationsName_withoutItsVersion(String command, String name) {
        assertEquals(name, SourceName.ofCommand(command));
    }

    @Test
    void aSpringApplicationsNameIsTheDefaultSource_madeFitForAFolder() {
        System.setProperty("spring.application.name", "my shop/eu");
        try {
            assertEquals("my-shop-eu", SourceName.ofApplication());
        } finally {
            System.clearProperty("spring.application.name");
        }
    }
}
