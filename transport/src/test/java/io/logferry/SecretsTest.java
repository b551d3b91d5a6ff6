package io.logferry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.broker.CertificateAuthority;
import io.logferry.frame.Level;
import io.logferry.sink.Secrets;
import io.logferry.sink.tcp.TcpSinkConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A secret in each place that takes one is looked for in all that people see. */
final class SecretsTest {
    private static final String SECRET = "geheim-4711-geheim";
    private static final List<String> PLACES = List.of("tls.trustPassword", "tls.keyPassword", "sharedKey");

    @TempDir
    private Path dir;

    private final ConfigText text = new ConfigText("hint");
    private final List<Object> seen = new ArrayList<>();

    private ConfigText sink(String endpoint) throws IOException {
        CertificateAuthority authority = new CertificateAuthority("authority");
        authority.writeTrustPkcs12(dir.resolve("trust.p12"), SECRET);
        authority.issue("client").writePkcs12(dir.resolve("own.p12"), SECRET);
        ConfigText nested = new ConfigText("hint");
        nested.set("tcpSink.endpoints", endpoint);
        nested.set("tcpSink.tls", "");
        nested.set("tcpSink.tls.trustFile", dir.resolve("trust.p12").toString());
        nested.set("tcpSink.tls.certificateFile", dir.resolve("own.p12").toString());
        return nested;
    }

    private ParsedConfig parse(ConfigText nested) {
        text.setAll("tcpSink", nested);
        text.addSink("tcpSink", List.of("endpoints", "tls.trustFile"), TcpSinkConfig::parse);
        ParsedConfig parsed = text.parse("FERRY");
        seen.add(parsed);
        return parsed;
    }

    private void assertNothingSeen() {
        assertFalse(seen.isEmpty());
        for (Object each : seen) {
            assertFalse(each.toString().contains(SECRET), each::toString);
        }
    }

    @Test
    void aPipelineThatRunsTellsNone_evenWhenItsFilesNoLongerOpen() throws IOException {
        RecordingStatus status = new RecordingStatus();
        try (ServerSocket plaintext = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            ConfigText nested = sink("127.0.0.1:" + plaintext.getLocalPort());
            PLACES.forEach(place -> nested.set("tcpSink." + place, SECRET));
            PipelineConfig config = Objects.requireNonNull(parse(nested).pipeline(), () -> "not started: " + seen);
            new CertificateAuthority("other").writeTrustPkcs12(dir.resolve("trust.p12"), "another password");
            LogPipeline<String> pipeline = LogPipeline.start(config, new TextEncoder(), status);
            pipeline.offer("event", Level.INFO);
            LogPipelineTest.await(() -> status.warnings.size() >= 2);
            pipeline.stop(0);
            seen.addAll(List.of(config, config.sink(), pipeline.stats()));
            seen.addAll(status.infos);
            seen.addAll(status.warnings);
            seen.addAll(status.alerts);
            assertTrue(
                    status.warnings.stream().anyMatch(warning -> warning.contains("trust.p12 does not open with this")),
                    status.warnings::toString);
        }
        assertNothingSeen();
    }

    @Test
    void mistakesTellNone_whateverIsWrong() throws IOException {
        ConfigText twice = sink("a:1");
        PLACES.forEach(place -> {
            twice.set("tcpSink." + place, SECRET);
            twice.set("tcpSink." + place, SECRET + "2");
        });
        assertEquals(
                3,
                parse(twice).mistakes().stream()
                        .filter(mistake -> mistake.contains("twice, ***"))
                        .count());
        ConfigText undefined = sink("a:1");
        PLACES.forEach(place -> undefined.set("tcpSink." + place, SECRET + "${x}"));
        assertTrue(parse(undefined).mistakes().size() >= 3);
        ConfigText wrong = sink("a:1");
        wrong.set("tcpSink.tls.trustPassword", "no" + SECRET);
        wrong.set("tcpSink.tls.keyPassword", "no" + SECRET);
        assertEquals(2, parse(wrong).mistakes().size());
        ConfigText inFiles = sink("a:1");
        Path lines = Files.writeString(dir.resolve("lines"), SECRET + "\n" + SECRET);
        inFiles.set("tcpSink.tls.trustPasswordFile", lines.toString());
        inFiles.set("tcpSink.tls.keyPasswordFile", lines.toString());
        inFiles.set("tcpSink.sharedKeyFile", lines.toString());
        assertEquals(2, parse(inFiles).mistakes().size());
        assertNothingSeen();
    }

    @Test
    void namesOfFilesAreShown_whatMayBeASecretIsNot() {
        for (String name : List.of("trustFile", "certificateFile", "keyFile", "keyPasswordFile", "trustPasswordFile")) {
            assertEquals("/etc/x", Secrets.masked("tcpSink.tls." + name, "/etc/x"));
        }
        PLACES.forEach(place -> assertEquals("***", Secrets.masked("tcpSink." + place, SECRET)));
    }
}
