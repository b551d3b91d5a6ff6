package io.logferry.sink.tcp;

import io.logferry.frame.DropReason;
import io.logferry.frame.FrameFormat;
import io.logferry.frame.LostRange;
import io.logferry.frame.Position;
import io.logferry.sink.Hello;
import io.logferry.sink.Nack;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The messages of the protocol, written and read; the layout is in the package's documentation. Shared with the
 * collector. Any thread.
 */
public final class Wire {
    /** Bytes before a message's body. */
    public static final int HEADER_BYTES = 5;

    /** Types of messages. */
    public static final byte HELLO = 1;

    public static final byte WELCOME = 2;
    public static final byte FRAME = 3;
    public static final byte RANGE = 4;
    public static final byte ACK = 5;
    public static final byte NACK = 6;
    public static final byte PING = 7;
    public static final byte CHALLENGE = 8;
    public static final byte PROOF = 9;

    /** Bytes of a nonce: of the client's in HELLO, of the collector's in CHALLENGE. */
    public static final int NONCE_BYTES = 32;

    /** Bytes of PROOF's body. */
    public static final int PROOF_BYTES = 32;

    /** A side that sent nothing for this long sends PING. */
    public static final long PING_AFTER_MILLIS = 10_000;

    /** A side that received nothing for this long disconnects. */
    public static final long SILENCE_MILLIS = 30_000;

    /** The handshake takes at most this long, from connect to WELCOME, TLS included. */
    public static final long HANDSHAKE_MILLIS = 5_000;

    /** Most bytes of a source's name. */
    public static final int MAX_SOURCE_BYTES = 255;

    private static final byte VERSION = 1;
    private static final int MAX_TEXT_BYTES = 1_000;
    private static final byte[] NO_NONCE = {};
    private static final int HELLO_SOURCE_OFFSET = 45;

    /** The types of TLS records that a side meets whose other side speaks TLS. */
    private static final byte TLS_ALERT = 21;

    private static final byte TLS_HANDSHAKE = 22;

    /** WELCOME's content. */
    public record Welcome(Position last, long windowBytes) {}

    /** A message that breaks the protocol; its text is one clause for the status line. */
    public static final class ProtocolException extends Exception {
        private static final long serialVersionUID = 1;

        /** Says what is wrong with which value. */
        public ProtocolException(String message) {
            super(message);
        }
    }

    private Wire() {}

    /** Most bytes that the body of this type may have; -1 for a type that does not exist. */
    public static int maxBodyBytes(byte type) {
        return switch (type) {
            case HELLO -> 49 + MAX_SOURCE_BYTES + MAX_TEXT_BYTES;
            case WELCOME -> 21;
            case FRAME -> FrameFormat.MAX_FRAME_BYTES;
            case RANGE -> 25;
            case ACK -> 16;
            case NACK -> 24 + MAX_TEXT_BYTES;
            case PING -> 0;
            case CHALLENGE -> NONCE_BYTES;
            case PROOF -> PROOF_BYTES;
            default -> -1;
        };
    }

    /** Checks a message's header. */
    public static void checkHeader(byte type, int bodyBytes) throws ProtocolException {
        if (type == TLS_HANDSHAKE) { // a client's first byte
            throw new ProtocolException("looks like TLS: this port is plaintext");
        }
        if (type == TLS_ALERT) { // a collector's answer to plaintext
            throw new ProtocolException("looks like TLS: that port does not take plaintext");
        }
        int max = maxBodyBytes(type);
        if (max < 0) {
            throw new ProtocolException("unknown message type=" + type + ", allowed are 1 to 9");
        }
        if (bodyBytes < 0 || bodyBytes > max) {
            throw new ProtocolException("message type=" + type + " has length=" + (bodyBytes & 0xFFFFFFFFL)
                    + ", allowed are at most " + max);
        }
    }

    /** The header of a FRAME whose frame has this many bytes; the frame follows it. */
    public static ByteBuffer frameHeader(int frameBytes) {
        return message(FRAME, frameBytes, 0).flip();
    }

    /** HELLO of a client without a shared key. */
    public static ByteBuffer hello(Hello hello) {
        return hello(hello, NO_NONCE);
    }

    /** HELLO of a client that has a shared key. */
    public static ByteBuffer hello(Hello hello, byte[] nonce) {
        byte[] source = text(hello.source(), MAX_SOURCE_BYTES);
        ByteBuffer out = message(HELLO, 49 + source.length + nonce.length);
        out.put(VERSION).putLong(hello.streamId().getMostSignificantBits());
        out.putLong(hello.streamId().getLeastSignificantBits()).putLong(hello.epoch());
        putPosition(out, hello.base()).putInt(FrameFormat.MAX_FRAME_BYTES);
        out.putShort((short) source.length).put(source);
        return out.putShort((short) nonce.length).put(nonce).flip();
    }

    public static ByteBuffer welcome(Welcome welcome) {
        ByteBuffer out = message(WELCOME, 21).put(VERSION);
        return putPosition(out, welcome.last())
                .putInt((int) welcome.windowBytes())
                .flip();
    }

    public static ByteBuffer range(LostRange range) {
        ByteBuffer out = message(RANGE, 25).put((byte) range.reason().ordinal());
        return out.putLong(range.epoch())
                .putLong(range.fromSeq())
                .putLong(range.toSeq())
                .flip();
    }

    public static ByteBuffer ack(Position last) {
        return putPosition(message(ACK, 16), last).flip();
    }

    public static ByteBuffer nack(Nack nack) {
        byte[] text = text(nack.text(), MAX_TEXT_BYTES);
        ByteBuffer out = message(NACK, 24 + text.length);
        out.put((byte) nack.code().ordinal()).put((byte) (nack.permanent() ? 1 : 0));
        out.putLong(nack.epoch()).putLong(nack.firstSeq()).putInt(nack.count());
        return out.putShort((short) text.length).put(text).flip();
    }

    public static ByteBuffer ping() {
        return message(PING, 0).flip();
    }

    public static ByteBuffer challenge(byte[] nonce) {
        return message(CHALLENGE, nonce.length).put(nonce).flip();
    }

    public static ByteBuffer proof(byte[] proof) {
        return message(PROOF, proof.length).put(proof).flip();
    }

    /** Reads HELLO's body. */
    public static Hello readHello(ByteBuffer body) throws ProtocolException {
        return read("HELLO", body, in -> {
            checkVersion(in.get());
            UUID streamId = new UUID(in.getLong(), in.getLong());
            long epoch = in.getLong();
            Position base = getPosition(in);
            in.getInt(); // the client's largest frame: never over ours
            Hello hello = new Hello(streamId, getText(in, MAX_SOURCE_BYTES), epoch, base);
            getBytes(in, MAX_TEXT_BYTES); // the authentication, which readNonce reads
            if (epoch < 0) {
                throw new ProtocolException("HELLO has epoch=" + epoch + ", allowed are numbers from 0 on");
            }
            return hello;
        });
    }

    /** Reads the nonce from HELLO's body; empty if the client has no shared key. */
    public static byte[] readNonce(ByteBuffer body) throws ProtocolException {
        return read("HELLO", body, in -> {
            for (int i = 0; i < HELLO_SOURCE_OFFSET; i++) {
                in.get();
            }
            getBytes(in, MAX_SOURCE_BYTES);
            return getBytes(in, MAX_TEXT_BYTES);
        });
    }

    /** Reads WELCOME's body. */
    public static Welcome readWelcome(ByteBuffer body) throws ProtocolException {
        return read("WELCOME", body, in -> {
            checkVersion(in.get());
            return new Welcome(getPosition(in), in.getInt() & 0xFFFFFFFFL);
        });
    }

    /** Reads RANGE's body. */
    public static LostRange readRange(ByteBuffer body) throws ProtocolException {
        return read("RANGE", body, in -> {
            int reason = in.get();
            long epoch = in.getLong();
            long fromSeq = in.getLong();
            long toSeq = in.getLong();
            if (reason < 0 || reason >= DropReason.COUNT || epoch < 0 || fromSeq < 0 || toSeq < fromSeq) {
                throw new ProtocolException(
                        "RANGE is none: reason=" + reason + " epoch=" + epoch + " from=" + fromSeq + " to=" + toSeq);
            }
            return new LostRange(DropReason.of(reason), epoch, fromSeq, toSeq);
        });
    }

    /** Reads ACK's body. */
    public static Position readAck(ByteBuffer body) throws ProtocolException {
        return read("ACK", body, Wire::getPosition);
    }

    /** Reads NACK's body. */
    public static Nack readNack(ByteBuffer body) throws ProtocolException {
        return read("NACK", body, in -> {
            int code = in.get();
            if (code < 0 || code >= Nack.Code.values().length) {
                throw new ProtocolException("NACK has code=" + code + ", which is unknown");
            }
            boolean permanent = in.get() != 0;
            return new Nack(
                    Nack.Code.values()[code],
                    permanent,
                    in.getLong(),
                    in.getLong(),
                    in.getInt(),
                    line(getText(in, MAX_TEXT_BYTES)));
        });
    }

    /** Reads CHALLENGE's body: the collector's nonce. */
    public static byte[] readChallenge(ByteBuffer body) throws ProtocolException {
        return read("CHALLENGE", body, in -> getBytes(in, new byte[NONCE_BYTES]));
    }

    /** Reads PROOF's body. */
    public static byte[] readProof(ByteBuffer body) throws ProtocolException {
        return read("PROOF", body, in -> getBytes(in, new byte[PROOF_BYTES]));
    }

    @FunctionalInterface
    private interface BodyReader<T> {
        T read(ByteBuffer in) throws ProtocolException;
    }

    private static <T> T read(String name, ByteBuffer body, BodyReader<T> reader) throws ProtocolException {
        try {
            T message = reader.read(body.order(ByteOrder.LITTLE_ENDIAN));
            if (body.hasRemaining()) {
                throw new ProtocolException(name + " has " + body.remaining() + " bytes too many");
            }
            return message;
        } catch (BufferUnderflowException tooShort) {
            throw new ProtocolException(name + " is too short");
        }
    }

    private static ByteBuffer message(byte type, int bodyBytes) {
        return message(type, bodyBytes, bodyBytes);
    }

    private static ByteBuffer message(byte type, int bodyBytes, int roomBytes) {
        return ByteBuffer.allocate(HEADER_BYTES + roomBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(type)
                .putInt(bodyBytes);
    }

    private static ByteBuffer putPosition(ByteBuffer out, Position position) {
        return out.putLong(position.epoch()).putLong(position.seq());
    }

    private static Position getPosition(ByteBuffer in) throws ProtocolException {
        Position position = new Position(in.getLong(), in.getLong());
        if (position.epoch() < 0 || position.seq() < -1) {
            throw new ProtocolException("position=" + position + " is none");
        }
        return position;
    }

    private static byte[] text(String text, int maxBytes) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= maxBytes ? bytes : java.util.Arrays.copyOf(bytes, maxBytes);
    }

    private static String getText(ByteBuffer in, int maxBytes) throws ProtocolException {
        return new String(getBytes(in, maxBytes), StandardCharsets.UTF_8);
    }

    /** Bytes whose length stands before them. */
    private static byte[] getBytes(ByteBuffer in, int maxBytes) throws ProtocolException {
        int length = in.getShort() & 0xFFFF;
        if (length > maxBytes) {
            throw new ProtocolException("text has length=" + length + ", allowed are at most " + maxBytes);
        }
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        return getBytes(in, new byte[length]);
    }

    private static byte[] getBytes(ByteBuffer in, byte[] into) {
        in.get(into);
        return into;
    }

    /** The other side's words, fit for a status line. */
    private static String line(String text) {
        return text.replaceAll("\\p{Cc}", " ");
    }

    private static void checkVersion(byte version) throws ProtocolException {
        if (version != VERSION) {
            throw new ProtocolException("protocol version=" + version + ", allowed is " + VERSION);
        }
    }
}
