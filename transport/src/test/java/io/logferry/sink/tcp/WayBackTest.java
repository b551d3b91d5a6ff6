package io.logferry.sink.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.Position;
import io.logferry.sink.Nack;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two collectors: the preferred one was away, and can be reached again. */
class WayBackTest {
    private static final long HOLD_MILLIS = 1_500;

    private final ScriptedCollector preferred = new ScriptedCollector();
    private final ScriptedCollector other = new ScriptedCollector();
    private final SinkDriver driver =
            new SinkDriver(InetAddress::getAllByName, 600_000, preferred.endpoint(), other.endpoint());
    private final TestFrames frames = new TestFrames();
    private Peer old;
    private long nextSeq;
    private Position acked = Position.NONE;

    /** Connected to the other one, because the preferred one failed. */
    @BeforeEach
    void connectToTheOther() {
        driver.connectTo(preferred).close();
        driver.expect("disconnected " + preferred.endpoint() + " closed the connection");
        old = driver.connectTo(other);
    }

    @AfterEach
    void close() {
        old.close();
        driver.close();
        preferred.close();
        other.close();
    }

    /** The time is over, the preferred one is reached, and the sink takes no more frames. */
    private Peer reach() {
        pass(TcpSink.PROBE_MILLIS);
        Peer back = preferred.accept();
        Await.until(
                () -> {
                    driver.poll();
                    return !send();
                },
                () -> "frames are held back");
        return back;
    }

    private boolean send() {
        boolean sent = driver.sink.send(frames.frame(nextSeq, 10));
        nextSeq += sent ? 1 : 0;
        return sent;
    }

    private void ackAll() {
        acked = nextSeq == 0 ? Position.NONE : new Position(TestFrames.EPOCH, nextSeq - 1);
        ackAgain();
    }

    private void ackAgain() {
        old.send(Wire.ack(acked));
        driver.expect("acked " + acked);
    }

    /** Time passes, and the old connection is not silent. */
    private void pass(long millis) {
        long stepMillis = TcpSink.PROBE_MILLIS / 2;
        for (long left = millis; left > 0; left -= stepMillis) {
            ackAgain();
            driver.advanceMillis(Math.min(left, stepMillis));
            driver.poll();
        }
    }

    /** Polls until something arrives at a collector. */
    private Peer.Message arriving(Peer at) {
        CompletableFuture<Peer.Message> message = CompletableFuture.supplyAsync(() -> {
            Peer.Message read = at.read();
            while (read.type() == Wire.PING) {
                read = at.read();
            }
            return read;
        });
        Await.until(
                () -> {
                    driver.poll();
                    return message.isDone();
                },
                () -> "a message");
        return message.join();
    }

    private Position base(Peer at) throws Exception {
        return Wire.readHello(arriving(at).body()).base();
    }

    private static void welcome(Peer to, Position last) {
        to.send(Wire.welcome(new Wire.Welcome(last, 4 << 20)));
    }

    /** A frame sent now arrives there. */
    private void assertSendsTo(Peer collector) {
        assertTrue(send());
        assertEquals(Wire.FRAME, arriving(collector).type());
    }

    private boolean looksForItAfter(long millis) {
        driver.expectNoThreads();
        int threads = driver.threadsStarted();
        pass(millis);
        return driver.threadsStarted() > threads;
    }

    @Test
    void nothingIsLookedForBeforeTheTimeIsOver() {
        assertFalse(looksForItAfter(TcpSink.PROBE_MILLIS - 1));
        assertTrue(looksForItAfter(1));
    }

    @Test
    void whoIsConnectedToThePreferredOneLooksForNothing() {
        old.close();
        driver.nextReport();
        old = driver.connectTo(preferred);
        assertFalse(looksForItAfter(10 * TcpSink.PROBE_MILLIS));
    }

    @Test
    void withNothingInFlightItGoesBackAtOnceAndClosesTheOldConnection() throws Exception {
        pass(TcpSink.PROBE_MILLIS);
        try (Peer back = preferred.accept()) {
            assertEquals(Position.NONE, base(back));
            welcome(back, Position.NONE);
            driver.expect("connected 0:-1 4194304");
            old.awaitClose();
            assertSendsTo(back);
        }
    }

    @Test
    void whatIsInFlightIsAcknowledgedFirst_andHelloBeginsBehindIt() throws Exception {
        assertTrue(send());
        assertTrue(send());
        try (Peer back = reach()) {
            driver.expectNothing();
            assertFalse(send());
            ackAll();
            Position last = new Position(TestFrames.EPOCH, nextSeq - 1);
            assertEquals(last, base(back));
            assertFalse(send(), "while WELCOME is not there");
            welcome(back, Position.NONE); // it has none of them, and goes on behind HELLO's
            driver.expect("connected 0:-1 4194304");
            assertSendsTo(back);
        }
    }

    @Test
    void ifTheAckDoesNotComeTheOldConnectionGoesOn() {
        assertTrue(send());
        try (Peer back = reach()) {
            driver.advanceMillis(HOLD_MILLIS);
            driver.expectNothing();
            back.awaitClose();
            assertTrue(send());
            ackAll();
            assertTrue(looksForItAfter(TcpSink.PROBE_MILLIS));
        }
    }

    @Test
    void whileAcksComeItIsWaitedForTheLast() throws Exception {
        assertTrue(send());
        assertTrue(send());
        try (Peer back = reach()) {
            for (long seq = 0; seq < nextSeq; seq++) { // each in time, all of them not
                driver.advanceMillis(HOLD_MILLIS - 1);
                driver.expectNothing();
                assertFalse(send());
                acked = new Position(TestFrames.EPOCH, seq);
                ackAgain();
            }
            assertEquals(acked, base(back));
            welcome(back, Position.NONE);
            driver.expect("connected 0:-1 4194304");
            assertSendsTo(back);
        }
    }

    @Test
    void ifWelcomeDoesNotComeTheOldConnectionGoesOn_andItLooksLessOften() throws Exception {
        try (Peer back = reach()) {
            ackAll();
            base(back);
            driver.advanceMillis(HOLD_MILLIS);
            driver.expectNothing();
            back.awaitClose();
            assertSendsAfterThoseBefore();
            assertFalse(looksForItAfter(TcpSink.PROBE_MILLIS));
            assertTrue(looksForItAfter(TcpSink.PROBE_MILLIS));
        }
    }

    private void assertSendsAfterThoseBefore() {
        for (int i = 0; i < nextSeq; i++) {
            assertEquals(Wire.FRAME, arriving(old).type());
        }
        assertSendsTo(old);
    }

    @Test
    void ifItIsRefusedThatIsToldAndTheOldConnectionGoesOn() throws Exception {
        try (Peer back = reach()) {
            ackAll();
            base(back);
            back.send(Wire.nack(new Nack(Nack.Code.STORAGE, false, 7, 0, 0, "disk full")));
            driver.expect("warned a collector that is preferred to " + other.endpoint() + " can be reached again, but "
                    + preferred.endpoint() + " answered NACK code=STORAGE");
            driver.expectNothing();
            assertSendsAfterThoseBefore();
        }
    }

    @Test
    void aFencedStreamIsFencedThereToo() throws Exception {
        try (Peer back = reach()) {
            ackAll();
            base(back);
            driver.reaction = driver.sink::disconnect;
            back.send(Wire.nack(new Nack(Nack.Code.FENCED, true, 7, 0, 0, "taken over")));
            driver.expect("nacked FENCED");
            driver.expectNothing();
            old.awaitClose();
        }
    }

    @Test
    void ifNobodyIsThereNothingIsTold() {
        preferred.close();
        assertTrue(looksForItAfter(TcpSink.PROBE_MILLIS));
        driver.expectNoThreads();
        driver.expectNothing();
        assertSendsTo(old);
        assertTrue(looksForItAfter(TcpSink.PROBE_MILLIS));
    }

    @Test
    void namesAreResolvedAnewByEachLook() {
        InetAddress[] addresses = {ScriptedCollector.local(2)}; // where nobody listens
        try (SinkDriver moving = new SinkDriver(
                host -> host.equals("moving") ? addresses : InetAddress.getAllByName(host),
                600_000,
                "moving:" + preferred.port(),
                other.endpoint())) {
            try (Peer old2 = moving.connectTo(other)) {
                moving.advanceMillis(TcpSink.PROBE_MILLIS / 2);
                old2.send(Wire.ack(Position.NONE)); // not silent
                moving.expect("acked 0:-1");
                addresses[0] = ScriptedCollector.local(1);
                moving.advanceMillis(TcpSink.PROBE_MILLIS / 2);
                moving.poll();
                preferred.accept().close();
            }
        }
    }

    @Test
    void ifTheOldConnectionEndsMeanwhileTheWayBackIsForgotten() {
        assertTrue(send());
        try (Peer back = reach()) {
            old.close();
            String report = driver.nextReport();
            assertTrue(report.startsWith("disconnected "), report);
            back.awaitClose();
            driver.expectNoThreads();
            driver.connectTo(preferred).close();
        }
    }

    @Test
    void ifOnlyTlsFailsThatIsTold() {
        TestTls tls = TestTls.of("TLSv1.3");
        try (ScriptedCollector plain = new ScriptedCollector();
                ScriptedCollector encrypting = new ScriptedCollector(tls);
                SinkDriver secure = new SinkDriver(
                        SinkDriver.config(tls.client(), plain.endpoint() + "," + encrypting.endpoint()))) {
            secure.sink.connect(SinkDriver.HELLO);
            plain.accept().close();
            try (Peer standing = encrypting.accept()) {
                assertEquals(Wire.HELLO, standing.read().type());
                welcome(standing, Position.NONE);
                secure.expect("connected 0:-1 4194304");
                secure.advanceMillis(TcpSink.PROBE_MILLIS / 2);
                standing.send(Wire.ack(Position.NONE)); // not silent
                secure.expect("acked 0:-1");
                secure.advanceMillis(TcpSink.PROBE_MILLIS / 2);
                secure.poll();
                plain.accept().close();
                String report = secure.nextReport();
                assertTrue(
                        report.startsWith("warned a collector that is preferred to " + encrypting.endpoint()
                                + " can be reached again, but " + plain.endpoint()),
                        report);
            }
        }
    }

    @Test
    void fruitlessLooksForAnotherDoNotMakeAConnectionYounger() {
        long secondNanos = TimeUnit.SECONDS.toNanos(1);
        WayBack wayBack = new WayBack(30 * secondNanos);
        long nowNanos = 0;
        for (int day = 1; day <= 5; day++) {
            wayBack.connected(true, nowNanos); // the second of three
            for (int second = 0; second < 3_600; second++) {
                nowNanos += secondNanos;
                if (wayBack.isDue(nowNanos)) {
                    wayBack.end(nowNanos); // the first is not there
                }
            }
            wayBack.connected(false, nowNanos); // the third
            nowNanos += 30 * secondNanos;
            assertTrue(wayBack.isDue(nowNanos), "day " + day);
        }
    }

    @Test
    void aCollectorThatCanBeReachedAndDoesNotStandIsLookedForLessAndLessOften() throws Exception {
        for (int times = 1; times <= 4; times *= 2) {
            for (int i = 1; i < times; i++) {
                assertFalse(looksForItAfter(TcpSink.PROBE_MILLIS), "interval " + i + " of " + times);
            }
            pass(TcpSink.PROBE_MILLIS);
            try (Peer back = preferred.accept()) {
                base(back);
                welcome(back, Position.NONE);
                driver.expect("connected 0:-1 4194304");
            }
            String report = driver.nextReport();
            assertTrue(report.startsWith("disconnected "), report);
            old = driver.connectTo(other);
        }
    }
}
