package io.logferry.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.broker.CertificateAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.CertificateExpiredException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsContextTest {
    @TempDir
    private Path dir;

    private final CertificateAuthority authority = new CertificateAuthority("authority");
    private TlsContext server;
    private TlsContext client;

    @BeforeEach
    void refreshBoth() throws IOException {
        authority.writeTrustPem(dir.resolve("trust.pem"));
        write("first");
        server = new TlsContext(new TlsConfig(null, null, dir.resolve("own.pem"), dir.resolve("key.pem"), null, true));
        client = new TlsContext(new TlsConfig(dir.resolve("trust.pem"), null, null, null, null, true));
        assertNull(server.refresh());
        assertNull(client.refresh());
    }

    private void write(String name) throws IOException {
        authority.issue(name, "localhost", "127.0.0.1").writePem(dir.resolve("own.pem"), dir.resolve("key.pem"));
    }

    private String serverName() throws SSLException {
        SSLEngine connected = client.clientEngine("localhost", 1);
        Engines.connect(connected, server.serverEngine());
        return ((X509Certificate) connected.getSession().getPeerCertificates()[0])
                .getSubjectX500Principal()
                .getName();
    }

    @Test
    void theNextEngineIsOfTheNewFiles() throws Exception {
        assertEquals("CN=first", serverName());
        write("second");
        assertEquals("CN=first", serverName());
        assertNull(server.refresh());
        assertEquals("CN=second", serverName());
    }

    @Test
    void aSymbolicLinkThatPointsElsewhereIsAChange() throws Exception {
        Path live = dir.resolve("live");
        for (String name : List.of("a", "b")) {
            Path each = Files.createDirectory(dir.resolve(name));
            authority.issue(name, "localhost").writePem(each.resolve("own.pem"), each.resolve("key.pem"));
        }
        Files.createSymbolicLink(live, dir.resolve("a"));
        server =
                new TlsContext(new TlsConfig(null, null, live.resolve("own.pem"), live.resolve("key.pem"), null, true));
        assertNull(server.refresh());
        assertEquals("CN=a", serverName());
        Path next = Files.createSymbolicLink(dir.resolve("next"), dir.resolve("b"));
        Files.move(next, live, StandardCopyOption.ATOMIC_MOVE);
        assertNull(server.refresh());
        assertEquals("CN=b", serverName());
    }

    @Test
    void whatBecomesUnusableIsToldOnce_andWhatWasReadBeforeStays() throws Exception {
        Path key = dir.resolve("key.pem");
        Files.copy(Path.of(KeyFormsTest.file("ec-pkcs8.pem")), key, StandardCopyOption.REPLACE_EXISTING);
        assertEquals(
                "certificateFile=" + dir.resolve("own.pem") + " begins with a certificate that is not of the key in"
                        + " keyFile=" + key + "; what was read before stays in use",
                server.refresh());
        assertNull(server.refresh());
        assertEquals("CN=first", serverName());
        Files.delete(key);
        assertEquals("keyFile=" + key + " does not exist; what was read before stays in use", server.refresh());
        assertNull(server.refresh());
        assertEquals("CN=first", serverName());
        write("second");
        assertNull(server.refresh());
        assertEquals("CN=second", serverName());
    }

    @Test
    void withoutAnythingUsableEnginesAreRefusedWithTheReason_untilThereIs() throws Exception {
        Path missing = dir.resolve("missing.pem");
        TlsContext late = new TlsContext(new TlsConfig(missing, null, null, null, null, true));
        assertEquals("trustFile=" + missing + " does not exist", late.refresh());
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> late.clientEngine("localhost", 1));
        assertEquals("TLS cannot be used: trustFile=" + missing + " does not exist", refused.getMessage());
        authority.writeTrustPem(missing);
        assertNull(late.refresh());
        Engines.connect(late.clientEngine("localhost", 1), server.serverEngine());
    }

    @Test
    void whatAnInterruptedThreadCannotReadIsNotToldAsAMistake() throws Exception {
        write("second");
        Thread.currentThread().interrupt();
        assertNull(server.refresh());
        assertTrue(Thread.interrupted());
        assertEquals("CN=first", serverName());
        assertNull(server.refresh());
        assertEquals("CN=second", serverName());
    }

    @Test
    void whatNobodyExpectedOfAFileIsAMistakeToo() throws Exception {
        TlsContext context =
                new TlsContext(new TlsConfig(dir.resolve("missing.pem"), null, null, null, null, true), name -> {
                    throw new IllegalStateException("unexpected");
                });
        assertEquals("the files can't be used: java.lang.IllegalStateException: unexpected", context.refresh());
    }

    @Test
    void anExpiredCertificateIsRefused_alsoIfItIsTrustedItself() throws Exception {
        Path expired = dir.resolve("expired.pem");
        Path key = dir.resolve("expired-key.pem");
        authority.issueExpired("expired", "localhost").writePem(expired, key);
        TlsContext old = new TlsContext(new TlsConfig(expired, null, expired, key, null, true));
        TlsContext good = new TlsContext(
                new TlsConfig(expired, null, dir.resolve("own.pem"), dir.resolve("key.pem"), null, true));
        assertNull(old.refresh());
        assertNull(good.refresh());
        assertExpired(good.clientEngine("localhost", 1), old.serverEngine());
        assertExpired(old.clientEngine("localhost", 1), good.serverEngine());
    }

    private static void assertExpired(SSLEngine engine, SSLEngine other) {
        SSLException refused = assertThrows(SSLException.class, () -> Engines.connect(engine, other));
        assertInstanceOf(CertificateExpiredException.class, refused.getCause());
    }

    @Test
    void onlyTls13And12AreSpoken() {
        for (SSLEngine engine : List.of(client.clientEngine("localhost", 1), server.serverEngine())) {
            assertEquals(List.of("TLSv1.3", "TLSv1.2"), Arrays.asList(engine.getEnabledProtocols()));
        }
    }

    @Test
    void namesAreSentAndCompared_addressesAreOnlyCompared() throws Exception {
        assertEquals(
                List.of(new SNIHostName("localhost")),
                client.clientEngine("localhost", 1).getSSLParameters().getServerNames());
        assertEquals(
                List.of(new SNIHostName("a.example")),
                client.clientEngine("a.example.", 1).getSSLParameters().getServerNames());
        for (String host : List.of("127.0.0.1", "::1", "fe80::1%eth0", "with_underscore")) {
            SSLEngine engine = client.clientEngine(host, 1);
            assertNull(engine.getSSLParameters().getServerNames());
            assertEquals("HTTPS", engine.getSSLParameters().getEndpointIdentificationAlgorithm());
        }
        Engines.connect(client.clientEngine("127.0.0.1", 1), server.serverEngine());
        SSLException other = assertThrows(
                SSLException.class,
                () -> Engines.connect(client.clientEngine("other.example", 1), server.serverEngine()));
        assertTrue(String.valueOf(other.getMessage()).contains("other.example"), other::toString);
        TlsContext careless = new TlsContext(new TlsConfig(dir.resolve("trust.pem"), null, null, null, null, false));
        assertNull(careless.refresh());
        Engines.connect(careless.clientEngine("other.example", 1), server.serverEngine());
    }

    @Test
    void aServerThatTrustsSomeoneAsksForACertificate_andTakesItFromWhomeverTheClientHasIt() throws Exception {
        CertificateAuthority others = new CertificateAuthority("others");
        others.writeTrustPem(dir.resolve("clients.pem"));
        others.issue("client").writePkcs12(dir.resolve("client.p12"), "changeit");
        TlsContext asking = new TlsContext(new TlsConfig(
                dir.resolve("clients.pem"), null, dir.resolve("own.pem"), dir.resolve("key.pem"), null, true));
        assertNull(asking.refresh());
        TlsContext known = new TlsContext(new TlsConfig(
                dir.resolve("trust.pem"), null, dir.resolve("client.p12"), null, Secret.ofText("changeit"), true));
        assertNull(known.refresh());
        SSLEngine asked = asking.serverEngine();
        Engines.connect(known.clientEngine("localhost", 1), asked);
        assertEquals(
                "CN=client",
                ((X509Certificate) asked.getSession().getPeerCertificates()[0])
                        .getSubjectX500Principal()
                        .getName());
        assertThrows(
                SSLException.class, () -> Engines.connect(client.clientEngine("localhost", 1), asking.serverEngine()));
    }
}
