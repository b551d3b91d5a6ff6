package io.logferry.sink.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.logferry.broker.CertificateAuthority;
import io.logferry.frame.Frame;
import io.logferry.frame.Position;
import io.logferry.tls.TlsConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How TLS begins, and how it does not. */
class TcpSinkTlsTest {
    private static final String[] NAMES = {"localhost", "127.0.0.1"};
    private static final CertificateAuthority STRANGERS = new CertificateAuthority("strangers");

    @TempDir
    private Path dir;

    /** What the sink reports of a collector with which no connection comes about. */
    private static String failure(TestTls server, TlsConfig client) {
        try (ScriptedCollector collector = new ScriptedCollector(server);
                SinkDriver driver = new SinkDriver(SinkDriver.config(client, collector.endpoint()))) {
            driver.sink.connect(SinkDriver.HELLO);
            try (Peer peer = collector.accept()) {
                peer.read();
                peer.read();
            } catch (UncheckedIOException refused) {
                // as it should be
            }
            String report = driver.nextReport();
            driver.expectNothing();
            driver.expectNoThreads();
            assertTrue(report.startsWith("disconnected "), report);
            assertTrue(report.contains(collector.endpoint()), report);
            return report.replace(collector.endpoint(), "COLLECTOR").substring("disconnected ".length());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aCertificateThatIsNotToBeTrustedIsRefusedInOneClause(String version) {
        TestTls server = TestTls.of(version);
        assertEquals(
                "COLLECTOR has a certificate for another name than that in tcpSink.endpoints: No subject alternative names"
                        + " matching IP address 127.0.0.1 found",
                failure(
                        server.showing(TestTls.AUTHORITY.issue("other", "other.example", "127.0.0.2")),
                        server.client()));
        assertEquals(
                "COLLECTOR has a certificate for another name than that in tcpSink.endpoints: No subject alternative names"
                        + " present",
                failure(server.showing(TestTls.AUTHORITY.issue("127.0.0.1")), server.client()));
        String expired = failure(server.showing(TestTls.AUTHORITY.issueExpired("expired", NAMES)), server.client());
        assertTrue(expired.startsWith("COLLECTOR has a certificate that has expired, NotAfter: "), expired);
        assertEquals(
                "COLLECTOR has a certificate that nobody in tcpSink.tls.trustFile vouches for",
                failure(server.showing(STRANGERS.issue("stranger", NAMES)), server.client()));
    }

    @Test
    void anExpiredCertificateIsCalledThat_alsoIfItIsTheOneInTrustFile() throws Exception {
        CertificateAuthority.Issued old = TestTls.AUTHORITY.issueExpired("expired", NAMES);
        old.writePem(dir.resolve("trust.pem"), dir.resolve("key.pem"));
        TlsConfig client = new TlsConfig(dir.resolve("trust.pem"), null, null, null, null, true);
        String expired = failure(TestTls.of("TLSv1.3").showing(old), client);
        assertTrue(expired.startsWith("COLLECTOR has a certificate that has expired, NotAfter: "), expired);
    }

    @Test
    void aNameThatCanBeInNoCertificateIsCalledThat() {
        TestTls server = TestTls.of("TLSv1.3");
        try (ScriptedCollector collector = new ScriptedCollector(server);
                SinkDriver driver = new SinkDriver(
                        SinkDriver.config(server.client(), "log_collector:" + collector.port()),
                        host -> new InetAddress[] {ScriptedCollector.local(1)},
                        Wire.HANDSHAKE_MILLIS)) {
            driver.sink.connect(SinkDriver.HELLO);
            try (Peer peer = collector.accept()) {
                peer.read();
            } catch (UncheckedIOException refused) {
                // as it should be
            }
            driver.expect("disconnected log_collector:" + collector.port()
                    + " has a name that Java compares with no certificate, mostly for an underscore: use another name,"
                    + " or its address, in tcpSink.endpoints (Illegal given domain name: log_collector)");
        }
    }

    @Test
    void whoeverLikesTakesAnyName_butStillNoStranger() {
        TestTls server = TestTls.of("TLSv1.3").showing(TestTls.AUTHORITY.issue("other"));
        TlsConfig careless = new TlsConfig(server.dir().resolve("trust.pem"), null, null, null, null, false);
        try (ScriptedCollector collector = new ScriptedCollector(server);
                SinkDriver driver = new SinkDriver(SinkDriver.config(careless, collector.endpoint()))) {
            driver.connectTo(collector).close();
        }
        assertTrue(failure(server.showing(STRANGERS.issue("stranger")), careless)
                .endsWith("nobody in tcpSink.tls.trustFile vouches for"));
        assertTrue(failure(server, new TlsConfig(null, null, null, null, null, true))
                .endsWith("nobody in tcpSink.tls.trustFile vouches for")); // not one of the JVM's
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aCollectorThatAsksForACertificateGetsIt_orTheClientIsToldOfIt(String version) throws Exception {
        TestTls server = TestTls.of(version).askingClients();
        try (ScriptedCollector collector = new ScriptedCollector(server);
                SinkDriver driver =
                        new SinkDriver(SinkDriver.config(server.clientWithCertificate(), collector.endpoint()));
                Peer peer = driver.connectTo(collector)) {
            assertEquals("CN=client", clientOf(peer));
        }
        STRANGERS.issue("stranger").writePem(dir.resolve("own.pem"), dir.resolve("key.pem"));
        TlsConfig strange = new TlsConfig(
                server.dir().resolve("trust.pem"), null, dir.resolve("own.pem"), dir.resolve("key.pem"), null, true);
        for (TlsConfig client : List.of(server.client(), strange)) {
            String reason = failure(server, client); // with TLS 1.3 the alert may be lost in a reset
            assertTrue(
                    reason.matches(".* asks? for a certificate(, or for another one,)? in tcpSink.tls.certificateFile"
                            + "(: alert=\\w+|\\?)"),
                    reason);
        }
    }

    private static String clientOf(Peer peer) throws IOException {
        return ((X509Certificate) peer.tls().getSession().getPeerCertificates()[0])
                .getSubjectX500Principal()
                .getName();
    }

    @Test
    void noCipherInCommonIsCalledThat() {
        TestTls server = TestTls.of("TLSv1.2");
        try (ScriptedCollector collector = new ScriptedCollector(server);
                SinkDriver driver = new SinkDriver(server, collector.endpoint())) {
            driver.sink.connect(SinkDriver.HELLO);
            try (Peer peer = collector.accept()) { // for which it has no key
                peer.tls().setEnabledCipherSuites(new String[] {"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"});
                peer.read();
            } catch (UncheckedIOException refused) {
                // as it should be
            }
            driver.expect(
                    "disconnected " + collector.endpoint() + " has no cipher in common with this JVM, or asks for a"
                            + " certificate in tcpSink.tls.certificateFile: alert=handshake_failure");
        }
    }

    @Test
    void plaintextAtATlsPortIsAskedWhetherItShouldBeTls() {
        try (ScriptedCollector collector = new ScriptedCollector(TestTls.of("TLSv1.3"));
                SinkDriver driver = new SinkDriver(collector.endpoint())) {
            driver.sink.connect(SinkDriver.HELLO);
            try (Peer peer = collector.accept()) {
                peer.read();
            } catch (UncheckedIOException notTls) {
                // as it should be
            }
            String report = driver.nextReport();
            assertTrue(
                    report.matches(".*(looks like TLS: that port does not take plaintext|; does it take only TLS\\?)"),
                    report);
        }
    }

    @Test
    void tlsAtAPlaintextPortIsAskedWhetherItIsOne() {
        TestTls tls = TestTls.of("TLSv1.3");
        try (ScriptedCollector collector = new ScriptedCollector();
                SinkDriver driver = new SinkDriver(
                        SinkDriver.config(tls.client(), collector.endpoint()), InetAddress::getAllByName, 60_000)) {
            driver.sink.connect(SinkDriver.HELLO);
            collector.accept().close();
            String report = driver.nextReport(); // closed or, for what was not read, reset
            String hint = " closed the connection in the TLS handshake: is this the collector's plaintext port?";
            assertEquals("disconnected " + collector.endpoint() + hint, report);
            driver.sink.connect(SinkDriver.HELLO);
            try (Peer peer = collector.accept()) {
                peer.send("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                driver.expect("disconnected " + collector.endpoint()
                        + " does not speak TLS: is this the collector's plaintext port?");
            }
        }
        try (ScriptedCollector collector = new ScriptedCollector();
                SinkDriver driver = new SinkDriver(
                        SinkDriver.config(tls.client(), collector.endpoint()), InetAddress::getAllByName, 50)) {
            driver.sink.connect(SinkDriver.HELLO);
            try (Peer peer = collector.accept()) {
                driver.expect("disconnected no TLS handshake with " + collector.endpoint()
                        + " within 50 ms: is this the collector's plaintext port?");
                peer.awaitClose();
            }
        }
    }

    @Test
    void newCertificatesAreForTheNextConnection_andTheOneThatStandsGoesOn() throws Exception {
        TestTls server = TestTls.of("TLSv1.3").askingClients();
        TestTls.AUTHORITY.issue("first").writePem(dir.resolve("own.pem"), dir.resolve("key.pem"));
        TlsConfig client = new TlsConfig(
                server.dir().resolve("trust.pem"), null, dir.resolve("own.pem"), dir.resolve("key.pem"), null, true);
        TestFrames frames = new TestFrames();
        try (ScriptedCollector collector = new ScriptedCollector(server);
                SinkDriver driver = new SinkDriver(SinkDriver.config(client, collector.endpoint()))) {
            try (Peer peer = driver.connectTo(collector)) {
                TestTls.AUTHORITY.issue("second").writePem(dir.resolve("own.pem"), dir.resolve("key.pem"));
                for (int seq = 0; seq < 10; seq++) {
                    Frame frame = frames.frame(seq, 1_000);
                    assertTrue(driver.sink.send(frame));
                    assertEquals(ByteBuffer.wrap(frame.bytes()), peer.read().body());
                    peer.send(Wire.ack(new Position(7, seq)));
                    driver.expect("acked 7:" + seq);
                }
                assertEquals("CN=first", clientOf(peer));
            }
            driver.expect("disconnected " + collector.endpoint() + " closed the connection");
            try (Peer peer = driver.connectTo(collector)) {
                assertEquals("CN=second", clientOf(peer));
                Files.delete(dir.resolve("key.pem"));
            }
            driver.expect("disconnected " + collector.endpoint() + " closed the connection");
            Peer peer = driver.handshake(collector);
            peer.send(Wire.welcome(new Wire.Welcome(Position.NONE, 1)));
            driver.expect("warned tcpSink.tls.keyFile=" + dir.resolve("key.pem")
                    + " does not exist; what was read before stays in use");
            driver.expect("connected 0:-1 1");
            assertEquals("CN=second", clientOf(peer));
            peer.close();
            driver.expect("disconnected " + collector.endpoint() + " closed the connection");
            driver.connectTo(collector).close(); // not told again
        }
    }

    @Test
    void filesThatBecomeUnusableBeforeTheFirstConnectionAreTheReasonOfEachAttempt_untilTheyAreThere() throws Exception {
        TestTls server = TestTls.of("TLSv1.3");
        TlsConfig client = new TlsConfig(dir.resolve("trust.pem"), null, null, null, null, true);
        try (ScriptedCollector collector = new ScriptedCollector(server);
                SinkDriver driver = new SinkDriver(SinkDriver.config(client, collector.endpoint()))) {
            driver.sink.connect(SinkDriver.HELLO);
            driver.expect("warned tcpSink.tls.trustFile=" + dir.resolve("trust.pem") + " does not exist");
            String reason = "disconnected connect to " + collector.endpoint()
                    + " failed: TLS cannot be used: tcpSink.tls.trustFile=" + dir.resolve("trust.pem")
                    + " does not exist";
            driver.expect(reason);
            driver.sink.connect(SinkDriver.HELLO);
            driver.expect(reason);
            TestTls.AUTHORITY.writeTrustPem(dir.resolve("trust.pem"));
            driver.connectTo(collector).close();
        }
    }

    @Test
    void attemptsAbandonedAtAnyMomentLeaveNoThreadAndNoFileHandle() {
        UnixOperatingSystemMXBean system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        TestTls server = TestTls.of("TLSv1.3");
        try (AckingCollector collector = new AckingCollector(server);
                SinkDriver driver = new SinkDriver(server, "127.0.0.1:" + collector.port())) {
            driver.sink.connect(SinkDriver.HELLO);
            assertTrue(driver.nextReport().startsWith("connected "));
            driver.sink.disconnect();
            long before = system.getOpenFileDescriptorCount();
            for (int i = 0; i < 100; i++) {
                driver.sink.connect(SinkDriver.HELLO);
                LockSupport.parkNanos(i * 100_000L); // another moment each time
                driver.sink.disconnect();
                driver.expectNothing();
            }
            driver.expectNoThreads();
            Await.until(
                    () -> system.getOpenFileDescriptorCount() < before + 20,
                    () -> "file handles=" + system.getOpenFileDescriptorCount() + ", before=" + before);
            assertTrue(collector.mistakes().isEmpty(), collector.mistakes()::toString);
        }
    }
}
