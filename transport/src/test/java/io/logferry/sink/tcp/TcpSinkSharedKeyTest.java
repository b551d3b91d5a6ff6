package io.logferry.sink.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.Position;
import io.logferry.sink.Nack;
import io.logferry.tls.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The collector's part is played by hand. */
class TcpSinkSharedKeyTest {
    private static final String KEY = "correct horse battery staple";
    private static final TestTls TLS = TestTls.of("TLSv1.3");

    @TempDir
    private Path dir;

    private static SinkDriver driver(ScriptedCollector collector, @Nullable Secret key) {
        return new SinkDriver(new TcpSinkConfig(
                TcpSinkConfig.parse(collector.endpoint()).endpoints(),
                TcpSinkConfig.Strategy.FAILOVER,
                TLS.client(),
                key));
    }

    /** Reads HELLO, asks for the proof, tells whether it is one. */
    private static boolean challenge(Peer peer, String key) throws Exception {
        byte[] hello = peer.read().body().array();
        byte[] clientNonce = Wire.readNonce(java.nio.ByteBuffer.wrap(hello));
        assertEquals(Wire.NONCE_BYTES, clientNonce.length);
        byte[] serverNonce = SharedKey.newNonce();
        peer.send(Wire.challenge(serverNonce));
        Peer.Message proof = peer.read();
        assertEquals(Wire.PROOF, proof.type());
        return SharedKey.of(key).accepts(Wire.readProof(proof.body()), clientNonce, serverNonce, hello);
    }

    @Test
    void theKeyIsProvedToACollectorThatAsks_newlyForEachConnection() throws Exception {
        try (ScriptedCollector collector = new ScriptedCollector(TLS);
                SinkDriver driver = driver(collector, Secret.ofText(KEY))) {
            for (int i = 0; i < 3; i++) {
                driver.sink.connect(SinkDriver.HELLO);
                try (Peer peer = collector.accept()) {
                    assertTrue(challenge(peer, KEY));
                    peer.send(Wire.welcome(new Wire.Welcome(Position.NONE, 1)));
                    driver.expect("connected 0:-1 1");
                }
                driver.expect("disconnected " + collector.endpoint() + " closed the connection");
            }
        }
    }

    @Test
    void anotherKeyIsNoProof_andTheRefusalIsPassedOn() throws Exception {
        try (ScriptedCollector collector = new ScriptedCollector(TLS);
                SinkDriver driver = driver(collector, Secret.ofText(KEY))) {
            driver.sink.connect(SinkDriver.HELLO);
            try (Peer peer = collector.accept()) {
                assertFalse(challenge(peer, "another key than the client's"));
                peer.send(Wire.nack(new Nack(Nack.Code.REFUSED, true, 0, 0, 0, "the shared key is another")));
                driver.expect("nacked REFUSED");
                driver.expect("disconnected " + collector.endpoint() + " answered NACK code=REFUSED");
            }
        }
    }

    @Test
    void aCollectorThatAsksForNoneTakesAClientThatHasOne() {
        try (ScriptedCollector collector = new ScriptedCollector(TLS);
                SinkDriver driver = driver(collector, Secret.ofText(KEY))) {
            driver.connectTo(collector).close();
        }
    }

    @Test
    void aClientWithoutAKeyIsToldWhichElementIsMissing() {
        try (ScriptedCollector collector = new ScriptedCollector(TLS);
                SinkDriver driver = driver(collector, null);
                Peer peer = driver.handshake(collector)) {
            peer.send(Wire.challenge(SharedKey.newNonce()));
            driver.expect("disconnected " + collector.endpoint()
                    + " asks for a shared key: tcpSink.sharedKey or tcpSink.sharedKeyFile");
        }
    }

    @Test
    void aSecondChallengeIsAProtocolError() throws Exception {
        try (ScriptedCollector collector = new ScriptedCollector(TLS);
                SinkDriver driver = driver(collector, Secret.ofText(KEY))) {
            driver.sink.connect(SinkDriver.HELLO);
            try (Peer peer = collector.accept()) {
                assertTrue(challenge(peer, KEY));
                peer.send(Wire.challenge(SharedKey.newNonce()));
                driver.expect("disconnected " + collector.endpoint()
                        + " broke the protocol: message type=8 instead of WELCOME");
            }
        }
    }

    @Test
    void aKeyFileIsReadAgainForEachConnection_andItsLastKeyStays() throws Exception {
        Path file = dir.resolve("key");
        Files.writeString(file, KEY + "\n");
        try (ScriptedCollector collector = new ScriptedCollector(TLS);
                SinkDriver driver = driver(collector, Secret.inFile(file))) {
            proveAndClose(driver, collector, KEY);
            Files.writeString(file, "the next key, which is longer");
            proveAndClose(driver, collector, "the next key, which is longer");
            Files.writeString(file, "short");
            driver.sink.connect(SinkDriver.HELLO);
            try (Peer peer = collector.accept()) {
                assertTrue(challenge(peer, "the next key, which is longer"));
            }
            driver.expect(
                    "warned tcpSink.sharedKeyFile: file=" + file + ": the shared key has characters=5, allowed are"
                            + " at least 16; what was read before stays in use");
            assertTrue(driver.nextReport().startsWith("disconnected "));
            proveAndClose(driver, collector, "the next key, which is longer"); // told once
        }
    }

    @Test
    void anInterruptedThreadKeepsTheKey_andDoesNotBlameTheFile() throws Exception {
        Path file = Files.writeString(dir.resolve("key"), KEY);
        Protection protection = new Protection(null, Secret.inFile(file));
        protection.refresh();
        Thread.currentThread().interrupt();
        protection.refresh();
        assertTrue(Thread.interrupted());
        assertNull(protection.takeWarning());
        assertEquals(SharedKey.of(KEY), protection.key());
    }

    private static void proveAndClose(SinkDriver driver, ScriptedCollector collector, String key) throws Exception {
        driver.sink.connect(SinkDriver.HELLO);
        try (Peer peer = collector.accept()) {
            assertTrue(challenge(peer, key));
            peer.send(Wire.welcome(new Wire.Welcome(Position.NONE, 1)));
            driver.expect("connected 0:-1 1");
        }
        driver.expect("disconnected " + collector.endpoint() + " closed the connection");
    }
}
