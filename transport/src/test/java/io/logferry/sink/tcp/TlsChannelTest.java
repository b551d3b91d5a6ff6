package io.logferry.sink.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.logferry.tls.TlsConfig;
import io.logferry.tls.TlsContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Both ends in one thread; a failing seed is in the test's name and runs again with -Dlogferry.seed=N. */
class TlsChannelTest {
    private static final TestTls SERVER = TestTls.of("TLSv1.3");
    private static final TlsContext CLIENT_FILES = SERVER.contextOf(SERVER.clientWithCertificate());
    private static final TlsContext SERVER_FILES = SERVER.contextOf(SERVER.clientWithCertificate());

    private final SSLEngine clientEngine;
    private final SSLEngine serverEngine;

    TlsChannelTest() {
        clientEngine = CLIENT_FILES.clientEngine("localhost", 1);
        serverEngine = SERVER_FILES.serverEngine();
    }

    /** One side of a conversation: what it still has to say and how much of the other's it has heard. */
    private static final class Side {
        final TlsChannel channel;
        private final Random said;
        private final Random heard;
        private final Random sizes;
        private ByteBuffer saying = ByteBuffer.allocate(0);
        long saidBytes;
        long heardBytes;

        Side(TlsChannel channel, long saysSeed, long hearsSeed, Random sizes) {
            this.channel = channel;
            said = new Random(saysSeed);
            heard = new Random(hearsSeed);
            this.sizes = sizes;
        }

        void write(long untilBytes) throws IOException {
            if (!saying.hasRemaining() && saidBytes < untilBytes) {
                saying = ByteBuffer.allocate(1 + sizes.nextInt(sizes.nextBoolean() ? 50 : 60_000));
                while (saying.hasRemaining()) {
                    saying.put((byte) said.nextInt());
                }
                saidBytes += saying.flip().remaining();
            }
            int before = saying.remaining();
            int written = channel.write(saying);
            assertEquals(written, before - saying.remaining());
            channel.drain();
        }

        void read() throws IOException {
            ByteBuffer into = ByteBuffer.allocate(1 + sizes.nextInt(sizes.nextBoolean() ? 20 : 40_000));
            int read = channel.read(into);
            assertEquals(Math.max(0, read), into.flip().remaining());
            heardBytes += into.remaining();
            while (into.hasRemaining()) {
                assertEquals((byte) heard.nextInt(), into.get());
            }
        }

        boolean isSaid() {
            return !saying.hasRemaining() && channel.isDrained();
        }
    }

    static List<Arguments> conversations() {
        Long seed = Long.getLong("logferry.seed");
        List<Arguments> all = new ArrayList<>();
        for (String version : List.of("TLSv1.3", "TLSv1.2")) {
            for (int pieceBytes : List.of(1, 13, 5_000, 200_000)) {
                for (long each = 1; each <= 3; each++) {
                    all.add(arguments(version, pieceBytes, seed != null ? seed : each));
                }
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void whatOneSideSaysTheOtherHears_howeverTheBytesCome_andWhileKeysChange(String version, int pieceBytes, long seed)
            throws Exception {
        serverEngine.setEnabledProtocols(new String[] {version});
        Random random = new Random(seed);
        TestLine line = new TestLine(random, pieceBytes);
        Side client = new Side(new TlsChannel(line.end(0), clientEngine), seed, -seed, random);
        Side server = new Side(new TlsChannel(line.end(1), serverEngine), -seed, seed, random);
        shakeHands(client.channel, server.channel);
        assertEquals(version, clientEngine.getSession().getProtocol());
        long eachBytes = pieceBytes < 1_000 ? 15_000 : 400_000;
        int rekeyings = 0;
        for (int i = 0; !isOver(client, server, eachBytes); i++) {
            assertTrue(i < 2_000_000, () -> client.heardBytes + " and " + server.heardBytes + " of " + eachBytes);
            Side side = random.nextBoolean() ? client : server;
            if (random.nextBoolean()) {
                side.write(eachBytes);
            } else {
                side.read();
            }
            if (version.equals("TLSv1.3") && rekeyings < 20 && random.nextInt(50) == 0) {
                rekeyings++;
                (random.nextBoolean() ? clientEngine : serverEngine).beginHandshake(); // new keys for both directions
            }
        }
        client.channel.close();
        Await.until(() -> isEnd(server.channel), () -> "the end");
    }

    private static boolean isOver(Side client, Side server, long eachBytes) {
        return client.saidBytes >= eachBytes
                && server.saidBytes >= eachBytes
                && client.isSaid()
                && server.isSaid()
                && client.heardBytes == server.saidBytes
                && server.heardBytes == client.saidBytes;
    }

    private static boolean isEnd(TlsChannel channel) {
        try {
            return channel.read(ByteBuffer.allocate(100)) < 0;
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    private static void shakeHands(TlsChannel client, TlsChannel server) throws IOException {
        boolean clientDone = false;
        boolean serverDone = false;
        for (int i = 0; !clientDone || !serverDone; i++) {
            assertTrue(i < 100_000, "hands are not shaken");
            clientDone = clientDone || client.shakeHands();
            serverDone = serverDone || server.shakeHands();
        }
    }

    @Test
    void renegotiationOfTls12GoesOnBesideTheData() throws Exception {
        TlsConfig files =
                SERVER.clientWithCertificate(); // contexts of its own: no session of another test's is resumed
        SSLEngine asked = SERVER.contextOf(files).clientEngine("localhost", 1);
        SSLEngine asking = SERVER.contextOf(files).serverEngine();
        asking.setEnabledProtocols(new String[] {"TLSv1.2"});
        Random random = new Random(1);
        TestLine line = new TestLine(random, 500);
        Side client = new Side(new TlsChannel(line.end(0), asked), 1, 2, random);
        Side server = new Side(new TlsChannel(line.end(1), asking), 2, 1, random);
        shakeHands(client.channel, server.channel);
        SSLSession session = asked.getSession();
        asked.getSession().invalidate(); // else it would be resumed, as it was
        asking.beginHandshake();
        for (int i = 0; asked.getSession() == session || !isOver(client, server, 100_000); i++) {
            assertTrue(
                    i < 200_000,
                    () -> client.heardBytes + " and " + server.heardBytes + " " + asked.getHandshakeStatus() + " "
                            + asking.getHandshakeStatus());
            client.write(100_000);
            server.read();
            server.write(100_000);
            client.read();
        }
    }

    @Test
    void aLineThatTakesNothingHoldsBackWhatIsWritten_andTheNewKeysToo() throws Exception {
        TestLine line = new TestLine(new Random(1), 100_000);
        TlsChannel client = new TlsChannel(line.end(0), clientEngine);
        TlsChannel server = new TlsChannel(line.end(1), serverEngine);
        shakeHands(client, server);
        ByteBuffer much = ByteBuffer.allocate(1 << 20);
        while (client.write(much) > 0) {}
        assertFalse(client.isDrained());
        assertTrue(much.hasRemaining());
        serverEngine.beginHandshake(); // asks for new keys, which the client cannot answer yet
        server.drain();
        assertEquals(0, client.read(ByteBuffer.allocate(10)));
        ByteBuffer heard = ByteBuffer.allocate(much.capacity());
        Await.until(
                () -> {
                    try {
                        server.read(heard);
                        client.write(much);
                        client.read(ByteBuffer.allocate(10));
                        client.drain();
                    } catch (IOException broken) {
                        throw new AssertionError(broken);
                    }
                    return !heard.hasRemaining();
                },
                heard::toString);
    }

    @Test
    void aWriteOfNothingWritesWhatWaits() throws Exception {
        TestLine line = new TestLine(new Random(1), 100_000);
        TlsChannel client = new TlsChannel(line.end(0), clientEngine);
        TlsChannel server = new TlsChannel(line.end(1), serverEngine);
        shakeHands(client, server);
        while (client.write(ByteBuffer.allocate(50_000)) > 0) {}
        assertFalse(client.isDrained());
        ByteBuffer heard = ByteBuffer.allocate(1 << 20);
        while (server.read(heard) > 0) {}
        assertEquals(0, client.write(ByteBuffer.allocate(0)));
        assertTrue(client.isDrained());
    }

    @Test
    void anEndWithoutGoodbyeIsAnEnd_afterAllThatCame() throws Exception {
        TestLine line = new TestLine(new Random(1), 100_000);
        TlsChannel client = new TlsChannel(line.end(0), clientEngine);
        TlsChannel server = new TlsChannel(line.end(1), serverEngine);
        shakeHands(client, server);
        assertEquals(3, server.write(ByteBuffer.wrap(new byte[] {1, 2, 3})));
        server.drain();
        line.end(1).close();
        assertEquals(3, client.read(ByteBuffer.allocate(10)));
        assertEquals(-1, client.read(ByteBuffer.allocate(10)));
        assertEquals(-1, client.read(ByteBuffer.allocate(10)));
    }

    @Test
    void afterTheOtherSidesGoodbyeItIsTheEnd_andAWriteIsNoEndlessLoop() throws Exception {
        for (String version : List.of("TLSv1.3", "TLSv1.2")) {
            TestLine line = new TestLine(new Random(1), 100_000);
            SSLEngine speaking = SERVER_FILES.serverEngine();
            speaking.setEnabledProtocols(new String[] {version});
            TlsChannel client = new TlsChannel(line.end(0), CLIENT_FILES.clientEngine("localhost", 1));
            TlsChannel server = new TlsChannel(line.end(1), speaking);
            shakeHands(client, server);
            speaking.closeOutbound();
            server.drain();
            assertEquals(-1, client.read(ByteBuffer.allocate(10)));
            try {
                client.write(ByteBuffer.allocate(100)); // TLS 1.3 closes one direction only
                assertEquals("TLSv1.3", version);
            } catch (SSLException over) {
                assertEquals("TLSv1.2", version);
            }
            client.close();
        }
    }

    @Test
    void changedBytesAreAFailure_ofWhichTheOtherSideIsTold() throws Exception {
        TestLine line = new TestLine(new Random(1), 100_000);
        TlsChannel client = new TlsChannel(line.end(0), clientEngine);
        TlsChannel server = new TlsChannel(line.end(1), serverEngine);
        shakeHands(client, server);
        assertEquals(0, client.read(ByteBuffer.allocate(10))); // tickets
        server.write(ByteBuffer.allocate(100));
        server.drain();
        line.damage(0);
        assertThrows(SSLException.class, () -> client.read(ByteBuffer.allocate(10)));
        client.close();
        SSLException told = assertThrows(SSLException.class, () -> server.read(ByteBuffer.allocate(10)));
        assertTrue(String.valueOf(told.getMessage()).contains("bad_record_mac"), told::toString);
    }

    @Test
    void recordsWithoutDataKeepNobodyBusyForEver() throws Exception {
        TestLine line = new TestLine(new Random(1), 100_000);
        clientEngine.setEnabledProtocols(new String[] {"TLSv1.2"});
        TlsChannel client = new TlsChannel(line.end(0), clientEngine);
        byte[] helloRequest = HexFormat.of().parseHex("160303000400000000"); // means nothing while hands are shaken
        ByteBuffer endless = ByteBuffer.allocate(2_000 * helloRequest.length);
        while (endless.hasRemaining()) {
            endless.put(helloRequest);
        }
        line.end(1).write(endless.flip());
        SSLException busy = assertThrows(SSLException.class, client::shakeHands);
        assertEquals("over 1000 TLS records without data in a row", busy.getMessage());
    }

    @Test
    void rubbishInsteadOfAHandshakeIsAFailure() throws Exception {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            TestLine line = new TestLine(random, 100_000);
            byte[] rubbish = new byte[1 + random.nextInt(3_000)];
            random.nextBytes(rubbish);
            line.end(1).write(ByteBuffer.wrap(rubbish));
            line.end(1).close();
            TlsChannel client = new TlsChannel(line.end(0), CLIENT_FILES.clientEngine("localhost", 1));
            assertThrows(
                    SSLException.class,
                    () -> {
                        for (int i = 0; i < 1_000; i++) {
                            client.shakeHands();
                        }
                    },
                    "seed=" + seed);
            client.close();
        }
    }
}
