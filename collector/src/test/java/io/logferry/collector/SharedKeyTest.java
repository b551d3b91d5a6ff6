package io.logferry.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.Position;
import io.logferry.sink.Hello;
import io.logferry.sink.Nack;
import io.logferry.sink.tcp.SharedKey;
import io.logferry.sink.tcp.Wire;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a client without the shared key gets: a refusal, and nothing else. */
@Timeout(120)
final class SharedKeyTest extends ConnectionFixture {
    private static final SharedKey KEY = SharedKey.of("the key of this test");
    private static final SharedKey WRONG = SharedKey.of("the key of another test");
    private static final String ASKS = "this collector asks for a shared key: set tcpSink.sharedKeyFile";

    private final Certificates certificates;
    private @Nullable SharedKey key = KEY;

    SharedKeyTest(@TempDir Path files) throws IOException {
        certificates = new Certificates(files);
    }

    @Override
    CollectorConfig configure(CollectorConfig plain) {
        return plain.withTls(certificates.config(), key);
    }

    @Override
    Client connect() throws Exception {
        return new Client(certificates.connect(collector.address(), null));
    }

    @Test
    void whoHasTheKeyIsServed() throws Exception {
        try (Client client = connect()) {
            client.hello(id, 7, KEY);
            client.welcome();
            client.send(frames.numbered(7, 0, 1));
            client.ackOf(new Position(7, 0));
        }
    }

    @Test
    void whoHasNoKeyIsTold() throws Exception {
        try (Client client = connect()) {
            client.hello(id, 7, Position.NONE);
            assertRefused(ASKS, client);
        }
        try (Client client = connect()) {
            client.send(Wire.hello(new Hello(id, "app", 7, Position.NONE), new byte[31]));
            assertRefused(ASKS, client);
        }
    }

    @Test
    void whoNeverProvesItIsTold() throws Exception {
        restart(new Limits(200, NEVER, NEVER, NEVER, NEVER, 0, 4 << 20, 64 << 20, 100, 100));
        while (!isToldWhenLate()) {} // a busy machine takes all the time for TLS
    }

    private boolean isToldWhenLate() throws Exception {
        try (Client client = connect()) {
            client.send(Wire.hello(new Hello(id, "app", 7, Position.NONE), SharedKey.newNonce()));
            Client.Message challenge = client.read();
            if (challenge != null) {
                assertEquals(Wire.CHALLENGE, challenge.type());
                assertRefused(ASKS + " (no PROOF came within 200 ms)", client);
                return true;
            }
        } catch (SSLException | SocketException late) {
            // as without challenge
        }
        return false;
    }

    @Test
    void aWrongKeyIsRefusedAndTheStreamsOwnerNoticesNothing() throws Exception {
        try (Client owner = connect();
                Client wrong = connect();
                Client without = connect()) {
            owner.hello(id, 7, KEY);
            owner.welcome();
            wrong.hello(id, 8, WRONG);
            assertRefused(
                    "the shared key is not this collector's: compare tcpSink.sharedKeyFile with its --shared-key-file",
                    wrong);
            without.hello(id, 8, Position.NONE);
            assertRefused(ASKS, without);
            assertEquals(1, collector.stats().streams());
            owner.send(frames.numbered(7, 0, 1));
            owner.ackOf(new Position(7, 0));
        }
    }

    private static void assertRefused(String text, Client client) throws Exception {
        Nack nack = client.nack();
        assertEquals(Nack.Code.REFUSED, nack.code());
        assertTrue(nack.permanent());
        assertEquals(0, nack.count());
        assertEquals(text, nack.text());
        client.awaitGoodbye();
    }

    /** What a proof was made for is this HELLO on this connection. */
    @Test
    void aProofIsWorthNothingElsewhere() throws Exception {
        byte[] nonce = SharedKey.newNonce();
        try (Client one = connect();
                Client other = connect()) {
            var hello = Wire.hello(new Hello(id, "app", 7, Position.NONE), nonce);
            byte[] body = new byte[hello.remaining() - Wire.HEADER_BYTES];
            hello.get(Wire.HEADER_BYTES, body);
            one.send(hello.duplicate());
            byte[] challenge = Wire.readChallenge(one.read(Wire.CHALLENGE));
            other.send(hello);
            other.read(Wire.CHALLENGE);
            byte[] proof = KEY.proof(nonce, challenge, body);
            other.send(Wire.proof(proof));
            assertEquals(Nack.Code.REFUSED, other.nack().code());
            one.send(Wire.proof(proof));
            one.welcome();
        }
    }

    @Test
    void nothingButTheProofIsTakenBeforeIt() throws Exception {
        byte[] proof = new byte[Wire.PROOF_BYTES];
        var hello = Wire.hello(new Hello(id, "app", 7, Position.NONE), SharedKey.newNonce());
        for (var before : List.of(hello, Wire.ping(), Wire.frameHeader(100))) {
            try (Client client = connect()) {
                client.send(hello.duplicate());
                client.read(Wire.CHALLENGE);
                client.send(before.duplicate());
                client.awaitEnd();
            }
        }
        try (Client client = connect()) {
            client.send(Wire.proof(proof));
            client.awaitEnd();
        }
        try (Client client = connect()) { // a second proof is not another guess
            client.send(hello.duplicate());
            client.read(Wire.CHALLENGE);
            client.send(Wire.proof(proof));
            client.send(Wire.proof(proof));
            client.awaitEnd();
        }
        Await.until("all are closed", () -> collector.stats().connections() == 0);
        assertEquals(0, collector.stats().streams());
    }

    @Test
    void aCollectorWithoutKeyWelcomesWhoHasOne() throws Exception {
        key = null;
        restart(Limits.standard());
        try (Client client = connect()) {
            client.send(Wire.hello(new Hello(UUID.randomUUID(), "app", 7, Position.NONE), SharedKey.newNonce()));
            client.welcome();
        }
    }

    @Test
    void aKeyWithoutTlsIsNoConfiguration() {
        CollectorConfig plain = CollectorConfig.of(collector.address(), dir);
        assertThrows(IllegalArgumentException.class, () -> plain.withTls(null, KEY));
    }
}
