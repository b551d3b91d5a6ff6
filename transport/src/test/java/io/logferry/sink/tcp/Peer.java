package io.logferry.sink.tcp;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** The collector's end of one connection, blocking. One thread at a time. */
final class Peer implements AutoCloseable {
    /** A message as it came. */
    record Message(byte type, ByteBuffer body) {}

    /** What was accepted. */
    private final Socket accepted;

    /** The same, or TLS over it. */
    private final Socket socket;

    private final DataInputStream in;

    Peer(Socket accepted, @Nullable TestTls tls) throws IOException {
        this.accepted = accepted;
        accepted.setSoTimeout((int) TimeUnit.SECONDS.toMillis(Await.DEADLINE_SECONDS));
        socket = tls == null ? accepted : tls.over(accepted);
        in = new DataInputStream(socket.getInputStream());
    }

    /** TLS, once hands are shaken. */
    SSLSocket tls() {
        return (SSLSocket) socket;
    }

    Message read() {
        try {
            byte type = in.readByte();
            byte[] body = new byte[Integer.reverseBytes(in.readInt())];
            in.readFully(body);
            return new Message(type, ByteBuffer.wrap(body));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    byte[] readBytes(int count) {
        try {
            return in.readNBytes(count);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Reads on until the other side has closed. */
    void awaitClose() {
        try {
            in.skipNBytes(Long.MAX_VALUE);
        } catch (IOException endOrReset) {
            if (endOrReset instanceof java.net.SocketTimeoutException) {
                throw new AssertionError("the channel was not closed", endOrReset);
            }
        }
    }

    void send(ByteBuffer... messages) {
        int length = 0;
        for (ByteBuffer message : messages) {
            length += message.remaining();
        }
        ByteBuffer all = ByteBuffer.wrap(new byte[length]);
        for (ByteBuffer message : messages) {
            all.put(message);
        }
        send(all.array());
    }

    void send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** A header without its body. */
    void sendHeader(int type, int bodyBytes) {
        ByteBuffer header = ByteBuffer.allocate(Wire.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        send(header.put((byte) type).putInt(bodyBytes).flip());
    }

    /** Sends FIN, without TLS's goodbye, and goes on reading. */
    void halfClose() {
        try {
            accepted.shutdownOutput();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Ends with RST, without TLS's goodbye. */
    void reset() {
        try {
            accepted.setSoLinger(true, 0);
            accepted.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        try {
            if (socket != accepted) { // TLS's goodbye; its own close would wait for the other side's
                socket.shutdownOutput();
            }
        } catch (IOException alreadyOver) {
            // to be closed anyway
        }
        try {
            accepted.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
