package io.logferry.sink.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.DropReason;
import io.logferry.frame.Frame;
import io.logferry.frame.FrameFormat;
import io.logferry.frame.LostRange;
import io.logferry.frame.Position;
import io.logferry.sink.Nack;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpSinkTest {
    private ScriptedCollector collector;
    private SinkDriver driver;
    private Peer peer;
    private final TestFrames frames = new TestFrames();

    /** What all this is done over; null for plaintext. */
    @Nullable TestTls tls() {
        return null;
    }

    @BeforeEach
    void connect() {
        collector = new ScriptedCollector(tls());
        driver = new SinkDriver(tls(), collector.endpoint());
        peer = driver.connectTo(collector);
    }

    @AfterEach
    void noThreadIsLeft() {
        driver.close();
        peer.close();
        collector.close();
    }

    @Test
    void framesAndRangesArriveInOrderAsTheyWere() throws Exception {
        Frame first = frames.frame(0, 100);
        LostRange range = new LostRange(DropReason.CORRUPT, TestFrames.EPOCH, 1, 9);
        Frame second = frames.frame(10, 100);
        assertTrue(driver.sink.send(first));
        assertTrue(driver.sink.send(range));
        assertTrue(driver.sink.send(second));
        expectFrame(first);
        assertEquals(range, Wire.readRange(peer.read().body()));
        expectFrame(second);
    }

    @Test
    void theLargestFrameGoesThrough() {
        Frame frame = frames.frame(0, FrameFormat.MAX_RECORD_BYTES);
        assertTrue(driver.sink.send(frame));
        expectFrame(frame);
    }

    @Test
    void aFullSocketBufferRefusesFramesUntilTheCollectorReads() {
        List<Frame> sent = fill();
        driver.expectNothing();
        for (Frame frame : sent) {
            expectFrame(frame);
        }
        Frame refused = frames.frame(sent.size(), 300_000);
        assertTrue(driver.sink.send(refused));
        expectFrame(refused);
    }

    @Test
    void acksInOneReadAreReportedOneByOne() {
        ByteBuffer[] acks = new ByteBuffer[1_000]; // more than one read takes
        for (int i = 0; i < acks.length; i++) {
            acks[i] = Wire.ack(new Position(7, i));
        }
        peer.send(acks);
        for (int i = 0; i < acks.length; i++) {
            driver.expect("acked 7:" + i);
        }
        driver.expectNothing();
    }

    @Test
    void acksInPiecesArePutTogether() {
        for (int i = 0; i < 3; i++) {
            for (byte piece : Wire.ack(new Position(7, i)).array()) {
                driver.expectNothing();
                peer.send(new byte[] {piece});
            }
            driver.expect("acked 7:" + i);
        }
    }

    @Test
    void nacksArePassedOnAndTheConnectionStands() {
        peer.send(Wire.nack(new Nack(Nack.Code.GAP, false, 7, 3, 1, "3 is missing")));
        driver.expect("nacked GAP");
        peer.send(Wire.ack(new Position(7, 2)));
        driver.expect("acked 7:2");
    }

    @Test
    void pingIsSentAfterTenSecondsWithoutSending() {
        driver.advanceMillis(9_999);
        peer.send(Wire.ack(Position.NONE)); // receiving does not put it off
        driver.expect("acked 0:-1");
        assertTrue(driver.sink.send(frames.frame(0, 10)));
        driver.poll(); // sending does
        driver.advanceMillis(9_999);
        driver.expectNothing();
        driver.advanceMillis(1);
        driver.expectNothing();
        driver.advanceMillis(9_999);
        driver.expectNothing();
        assertTrue(driver.sink.send(frames.frame(1, 10)));
        List<Byte> types =
                List.of(peer.read().type(), peer.read().type(), peer.read().type());
        assertEquals(List.of(Wire.FRAME, Wire.PING, Wire.FRAME), types);
    }

    @Test
    void thirtySecondsOfSilenceEndTheConnection() {
        driver.advanceMillis(29_999);
        driver.expectNothing();
        driver.advanceMillis(1);
        driver.expect("disconnected " + collector.endpoint() + " is silent for 30 s");
        driver.expectNothing();
        peer.awaitClose();
    }

    @Test
    void anythingReceivedBreaksTheSilence() {
        driver.advanceMillis(29_999);
        peer.send(Wire.ping(), Wire.ack(Position.NONE));
        driver.expect("acked 0:-1");
        driver.advanceMillis(29_999);
        driver.expectNothing();
        peer.send(new byte[] {Wire.PING}); // a part of a message too
        Await.until(driver::poll, () -> "the byte is read");
        driver.advanceMillis(29_999);
        driver.expectNothing();
        driver.advanceMillis(1);
        driver.expect("disconnected " + collector.endpoint() + " is silent for 30 s");
    }

    @Test
    void aCollectorThatDoesNotReadGetsNoPingsOnTop() {
        fill();
        driver.advanceMillis(29_999);
        driver.expectNothing();
        driver.advanceMillis(1);
        driver.expect("disconnected " + collector.endpoint() + " is silent for 30 s");
    }

    @Test
    void closingReportsTheLastAcksFirst() {
        peer.send(Wire.ack(new Position(7, 5)));
        peer.close();
        driver.expect("acked 7:5");
        driver.expect("disconnected " + collector.endpoint() + " closed the connection");
        driver.expectNothing();
        assertFalse(driver.sink.send(frames.frame(0, 10)));
    }

    @Test
    void aHalfClosedConnectionIsOver() {
        peer.halfClose();
        driver.expect("disconnected " + collector.endpoint() + " closed the connection");
        peer.awaitClose();
    }

    @Test
    void aResetInTheMiddleOfAFrameIsADisconnect() {
        List<Frame> sent = fill();
        expectFrame(sent.get(0));
        peer.readBytes(1_000);
        peer.reset();
        assertTrue(driver.nextReport().startsWith("disconnected connection to " + collector.endpoint() + " broke: "));
        driver.expectNothing();
        assertFalse(driver.sink.send(sent.get(0)));
    }

    @Test
    void aConnectionThatBreaksWhileSendingIsReportedByPoll() {
        peer.reset();
        Await.until(() -> !driver.sink.send(frames.frame(0, 10)), () -> "send notices");
        assertTrue(driver.reports.isEmpty());
        assertTrue(driver.nextReport().startsWith("disconnected "));
        driver.expectNothing();
    }

    @Test
    void nothingOfTheOldConnectionIsSentOnTheNext() {
        fill();
        peer.reset();
        assertTrue(driver.nextReport().startsWith("disconnected "));
        try (Peer next = driver.connectTo(collector)) {
            Frame frame = frames.frame(0, 10);
            assertTrue(driver.sink.send(frame));
            assertEquals(ByteBuffer.wrap(frame.bytes()), next.read().body());
        }
    }

    @Test
    void messagesThatOnlyClientsSendAreProtocolErrors() {
        expectProtocolError(
                peer -> peer.sendHeader(Wire.FRAME, 1_000),
                "message type=3 from a collector, allowed are 2, 5, 6, 7 and 8");
    }

    @Test
    void aSecondWelcomeIsAProtocolError() {
        expectProtocolError(
                peer -> peer.send(Wire.welcome(new Wire.Welcome(Position.NONE, 1))), "message type=2 after WELCOME");
    }

    @Test
    void unknownTypesAreProtocolErrors() {
        expectProtocolError(peer -> peer.sendHeader(0, 0), "unknown message type=0, allowed are 1 to 9");
    }

    @Test
    void lengthsOverTheLimitAreProtocolErrorsBeforeTheBodyComes() {
        expectProtocolError(
                peer -> peer.sendHeader(Wire.ACK, -1), "message type=5 has length=4294967295, allowed are at most 16");
    }

    @Test
    void whatCameBeforeAProtocolErrorIsReportedAndWhatCameBehindIsNot() {
        ByteBuffer rubbish = ByteBuffer.wrap(new byte[Wire.HEADER_BYTES]);
        peer.send(Wire.ack(new Position(7, 1)), rubbish, Wire.ack(new Position(7, 2)));
        driver.expect("acked 7:1");
        assertTrue(driver.nextReport().startsWith("disconnected "));
        driver.expectNothing();
    }

    @Test
    void aListenerThatDisconnectsHearsNothingMore() {
        driver.reaction = driver.sink::disconnect;
        peer.send(Wire.ack(new Position(7, 1)), Wire.ack(new Position(7, 2)));
        driver.expect("acked 7:1");
        driver.expectNothing();
        peer.awaitClose();
    }

    @Test
    void aListenerMayConnectAgainAtOnce() {
        driver.reaction = () -> {
            driver.reaction = () -> {};
            driver.sink.connect(SinkDriver.HELLO);
        };
        peer.close();
        driver.expect("disconnected " + collector.endpoint() + " closed the connection");
        try (Peer next = collector.accept()) {
            next.send(Wire.welcome(new Wire.Welcome(Position.NONE, 1)));
            driver.expect("connected 0:-1 1");
        }
    }

    @Test
    void disconnectIsNotReported() {
        driver.sink.disconnect();
        peer.awaitClose();
        driver.expectNothing();
        assertFalse(driver.poll());
        assertFalse(driver.sink.send(frames.frame(0, 10)));
    }

    /** Sends until a frame is refused. */
    private List<Frame> fill() {
        List<Frame> sent = new ArrayList<>();
        Frame next = frames.frame(0, 300_000);
        while (driver.sink.send(next)) {
            sent.add(next);
            assertTrue(sent.size() < 1_000, "send() must refuse at some time");
            next = frames.frame(sent.size(), 300_000);
        }
        return sent;
    }

    /** Reads one frame, while the driver polls as long as it isn't there completely. */
    private void expectFrame(Frame frame) {
        byte[] message = new byte[Wire.HEADER_BYTES + frame.bytes().length];
        for (int read = 0; read < message.length; ) {
            driver.poll();
            byte[] part = peer.readBytes(Math.min(message.length - read, 50_000));
            System.arraycopy(part, 0, message, read, part.length);
            read += part.length;
        }
        ByteBuffer expected = ByteBuffer.allocate(message.length);
        expected.put(Wire.frameHeader(frame.bytes().length)).put(frame.bytes());
        assertArrayEquals(expected.array(), message);
    }

    private void expectProtocolError(Consumer<Peer> mistake, String reason) {
        mistake.accept(peer);
        driver.expect("disconnected " + collector.endpoint() + " broke the protocol: " + reason);
        driver.expectNothing();
        peer.awaitClose();
    }
}
