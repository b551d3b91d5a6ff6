package io.logferry.collector;

import io.logferry.frame.Frame;
import io.logferry.frame.LostRange;
import io.logferry.frame.Position;
import io.logferry.sink.Hello;
import io.logferry.sink.Nack;
import io.logferry.sink.tcp.SharedKey;
import io.logferry.sink.tcp.Wire;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.UUID;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** A plain blocking client of the protocol. */
final class Client implements Closeable {
    record Message(byte type, ByteBuffer body) {}

    private final Socket socket;
    private final DataInputStream in;

    Client(InetSocketAddress address) throws IOException {
        this(new Socket(address.getAddress(), address.getPort()));
    }

    Client(Socket connected) throws IOException {
        socket = connected;
        socket.setSoTimeout(30_000);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
    }

    /** Connects and joins its stream. */
    static Client join(Collector collector, UUID streamId, long epoch) throws Exception {
        Client client = new Client(collector.address());
        client.hello(streamId, epoch, Position.NONE);
        client.welcome();
        return client;
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void send(ByteBuffer bytes) throws IOException {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        send(copy);
    }

    /** Says HELLO with a nonce, and proves that it has the key. */
    void hello(UUID streamId, long epoch, SharedKey key) throws Exception {
        byte[] nonce = SharedKey.newNonce();
        ByteBuffer hello = Wire.hello(new Hello(streamId, "app", epoch, Position.NONE), nonce);
        byte[] body = new byte[hello.remaining() - Wire.HEADER_BYTES];
        hello.get(Wire.HEADER_BYTES, body);
        send(hello);
        byte[] challenge = Wire.readChallenge(read(Wire.CHALLENGE));
        send(Wire.proof(key.proof(nonce, challenge, body)));
    }

    void hello(UUID streamId, long epoch, Position base) throws IOException {
        send(Wire.hello(new Hello(streamId, "app", epoch, base)));
    }

    void send(Frame frame) throws IOException {
        sendFrame(frame.bytes());
    }

    void sendFrame(byte[] frame) throws IOException {
        byte[] message = new byte[Wire.HEADER_BYTES + frame.length];
        Wire.frameHeader(frame.length).get(message, 0, Wire.HEADER_BYTES);
        System.arraycopy(frame, 0, message, Wire.HEADER_BYTES, frame.length);
        send(message);
    }

    void send(LostRange range) throws IOException {
        send(Wire.range(range));
    }

    /** The next message, or null if the connection is over. */
    @Nullable Message read() throws IOException {
        try {
            byte type = in.readByte();
            byte[] body = new byte[Integer.reverseBytes(in.readInt())];
            in.readFully(body);
            return new Message(type, ByteBuffer.wrap(body));
        } catch (EOFException | SocketException | SSLException over) {
            return null;
        }
    }

    ByteBuffer read(byte type) throws IOException {
        Message message = read();
        while (message != null && message.type == Wire.PING && type != Wire.PING) {
            message = read();
        }
        if (message == null || message.type != type) {
            throw new AssertionError("expected a message of type=" + type + ", got " + message);
        }
        return message.body;
    }

    Wire.Welcome welcome() throws Exception {
        return Wire.readWelcome(read(Wire.WELCOME));
    }

    Position ack() throws Exception {
        return Wire.readAck(read(Wire.ACK));
    }

    void ping() throws IOException {
        read(Wire.PING);
    }

    /** Reads acks up to this one. */
    void ackOf(Position last) throws Exception {
        Position ack = ack();
        while (ack.compareTo(last) < 0) {
            ack = ack();
        }
        if (!ack.equals(last)) {
            throw new AssertionError("expected an ack of " + last + ", got " + ack);
        }
    }

    /** The next NACK, acks before it passed over. */
    Nack nack() throws Exception {
        Message message = read();
        while (message != null && message.type == Wire.ACK) {
            message = read();
        }
        if (message == null || message.type != Wire.NACK) {
            throw new AssertionError("expected a NACK, got " + message);
        }
        return Wire.readNack(message.body);
    }

    /** Returns once the collector ended the connection. */
    void awaitEnd() throws IOException {
        while (read() != null) {}
    }

    /** Returns once the collector said that it ends the connection; what was cut off is a failure. */
    void awaitGoodbye() throws IOException {
        if (in.read() != -1) {
            throw new AssertionError("a byte came where the end was expected");
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
