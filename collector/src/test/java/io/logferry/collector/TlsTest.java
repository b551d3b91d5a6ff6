package io.logferry.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.broker.CertificateAuthority;
import io.logferry.broker.CertificateAuthority.Issued;
import io.logferry.frame.Position;
import io.logferry.sink.Nack;
import io.logferry.tls.TlsConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets through the collector's TLS, and who doesn't. */
@Timeout(120)
final class TlsTest extends ConnectionFixture {
    private static final Limits QUICK = new Limits(100, NEVER, NEVER, NEVER, NEVER, 0, 4 << 20, 64 << 20, 100, 100);

    private final LogLines log = new LogLines();

    private final Path files;
    private final Certificates certificates;
    private @Nullable TlsConfig tls;

    TlsTest(@TempDir Path files) throws IOException {
        this.files = files;
        certificates = new Certificates(files);
        tls = certificates.config();
    }

    @Override
    CollectorConfig configure(CollectorConfig plain) {
        return plain.withTls(tls, null);
    }

    @AfterEach
    void noStackTraceIsLogged() {
        log.close();
        assertEquals(List.of(), log.with("stack trace"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aClientOfEitherVersionIsServed(String protocol) throws Exception {
        try (SSLSocket socket = certificates.connect(collector.address(), null, protocol);
                Client client = new Client(socket)) {
            assertEquals(protocol, socket.getSession().getProtocol());
            client.hello(id, 7, Position.NONE);
            client.welcome();
            client.send(frames.numbered(7, 0, 3));
            client.ackOf(new Position(7, 2));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aRefusalIsReadToItsEndThoughMuchMoreWasSent(String protocol) throws Exception {
        try (Client client = new Client(certificates.connect(collector.address(), null, protocol))) {
            client.hello(id, 7, Position.NONE);
            client.welcome();
            byte[] damaged = frames.numbered(7, 0, 3).bytes().clone();
            damaged[damaged.length - 1] ^= 1;
            client.sendFrame(damaged);
            for (int i = 0; i < 200; i++) {
                client.sendFrame(new byte[8 << 10]);
            }
            assertEquals(Nack.Code.CHECKSUM, client.nack().code());
            client.awaitGoodbye();
        }
    }

    @Test
    void aPkcs12FileServesToo() throws Exception {
        certificates.authority.issue("collector", "localhost").writePkcs12(files.resolve("collector.p12"), "secret");
        Files.writeString(files.resolve("password"), "secret\n");
        tls = Certificates.config(
                Map.of(
                        "certificateFile", files.resolve("collector.p12").toString(),
                        "keyPasswordFile", files.resolve("password").toString()),
                new ArrayList<>());
        restart(PATIENT);
        served(null);
    }

    /** A hello of TLS with the version that it offers, all else as it should be. */
    @ParameterizedTest
    @ValueSource(ints = {0x0300, 0x0301, 0x0302})
    void sslAndTheFirstVersionsOfTlsAreRefused(int version) throws Exception {
        String hello = "%04x".formatted(version) + "00".repeat(32) + "00" + "0004c00ac02b" + "0100" + "000e"
                + "000a00040002001700" + "0b00020100";
        byte[] body = HexFormat.of().parseHex(hello);
        byte[] record = HexFormat.of().parseHex("160301%04x01%06x".formatted(body.length + 4, body.length) + hello);
        try (Socket socket =
                new Socket(collector.address().getAddress(), collector.address().getPort())) {
            socket.getOutputStream().write(record);
            InputStream in = socket.getInputStream();
            byte[] alert = in.readNBytes(7);
            assertEquals("15", HexFormat.of().formatHex(alert, 0, 1));
            assertEquals("02" + "46", HexFormat.of().formatHex(alert, 5, 7), "fatal, protocol_version");
        }
        log.await("the TLS handshake failed: ");
    }

    @Test
    void aClientWithACertificateOfTheAuthorityIsServedAndNoneElse() throws Exception {
        tls = certificates.configForCertifiedClients();
        restart(PATIENT);
        served(certificates.authority.issue("shop"));
        refused(null);
        refused(new CertificateAuthority("Somebody else").issue("shop"));
        refused(certificates.authority.issueExpired("shop"));
        Await.until("all are said", () -> log.with("the TLS handshake failed: ").size() == 3);
        Await.until("only one stream came", () -> collector.stats().streams() == 0);
        assertEquals(3, Stored.lines(dir).size());
    }

    private void served(@Nullable Issued own) throws Exception {
        try (Client client = new Client(certificates.connect(collector.address(), own))) {
            client.hello(id, 7, Position.NONE);
            client.welcome();
            client.send(frames.numbered(7, 0, 3));
            client.ackOf(new Position(7, 2));
        }
    }

    /** With TLS 1.3 a client believes that it is through before its certificate was looked at. */
    private void refused(@Nullable Issued own) throws Exception {
        try (SSLSocket socket = certificates.connect(collector.address(), own)) {
            socket.getOutputStream().write(new byte[100]);
            SSLException alert = assertThrows(
                    SSLException.class, () -> socket.getInputStream().read());
            assertTrue(String.valueOf(alert.getMessage()).contains("certificate"), alert.toString());
        }
    }

    @Test
    void aClientThatDoesNotTrustTheCollectorIsSaid() throws Exception {
        Certificates others = new Certificates(Files.createDirectory(files.resolve("others")));
        assertThrows(SSLException.class, () -> others.connect(collector.address(), null));
        log.await("the TLS handshake failed: ");
    }

    @Test
    void aPlaintextClientOnATlsPortIsSaid() throws Exception {
        try (Client client = new Client(collector.address())) {
            client.hello(id, 7, Position.NONE);
            assertEquals(
                    "this collector takes only TLS: set tcpSink.tls",
                    client.nack().text());
            client.awaitEnd();
        }
        log.await("closed: it does not speak TLS");
        assertEquals(1, log.with("closed: ").size());
    }

    @Test
    void aTlsClientOnAPlaintextPortIsSaid() throws Exception {
        tls = null;
        restart(PATIENT);
        assertThrows(IOException.class, () -> certificates.connect(collector.address(), null));
        log.await("closed: looks like TLS: this port is plaintext");
    }

    @Test
    void whoSaysNothingOrDripsTheHandshakeIsClosed() throws Exception {
        restart(QUICK);
        try (Client silent = new Client(collector.address())) {
            silent.awaitEnd();
        }
        try (Client inside = new Client(certificates.connect(collector.address(), null))) {
            inside.awaitEnd();
        } catch (IOException busyMachine) {
            // which took all the time for the handshake
        }
        try (Socket dripping =
                new Socket(collector.address().getAddress(), collector.address().getPort())) {
            OutputStream out = dripping.getOutputStream();
            out.write(HexFormat.of().parseHex("16030140000100"));
            while (true) {
                out.write(0);
                LockSupport.parkNanos(1_000_000);
            }
        } catch (SocketException closed) {
            // between two drops
        }
        assertTrue(log.with("closed: no TLS handshake within 100 ms").size() >= 2);
        assertEquals(3, log.with(" within 100 ms").size());
    }

    @Test
    void theCapOfConnectionsCountsThoseThatAreNotEncryptedYet() throws Exception {
        restart(new Limits(NEVER, NEVER, NEVER, NEVER, NEVER, 0, 4 << 20, 64 << 20, 1, 100));
        try (Client silent = new Client(collector.address())) {
            Await.until("it is connected", () -> collector.stats().connections() == 1);
            assertThrows(IOException.class, () -> certificates.connect(collector.address(), null));
            silent.send(new byte[1]);
        }
    }

    @Test
    void handsAreShakenOnThreadsOfTheirOwn_whichEndWithTheCollector() throws Exception {
        certificates.connect(collector.address(), null).close();
        assertTrue(shakers() > 0);
        restart(PATIENT);
        Await.until("they end", () -> shakers() == 0);
    }

    private static long shakers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("logferry-tls"))
                .count();
    }

    @Test
    void certificatesAreReplacedUnderLoadWithoutTouchingConnectionsThatStand() throws Exception {
        try (Client standing = new Client(certificates.connect(collector.address(), null))) {
            standing.hello(id, 7, Position.NONE);
            standing.welcome();
            long next = 0;
            Issued renewed = certificates.renew();
            do {
                standing.send(frames.numbered(7, next, 10));
                next += 10;
                standing.ackOf(new Position(7, next - 1));
            } while (!renewed.chain().get(0).equals(shownCertificate()));
            assertEquals(next, Stored.lines(dir).size());
        }
        assertEquals(List.of(), log.with("WARN"));
    }

    @Test
    void filesThatCanNotBeUsedAreSaidOnceAndTheLastGoodOnesServe() throws Exception {
        var before = shownCertificate();
        Files.writeString(certificates.certificateFile, "none");
        log.await("WARN the files of TLS changed and can't be used: ");
        assertEquals(before, shownCertificate());
        Issued renewed = certificates.renew();
        Await.until("the new one is shown", () -> renewed.chain().get(0).equals(shownCertificate()));
        assertEquals(1, log.with("WARN").size());
        assertTrue(log.with("WARN").get(0).contains(certificates.certificateFile.toString()));
    }

    @Test
    void anErrorWhileTheFilesAreReadAgainDoesNotEndThat() throws Exception {
        Logger logger = Logger.getLogger("io.logferry.collector");
        Handler failing = new Handler() {
            @Override
            public void publish(LogRecord line) {
                if (line.getMessage().startsWith("the files of TLS changed")) {
                    throw new LinkageError("on purpose");
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(failing);
        try {
            Files.writeString(certificates.certificateFile, "none");
            Await.until(
                    "the Error is met", () -> log.with("something unexpected").size() == 1);
            Issued renewed = certificates.renew();
            Await.until("the new one is shown", () -> renewed.chain().get(0).equals(shownCertificate()));
        } finally {
            logger.removeHandler(failing);
            log.forget();
        }
    }

    private java.security.cert.Certificate shownCertificate() {
        try (SSLSocket socket = certificates.connect(collector.address(), null)) {
            return socket.getSession().getPeerCertificates()[0];
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }
}
