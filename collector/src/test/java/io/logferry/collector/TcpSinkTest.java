package io.logferry.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.BatchConfig;
import io.logferry.LogPipeline;
import io.logferry.PipelineConfig;
import io.logferry.StatusListener;
import io.logferry.WhenFull;
import io.logferry.broker.CertificateAuthority;
import io.logferry.broker.CertificateAuthority.Issued;
import io.logferry.frame.Codec;
import io.logferry.frame.Level;
import io.logferry.sink.tcp.SharedKey;
import io.logferry.sink.tcp.TcpSinkConfig;
import io.logferry.tls.TlsConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real sink and the real collector: what fits is delivered, and of what doesn't, both sides say why. */
@Timeout(120)
final class TcpSinkTest extends ConnectionFixture {
    private static final String KEY = "the key of this test";

    private final LogLines log = new LogLines();
    private final Queue<String> said = new ConcurrentLinkedQueue<>();
    private final Path files;
    private final Certificates certificates;
    private @Nullable TlsConfig tls;
    private @Nullable SharedKey key;

    TcpSinkTest(@TempDir Path files) throws IOException {
        this.files = files;
        certificates = new Certificates(files);
        tls = certificates.config();
    }

    @Override
    CollectorConfig configure(CollectorConfig plain) {
        return plain.withTls(tls, key);
    }

    @AfterEach
    void nothingSecretIsSaid() {
        log.close();
        assertEquals(List.of(), log.with(KEY));
        assertFalse(said.toString().contains(KEY), said::toString);
    }

    /** The texts of a sink that trusts the authority, and then those given. */
    private Map<String, String> texts(String... more) {
        Map<String, String> texts =
                new HashMap<>(Map.of("tls", "", "tls.trustFile", certificates.trustFile.toString()));
        texts.put("endpoints", "localhost:" + collector.address().getPort());
        for (int i = 0; i < more.length; i += 2) {
            texts.put(more[i], more[i + 1]);
        }
        return texts;
    }

    /** The texts of a certificate. */
    private String[] own(Issued own) throws IOException {
        Path certificate = files.resolve("own.pem");
        Path ownKey = files.resolve("own.key");
        own.writePem(certificate, ownKey);
        return new String[] {"tls.certificateFile", certificate.toString(), "tls.keyFile", ownKey.toString()};
    }

    private LogPipeline<String> start(Map<String, String> texts) {
        List<String> mistakes = new ArrayList<>();
        TcpSinkConfig sink = TcpSinkConfig.parse(texts, mistakes);
        assertNotNull(sink, mistakes::toString);
        PipelineConfig config = new PipelineConfig(
                "TEST",
                "app",
                1 << 16,
                WhenFull.BLOCK,
                60_000,
                1_000,
                Codec.LZ4,
                new BatchConfig(4096, 100, 1),
                null,
                sink);
        StatusListener status = new StatusListener() {
            @Override
            public void info(String message) {
                said.add(message);
            }

            @Override
            public void warn(String message) {
                said.add(message);
            }

            @Override
            public void alert(String message) {
                said.add(message);
            }
        };
        return LogPipeline.start(config, Frames.TEXT, status);
    }

    private void assertDelivers(Map<String, String> texts) throws Exception {
        LogPipeline<String> pipeline = start(texts);
        for (int i = 0; i < 1_000; i++) {
            assertTrue(pipeline.offer("event " + i, Level.INFO));
        }
        Await.until(() -> "all is stored: " + said, () -> pipeline.stats().acked() == 1_000);
        assertTrue(pipeline.stop(10_000));
        assertEquals(
                IntStream.range(0, 1_000).mapToObj(i -> "event " + i).toList(),
                Stored.lines(dir).stream()
                        .filter(line -> line.startsWith("event "))
                        .toList());
    }

    /** Nothing is delivered, the sink says why, and the collector too unless it can't know. */
    private void assertFails(Map<String, String> texts, String sinkSays, @Nullable String collectorSays)
            throws Exception {
        LogPipeline<String> pipeline = start(texts);
        assertTrue(pipeline.offer("event", Level.INFO));
        Await.until(() -> sinkSays + " in " + said, () -> said.stream().anyMatch(line -> line.contains(sinkSays)));
        if (collectorSays != null) {
            log.await(collectorSays);
        }
        pipeline.stop(100);
        assertEquals(0, pipeline.stats().acked());
        assertEquals(0, collector.stats().frames());
    }

    @Test
    void whoHasACertificateAndTheKeyDelivers() throws Exception {
        tls = certificates.configForCertifiedClients();
        key = SharedKey.of(KEY);
        restart(PATIENT);
        Map<String, String> texts = texts(own(certificates.authority.issue("shop")));
        texts.put(
                "sharedKeyFile",
                Files.writeString(files.resolve("key"), KEY + "\n").toString());
        assertDelivers(texts);
    }

    @Test
    void withPkcs12OnBothSidesItDelivers() throws Exception {
        String password =
                Files.writeString(files.resolve("password"), "secret\n").toString();
        String store = files.resolve("collector.p12").toString();
        String ownStore = files.resolve("own.p12").toString();
        String trusted = files.resolve("authority.p12").toString();
        certificates.authority.issue("collector", "localhost").writePkcs12(Path.of(store), "secret");
        certificates.authority.issue("shop").writePkcs12(Path.of(ownStore), "secret");
        certificates.authority.writeTrustPkcs12(Path.of(trusted), "secret");
        tls = Certificates.config(
                Map.of(
                        "certificateFile", store,
                        "keyPasswordFile", password,
                        "trustFile", trusted,
                        "trustPasswordFile", password),
                new ArrayList<>());
        restart(PATIENT);
        assertDelivers(texts(
                "tls.trustFile", trusted,
                "tls.trustPasswordFile", password,
                "tls.certificateFile", ownStore,
                "tls.keyPassword", "secret"));
    }

    @Test
    void aKeyForACollectorThatAsksForNoneIsNoTrouble() throws Exception {
        assertDelivers(texts("sharedKey", KEY));
    }

    @Test
    void aCollectorWithAnotherNameIsNotSentTo() throws Exception {
        shows(certificates.authority.issue("collector", "collector.example", "127.0.0.1"));
        assertFails(texts(), "has a certificate for another name than that in tcpSink.endpoints", "handshake failed");
    }

    @Test
    void aCollectorWithAnotherNameIsSentToIfNamesAreNotCompared() throws Exception {
        shows(certificates.authority.issue("collector", "collector.example"));
        assertDelivers(texts("tls.verifyHostname", "false"));
    }

    @Test
    void aCollectorWhoseCertificateExpiredIsNotSentTo() throws Exception {
        shows(certificates.authority.issueExpired("collector", "localhost"));
        assertFails(texts(), "has a certificate that has expired", "handshake failed");
    }

    @Test
    void aCollectorThatNobodyVouchesForIsNotSentTo() throws Exception {
        shows(new CertificateAuthority("Somebody else").issue("collector", "localhost"));
        assertFails(texts(), "has a certificate that nobody in tcpSink.tls.trustFile vouches for", "handshake failed");
    }

    private void shows(Issued issued) throws Exception {
        certificates.show(issued);
        restart(PATIENT);
    }

    @Test
    void whoHasNoCertificateOrAWrongOneIsRefused() throws Exception {
        tls = certificates.configForCertifiedClients();
        restart(PATIENT);
        String refused = "asks for a certificate, or for another one, in tcpSink.tls.certificateFile: alert=";
        assertFails(texts(), refused, "handshake failed");
        assertFails(texts(own(new CertificateAuthority("Somebody else").issue("shop"))), refused, "handshake failed");
        assertFails(texts(own(certificates.authority.issueExpired("shop"))), refused, "handshake failed");
    }

    @Test
    void whoHasNoKeyOrAWrongOneIsRefused() throws Exception {
        key = SharedKey.of(KEY);
        restart(PATIENT);
        String asks = "this collector asks for a shared key: set tcpSink.sharedKeyFile";
        assertFails(texts(), asks, asks);
        String wrong = "the shared key is not this collector's";
        assertFails(texts("sharedKey", "another key of this test"), wrong, wrong);
        assertEquals(0, collector.stats().streams());
    }

    @Test
    void plaintextToATlsPortIsSaid() throws Exception {
        Map<String, String> texts = Map.of("endpoints", texts().get("endpoints"));
        assertFails(texts, "this collector takes only TLS: set tcpSink.tls", "it does not speak TLS");
    }

    @Test
    void tlsToAPlaintextPortIsSaid() throws Exception {
        tls = null;
        restart(PATIENT);
        assertFails(texts(), "is this the collector's plaintext port?", "looks like TLS: this port is plaintext");
    }

    /** A connection that stands goes on; one that is lost comes again with what is in the files now. */
    @Test
    void certificatesOfBothSidesAreReplacedUnderLoadAndNothingIsLostOrRepeated() throws Exception {
        tls = certificates.configForCertifiedClients();
        restart(PATIENT);
        LogPipeline<String> pipeline = start(texts(own(certificates.authority.issue("shop"))));
        int sent = 0;
        for (int renewal = 0; renewal < 2; renewal++) {
            Issued renewed = certificates.renew();
            Issued own = certificates.authority.issue("shop");
            own(own);
            do {
                for (int i = 0; i < 100; i++) {
                    assertTrue(pipeline.offer("event " + sent++, Level.INFO));
                }
            } while (!isShown(renewed, own));
            int all = sent;
            Await.until(() -> "all is stored: " + said, () -> pipeline.stats().acked() == all);
            if (renewal == 0) {
                collector.connections().close().awaitUninterruptibly();
            }
        }
        assertTrue(pipeline.stop(10_000));
        assertEquals(
                IntStream.range(0, sent).mapToObj(i -> "event " + i).toList(),
                Stored.lines(dir).stream()
                        .filter(line -> line.startsWith("event "))
                        .toList());
        assertEquals(List.of(), log.with("WARN"));
    }

    private boolean isShown(Issued expected, Issued own) throws IOException {
        try (var socket = certificates.connect(collector.address(), own)) {
            return socket.getSession()
                    .getPeerCertificates()[0]
                    .equals(expected.chain().get(0));
        }
    }
}
