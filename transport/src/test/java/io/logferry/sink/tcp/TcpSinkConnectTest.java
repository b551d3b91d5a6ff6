package io.logferry.sink.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.Position;
import io.logferry.sink.Endpoint;
import io.logferry.sink.Hello;
import io.logferry.sink.Nack;
import io.logferry.sink.SinkListener;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TcpSinkConnectTest {
    private static ByteBuffer welcome() {
        return Wire.welcome(new Wire.Welcome(new Position(7, 41), 1_000));
    }

    @Test
    void anErrorInTheHandshakeLeavesNoConnection() {
        try (ScriptedCollector collector = new ScriptedCollector()) {
            Endpoint endpoint = new Endpoint("127.0.0.1", collector.port());
            Handshake handshake = new Handshake(
                    new Target(endpoint, ScriptedCollector.local(1), 0, 0),
                    () -> {
                        throw new LinkageError("on purpose");
                    },
                    new Protection(null, null),
                    Wire.HANDSHAKE_MILLIS,
                    () -> false);
            assertThrows(LinkageError.class, handshake::run);
            collector.accept().awaitClose();
        }
    }

    @Test
    void helloIsSentAndWelcomeReported() throws Exception {
        try (ScriptedCollector collector = new ScriptedCollector();
                SinkDriver driver = new SinkDriver(collector.endpoint())) {
            Hello hello = new Hello(SinkDriver.STREAM, "shop", 7, new Position(6, 3));
            driver.sink.connect(hello);
            try (Peer peer = collector.accept()) {
                assertEquals(hello, Wire.readHello(peer.read().body()));
                driver.expectNothing();
                peer.send(welcome());
                driver.expect("connected 7:41 1000");
                driver.expectNothing();
            }
        }
    }

    @Test
    void whatComesRightBehindWelcomeIsReportedToo() {
        try (ScriptedCollector collector = new ScriptedCollector();
                SinkDriver driver = new SinkDriver(collector.endpoint())) {
            driver.sink.connect(SinkDriver.HELLO);
            try (Peer peer = collector.accept()) {
                peer.send(welcome(), Wire.ack(new Position(7, 42)), Wire.ack(new Position(7, 43)));
                driver.expect("connected 7:41 1000");
                driver.expect("acked 7:42");
                driver.expect("acked 7:43");
            }
        }
    }

    @Test
    void aWelcomeInPiecesIsPutTogether() {
        try (ScriptedCollector collector = new ScriptedCollector();
                SinkDriver driver = new SinkDriver(collector.endpoint())) {
            driver.sink.connect(SinkDriver.HELLO);
            try (Peer peer = collector.accept()) {
                byte[] welcome = new byte[26];
                welcome().get(welcome);
                for (byte piece : welcome) {
                    peer.send(new byte[] {piece});
                }
                driver.expect("connected 7:41 1000");
            }
        }
    }

    @Test
    void endpointsAreTriedInTurnWithinOneAttempt() {
        try (ScriptedCollector collector = new ScriptedCollector();
                SinkDriver driver =
                        new SinkDriver("127.0.0.1:" + ScriptedCollector.closedPort(), collector.endpoint())) {
            driver.connectTo(collector).close();
        }
    }

    @Test
    void anAttemptStartsBehindTheEndpointThatFailedLast() {
        try (ScriptedCollector first = new ScriptedCollector();
                ScriptedCollector second = new ScriptedCollector();
                SinkDriver driver =
                        new SinkDriver(InetAddress::getAllByName, 600_000, first.endpoint(), second.endpoint())) {
            driver.connectTo(first).close();
            driver.expect("disconnected " + first.endpoint() + " closed the connection");
            Peer refusing = driver.handshake(second);
            refusing.send(Wire.nack(new Nack(Nack.Code.STORAGE, false, 7, 0, 0, "disk full")));
            driver.expect("nacked STORAGE");
            driver.expect("disconnected " + second.endpoint() + " answered NACK code=STORAGE");
            driver.connectTo(first).close();
        }
    }

    @Test
    void whenNoEndpointAnswersEveryOneIsNamedInOneReport() {
        int port = ScriptedCollector.closedPort();
        try (SinkDriver driver = new SinkDriver("127.0.0.1:" + port, "localhost:" + port)) {
            driver.sink.connect(SinkDriver.HELLO);
            String refused = " failed: Connection refused";
            driver.expect(
                    "disconnected connect to 127.0.0.1:" + port + refused + ", connect to localhost:" + port + refused);
            driver.expectNothing();
            assertFalse(driver.sink.send(new TestFrames().frame(0, 10)));
        }
    }

    @Test
    void everyAddressOfAHostIsTried() throws Exception {
        InetAddress[] addresses = {ScriptedCollector.local(2), ScriptedCollector.local(1)};
        try (ScriptedCollector collector = new ScriptedCollector();
                SinkDriver driver = new SinkDriver(host -> addresses, 5_000, "collector:" + collector.port())) {
            driver.connectTo(collector).close();
        }
    }

    @Test
    void namesAreResolvedAnewByEachAttempt() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        InetAddress loopback = ScriptedCollector.local(1);
        Targets.Resolver resolver = host -> {
            if (calls.incrementAndGet() == 1) {
                throw new UnknownHostException(host);
            }
            return new InetAddress[] {loopback};
        };
        try (ScriptedCollector collector = new ScriptedCollector();
                SinkDriver driver = new SinkDriver(resolver, 5_000, "collector:" + collector.port())) {
            driver.sink.connect(SinkDriver.HELLO);
            driver.expect("disconnected host of collector:" + collector.port() + " is unknown");
            driver.connectTo(collector).close();
            driver.expect("disconnected collector:" + collector.port() + " closed the connection");
            driver.connectTo(collector).close();
            assertEquals(3, calls.get());
        }
    }

    @Test
    void silenceAfterAcceptEndsTheAttempt() {
        try (ScriptedCollector collector = new ScriptedCollector();
                SinkDriver driver = new SinkDriver(InetAddress::getAllByName, 50, collector.endpoint())) {
            Peer peer = driver.handshake(collector);
            driver.expect("disconnected no WELCOME from " + collector.endpoint() + " within 50 ms");
            peer.awaitClose();
            driver.expectNoThreads();
        }
    }

    @Test
    void aConnectThatNobodyAnswersEndsTheAttempt() throws Exception {
        try (ScriptedCollector full = ScriptedCollector.full();
                SinkDriver driver = new SinkDriver(InetAddress::getAllByName, 50, full.endpoint())) {
            driver.sink.connect(SinkDriver.HELLO);
            driver.expect("disconnected connect to " + full.endpoint() + " took over 50 ms");
        }
    }

    @Test
    void fencedIsReportedAsNackThenAsDisconnect() {
        afterHello(peer -> peer.send(Wire.nack(new Nack(Nack.Code.FENCED, true, 7, 0, 0, "taken over"))), driver -> {
            driver.expect("nacked FENCED");
            assertTrue(driver.nextReport().endsWith("answered NACK code=FENCED"));
        });
    }

    @Test
    void aListenerThatDisconnectsOnFencedHearsNothingMore() {
        afterHello(
                peer -> peer.send(Wire.nack(new Nack(Nack.Code.FENCED, true, 7, 0, 0, "taken over"))),
                driver -> driver.reaction = driver.sink::disconnect,
                driver -> driver.expect("nacked FENCED"));
    }

    @Test
    void closingBeforeWelcomeIsADisconnect() {
        afterHello(
                Peer::close,
                driver -> assertTrue(driver.nextReport()
                        .endsWith(" closed the connection instead of WELCOME; does it take only TLS?")));
    }

    @Test
    void resettingBeforeWelcomeIsADisconnect() {
        afterHello(Peer::reset, driver -> assertTrue(driver.nextReport().startsWith("disconnected connect to ")));
    }

    @Test
    void anythingButWelcomeAndNackIsAProtocolError() {
        afterHello(
                peer -> peer.send(Wire.ack(Position.NONE)),
                driver -> assertTrue(
                        driver.nextReport().endsWith("broke the protocol: message type=5" + " instead of WELCOME")));
        afterHello(
                peer -> peer.send("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                driver -> assertTrue(driver.nextReport()
                        .endsWith("broke the protocol: unknown message type=72," + " allowed are 1 to 9")));
    }

    @Test
    void welcomeOfAnotherVersionIsAProtocolError() {
        byte[] welcome = new byte[26];
        welcome().get(welcome);
        welcome[Wire.HEADER_BYTES] = 2;
        afterHello(
                peer -> peer.send(welcome),
                driver -> assertTrue(
                        driver.nextReport().endsWith("broke the protocol: protocol version=2," + " allowed is 1")));
    }

    @Test
    void aThreadThatCannotBeStartedIsADisconnect() {
        TcpSink sink = new TcpSink(TcpSinkConfig.parse("127.0.0.1:4560"), 0, task -> {
            throw new OutOfMemoryError("unable to create native thread");
        });
        List<String> reasons = new ArrayList<>();
        sink.connect(SinkDriver.HELLO);
        assertTrue(sink.poll(0, new SinkListener() {
            @Override
            public void connected(Position last, long windowBytes) {}

            @Override
            public void acked(Position last) {}

            @Override
            public void nacked(Nack nack) {}

            @Override
            public void rejected(Position record, String reason) {}

            @Override
            public void disconnected(String reason) {
                reasons.add(reason);
            }
        }));
        assertEquals(
                List.of("no thread to connect: java.lang.OutOfMemoryError: unable to create native thread"), reasons);
        sink.close();
    }

    @Test
    void connectingTwiceIsMisuse() {
        try (ScriptedCollector collector = new ScriptedCollector();
                SinkDriver driver = new SinkDriver(collector.endpoint())) {
            driver.sink.connect(SinkDriver.HELLO);
            assertThrows(IllegalStateException.class, () -> driver.sink.connect(SinkDriver.HELLO));
        }
    }

    @SafeVarargs
    private static void afterHello(Consumer<Peer> answer, Consumer<SinkDriver>... checks) {
        try (ScriptedCollector collector = new ScriptedCollector();
                SinkDriver driver = new SinkDriver(collector.endpoint());
                Peer peer = driver.handshake(collector)) {
            answer.accept(peer);
            for (Consumer<SinkDriver> check : checks) {
                check.accept(driver);
            }
            driver.expectNothing();
            driver.expectNoThreads();
        }
    }
}
