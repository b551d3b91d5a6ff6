package io.logferry.sink.tcp;

import io.logferry.sink.Endpoint;
import io.logferry.sink.Hello;
import io.logferry.sink.tcp.Connector.Connected;
import io.logferry.sink.tcp.Connector.Failed;
import io.logferry.sink.tcp.Connector.Outcome;
import io.logferry.sink.tcp.Connector.Refused;
import io.logferry.sink.tcp.Wire.ProtocolException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * The way of one connection, until it stands: connect, TLS, HELLO, CHALLENGE and PROOF, WELCOME. Connector's thread only.
 */
final class Handshake {
    private static final byte[] NO_NONCE = {};

    private final Target target;
    private final Endpoint endpoint;
    private final Supplier<@Nullable Hello> hellos;
    private final Protection protection;
    private final long handshakeMillis;
    private final BooleanSupplier abandoned;
    private long deadlineNanos;
    private @Nullable TlsChannel tls;
    private boolean greeted;

    /**
     * Makes one.
     *
     * @param hellos gives what to say, and may wait for it; null if there is nothing to say any more
     */
    Handshake(
            Target target,
            Supplier<@Nullable Hello> hellos,
            Protection protection,
            long handshakeMillis,
            BooleanSupplier abandoned) {
        this.target = target;
        this.endpoint = target.endpoint();
        this.hellos = hellos;
        this.protection = protection;
        this.handshakeMillis = handshakeMillis;
        this.abandoned = abandoned;
    }

    /** Goes it. The channel is closed unless the outcome holds it. */
    Outcome run() {
        SocketChannel socket = null;
        boolean connected = false;
        try {
            socket = SocketChannel.open();
            Outcome result = run(socket);
            connected = result instanceof Connected;
            return result;
        } catch (IOException broken) {
            String reason = TlsFailure.reason(broken);
            return reason == null
                    ? new Failed("connect to " + endpoint + " failed: " + broken.getMessage() + (greeted ? hint() : ""))
                    : new Failed(endpoint + " " + reason);
        } catch (ProtocolException wrong) {
            return new Failed(endpoint + " broke the protocol: " + wrong.getMessage());
        } catch (RuntimeException broken) {
            return new Failed("connect to " + endpoint + " failed: " + broken.getMessage());
        } finally { // after an Error too
            if (socket != null && !connected) {
                Connector.close(tls != null ? tls : socket);
            }
        }
    }

    private Outcome run(SocketChannel socket) throws IOException, ProtocolException {
        deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(handshakeMillis);
        socket.configureBlocking(false);
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        try (Selector selector = Selector.open()) {
            SSLEngine engine = protection.engine(endpoint); // before the collector is troubled
            SelectionKey ready = socket.register(selector, 0);
            socket.connect(target.socketAddress());
            while (!socket.finishConnect()) {
                if (!await(ready, SelectionKey.OP_CONNECT)) {
                    return new Failed("connect to " + endpoint + " took over " + handshakeMillis + " ms");
                }
            }
            if (engine != null) {
                tls = new TlsChannel(socket, engine);
                while (!tls.shakeHands()) {
                    if (!await(ready, SelectionKey.OP_READ | (tls.isDrained() ? 0 : SelectionKey.OP_WRITE))) {
                        return new Failed("no TLS handshake with " + endpoint + " within " + handshakeMillis
                                + " ms: is this the collector's plaintext port?");
                    }
                }
            }
            return greet(ready, tls != null ? tls : socket);
        }
    }

    private Outcome greet(SelectionKey ready, ByteChannel channel) throws IOException, ProtocolException {
        long sinceNanos = System.nanoTime();
        Hello hello = hellos.get();
        if (hello == null) {
            throw new ClosedChannelException();
        }
        deadlineNanos += System.nanoTime() - sinceNanos; // that was not the collector's time
        SharedKey key = protection.key();
        byte[] nonce = key == null ? NO_NONCE : SharedKey.newNonce();
        Inbox inbox = new Inbox();
        ByteBuffer message = Wire.hello(hello, nonce);
        byte[] helloBody = new byte[message.remaining() - Wire.HEADER_BYTES];
        message.get(Wire.HEADER_BYTES, helloBody);
        greeted = true;
        Failed silent = send(message, channel, inbox, ready);
        if (silent == null && inbox.type() == Wire.CHALLENGE) {
            byte[] challenge = Wire.readChallenge(inbox.body());
            if (key == null) {
                return new Failed(endpoint + " asks for a shared key: tcpSink.sharedKey or tcpSink.sharedKeyFile");
            }
            silent = send(Wire.proof(key.proof(nonce, challenge, helloBody)), channel, inbox, ready);
        }
        if (silent != null) {
            return silent;
        }
        return switch (inbox.type()) {
            case Wire.WELCOME -> new Connected(channel, inbox, Wire.readWelcome(inbox.body()), target);
            case Wire.NACK -> new Refused(Wire.readNack(inbox.body()), target);
            default -> throw new ProtocolException("message type=" + inbox.type() + " instead of WELCOME");
        };
    }

    /** Writes a message and waits for the answer, to which the inbox steps; null if it came. */
    private @Nullable Failed send(ByteBuffer message, ByteChannel channel, Inbox inbox, SelectionKey ready)
            throws IOException, ProtocolException {
        while (!inbox.next()) {
            channel.write(message);
            int read = inbox.readFrom(channel);
            if (read < 0) {
                return new Failed(endpoint + " closed the connection instead of WELCOME" + hint());
            }
            boolean waits = message.hasRemaining() || (tls != null && !tls.isDrained());
            if (read == 0 && !await(ready, SelectionKey.OP_READ | (waits ? SelectionKey.OP_WRITE : 0))) {
                return new Failed("no WELCOME from " + endpoint + " within " + handshakeMillis + " ms");
            }
        }
        return null;
    }

    /** What may be behind it when the collector goes away without a word in answer to HELLO. */
    private String hint() {
        return tls == null
                ? "; does it take only TLS?"
                : "; does it ask for a certificate, or for another one, in tcpSink.tls.certificateFile?";
    }

    /** Waits until the channel is ready; false when the time is over. */
    private boolean await(SelectionKey ready, int ops) throws IOException {
        long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
        if (leftMillis <= 0) {
            return false;
        }
        ready.interestOps(ops);
        ready.selector().select(leftMillis);
        ready.selector().selectedKeys().clear();
        if (abandoned.getAsBoolean()) {
            throw new ClosedChannelException();
        }
        return true;
    }

    /** Tells whether it came as far as TLS. */
    boolean hasBegunTls() {
        return tls != null;
    }
}
