package io.logferry.sink.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.DropReason;
import io.logferry.frame.FrameFormat;
import io.logferry.frame.LostRange;
import io.logferry.frame.Position;
import io.logferry.sink.Hello;
import io.logferry.sink.Nack;
import io.logferry.sink.tcp.Wire.ProtocolException;
import io.logferry.sink.tcp.Wire.Welcome;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WireTest {
    private static final UUID STREAM = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    private static final Hello HELLO = new Hello(STREAM, "shop", 0x0102030405060708L, new Position(7, 41));
    private static final Welcome WELCOME = new Welcome(new Position(7, 41), 0xFFFFFFFFL);
    private static final LostRange RANGE = new LostRange(DropReason.SPILL_FULL, 7, 42, 99);
    private static final Position ACK = new Position(7, -1);
    private static final Nack NACK = new Nack(Nack.Code.GAP, true, 7, 42, 3, "fünf");

    private static final byte[] NONCE = Arrays.copyOf(new byte[] {1, 2, 3}, Wire.NONCE_BYTES);

    @FunctionalInterface
    private interface BodyReader {
        Object read(ByteBuffer body) throws ProtocolException;
    }

    private record Message(String name, ByteBuffer bytes, BodyReader reader, Object content, String hex) {
        ByteBuffer body() {
            return bytes.slice(Wire.HEADER_BYTES, bytes.limit() - Wire.HEADER_BYTES);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Message> messages() {
        return List.of(
                new Message(
                        "HELLO",
                        Wire.hello(HELLO),
                        Wire::readHello,
                        HELLO,
                        "01 35000000 01 7766554433221100 ffeeddccbbaa9988 0807060504030201"
                                + "0700000000000000 2900000000000000 40001000 0400 73686f70 0000"),
                new Message(
                        "HELLO's nonce",
                        Wire.hello(HELLO, NONCE),
                        Wire::readNonce,
                        ByteBuffer.wrap(NONCE),
                        "01 55000000 01 7766554433221100 ffeeddccbbaa9988 0807060504030201"
                                + "0700000000000000 2900000000000000 40001000 0400 73686f70 2000"
                                + "0102030000000000000000000000000000000000000000000000000000000000"),
                new Message(
                        "CHALLENGE",
                        Wire.challenge(NONCE),
                        Wire::readChallenge,
                        ByteBuffer.wrap(NONCE),
                        "08 20000000 0102030000000000000000000000000000000000000000000000000000000000"),
                new Message(
                        "PROOF",
                        Wire.proof(NONCE),
                        Wire::readProof,
                        ByteBuffer.wrap(NONCE),
                        "09 20000000 0102030000000000000000000000000000000000000000000000000000000000"),
                new Message(
                        "WELCOME",
                        Wire.welcome(WELCOME),
                        Wire::readWelcome,
                        WELCOME,
                        "02 15000000 01 0700000000000000 2900000000000000 ffffffff"),
                new Message(
                        "RANGE",
                        Wire.range(RANGE),
                        Wire::readRange,
                        RANGE,
                        "04 19000000 03 0700000000000000 2a00000000000000 6300000000000000"),
                new Message("ACK", Wire.ack(ACK), Wire::readAck, ACK, "05 10000000 0700000000000000 ffffffffffffffff"),
                new Message(
                        "NACK",
                        Wire.nack(NACK),
                        Wire::readNack,
                        NACK,
                        "06 1d000000 03 01 0700000000000000 2a00000000000000 03000000 0500 66c3bc6e66"));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void bytesAreAsDocumented(Message message) {
        assertEquals(message.hex.replace(" ", ""), hex(message.bytes));
    }

    @Test
    void pingAndFrameHeaderAreAsDocumented() {
        assertEquals("0700000000", hex(Wire.ping()));
        assertEquals("0340001000", hex(Wire.frameHeader(FrameFormat.MAX_FRAME_BYTES)));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void whatIsReadIsWhatWasWritten(Message message) throws ProtocolException {
        ByteBuffer header = message.bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        byte type = header.get();
        int bodyBytes = header.getInt();
        Wire.checkHeader(type, bodyBytes);
        assertEquals(bodyBytes, message.body().remaining(), "the declared length");
        Object read = message.reader.read(message.body());
        assertEquals(message.content, read instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : read);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyTruncationAndEveryByteTooManyIsAProtocolError(Message message) {
        ByteBuffer body = message.body();
        for (int length = 0; length < body.limit(); length++) {
            ByteBuffer truncated = body.slice(0, length);
            assertThrows(ProtocolException.class, () -> message.reader.read(truncated), "length=" + length);
        }
        ByteBuffer longer = ByteBuffer.allocate(body.limit() + 1).put(body).rewind();
        assertThrows(ProtocolException.class, () -> message.reader.read(longer));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void randomBodiesGiveAMessageOrAProtocolError(Message message) {
        long seed = Long.getLong("logferry.seed", 4560);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] body = new byte[random.nextInt(80)];
            random.nextBytes(body);
            if (random.nextBoolean()) { // nearly right
                ByteBuffer right = message.body();
                body = new byte[right.remaining()];
                right.get(body);
                body[random.nextInt(body.length)] = (byte) random.nextInt();
            }
            try {
                message.reader.read(ByteBuffer.wrap(body));
            } catch (ProtocolException expected) {
                assertTrue(!String.valueOf(expected.getMessage()).isBlank());
            } catch (RuntimeException other) {
                throw new AssertionError(
                        "seed=" + seed + " body=" + HexFormat.of().formatHex(body), other);
            }
        }
    }

    @Test
    void headersOverTheirLimitAreProtocolErrors() throws ProtocolException {
        for (int type = Byte.MIN_VALUE; type <= Byte.MAX_VALUE; type++) {
            byte checked = (byte) type;
            int max = Wire.maxBodyBytes(checked);
            assertThrows(ProtocolException.class, () -> Wire.checkHeader(checked, max + 1));
            assertThrows(ProtocolException.class, () -> Wire.checkHeader(checked, -1));
            assertThrows(ProtocolException.class, () -> Wire.checkHeader(checked, Integer.MIN_VALUE));
            if (max >= 0) {
                Wire.checkHeader(checked, max);
            }
        }
    }

    @Test
    void aHelloWithoutKeyHasAnEmptyNonceAndOneWithANonceIsTheSameHello() throws ProtocolException {
        assertEquals(0, Wire.readNonce(Wire.hello(HELLO).slice(5, 53)).length);
        assertEquals(HELLO, Wire.readHello(Wire.hello(HELLO, NONCE).slice(5, 85)));
    }

    @Test
    void aSideThatSpeaksTlsIsRecognised() {
        for (byte type : new byte[] {21, 22}) {
            ProtocolException tls = assertThrows(ProtocolException.class, () -> Wire.checkHeader(type, 0x01030100));
            assertTrue(String.valueOf(tls.getMessage()).startsWith("looks like TLS: "), tls.getMessage());
        }
    }

    @Test
    void longestTextsAreCutAndStayWithinTheLimits() throws ProtocolException {
        ByteBuffer hello = Wire.hello(new Hello(STREAM, "s".repeat(300), 1, Position.NONE));
        Wire.checkHeader(Wire.HELLO, hello.remaining() - Wire.HEADER_BYTES);
        ByteBuffer nack = Wire.nack(new Nack(Nack.Code.STORAGE, false, 1, 0, 0, "t".repeat(2_000)));
        Wire.checkHeader(Wire.NACK, nack.remaining() - Wire.HEADER_BYTES);
        assertEquals(
                "s".repeat(255),
                Wire.readHello(hello.position(Wire.HEADER_BYTES).slice()).source());
        assertEquals(
                "t".repeat(1_000),
                Wire.readNack(nack.position(Wire.HEADER_BYTES).slice()).text());
    }

    @Test
    void aNacksTextBecomesOneLine() throws ProtocolException {
        ByteBuffer nack = Wire.nack(new Nack(Nack.Code.STORAGE, false, 1, 0, 0, "disk\r\nfull\u0085\u001b[2J"));
        assertEquals(
                "disk  full  [2J",
                Wire.readNack(nack.position(Wire.HEADER_BYTES).slice()).text());
    }

    private static String hex(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return HexFormat.of().formatHex(copy);
    }
}
