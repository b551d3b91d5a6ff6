package io.logferry.sink.tcp;

import io.logferry.frame.Position;
import io.logferry.sink.Endpoint;
import io.logferry.sink.SinkListener;
import io.logferry.sink.tcp.Wire.ProtocolException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection that stands, until its {@link #failure} says why it does not any more. Sender thread only.
 *
 * <p>What the collector sent before a failure is reported first: its acks still count.
 */
final class Connection {
    private static final byte[] NO_FRAME = {};
    private static final long PING_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(Wire.PING_AFTER_MILLIS);
    private static final long SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(Wire.SILENCE_MILLIS);

    private final Endpoint endpoint;
    private final ByteChannel channel;
    private final @Nullable TlsChannel tls;
    private final Inbox inbox;
    private final Outbox outbox;
    private boolean wrote;
    private long lastWrittenNanos;
    private long lastReadNanos;
    private Position acked = Position.NONE;
    private @Nullable String failure;

    Connection(Endpoint endpoint, ByteChannel channel, Inbox inbox, Outbox outbox, long nowNanos) {
        this.endpoint = endpoint;
        this.channel = channel;
        this.tls = channel instanceof TlsChannel encrypting ? encrypting : null;
        this.inbox = inbox;
        this.outbox = outbox;
        this.lastWrittenNanos = nowNanos;
        this.lastReadNanos = nowNanos;
    }

    boolean send(ByteBuffer message) {
        return send(message, NO_FRAME);
    }

    /** Takes a message if the one before is out, and writes what the socket takes. */
    boolean send(ByteBuffer head, byte[] frame) {
        if (!outbox.offer(head, frame)) {
            write();
            if (failure != null || !outbox.offer(head, frame)) {
                return false;
            }
        }
        write();
        return failure == null;
    }

    /** Writes and reads what goes without blocking; true if any byte moved since the last call. */
    boolean move(long nowNanos) {
        write();
        boolean moved = wrote;
        if (wrote) {
            lastWrittenNanos = nowNanos;
            wrote = false;
        }
        if (read() > 0) {
            lastReadNanos = nowNanos;
            moved = true;
        }
        if (nowNanos - lastReadNanos >= SILENCE_NANOS) {
            fail(endpoint + " is silent for " + Wire.SILENCE_MILLIS / 1_000 + " s");
        }
        if (nowNanos - lastWrittenNanos >= PING_AFTER_NANOS && isAllWritten()) {
            send(Wire.ping());
        }
        return moved;
    }

    /** Reports one message; false if none is there. */
    boolean report(SinkListener listener) {
        try {
            while (!inbox.next()) {
                if (failure == null || read() <= 0) { // over TLS a read gives one record, and the last acks are in many
                    return false;
                }
            }
            switch (inbox.type()) {
                case Wire.ACK -> {
                    acked = Wire.readAck(inbox.body());
                    listener.acked(acked);
                }
                case Wire.NACK -> listener.nacked(Wire.readNack(inbox.body()));
                case Wire.PING -> {} // it counted as a sign of life when it was read
                default -> throw new ProtocolException("message type=" + inbox.type() + " after WELCOME");
            }
            return true;
        } catch (ProtocolException wrong) {
            fail(endpoint + " broke the protocol: " + wrong.getMessage());
            return false;
        }
    }

    /** The last position that was acknowledged on it. */
    Position acked() {
        return acked;
    }

    /** Why it is over; null while it stands. */
    @Nullable String failure() {
        return failure;
    }

    void close() {
        Connector.close(channel);
    }

    private void write() {
        if (failure == null) {
            try {
                wrote |= outbox.writeTo(channel) > 0;
                if (tls != null) {
                    wrote |= tls.drain() > 0;
                }
            } catch (IOException broken) {
                fail(broken);
            }
        }
    }

    private boolean isAllWritten() {
        return outbox.isEmpty() && (tls == null || tls.isDrained());
    }

    private int read() {
        try {
            int read = inbox.readFrom(channel);
            if (read < 0) {
                fail(endpoint + " closed the connection");
            }
            return read;
        } catch (IOException broken) {
            fail(broken);
            return -1;
        }
    }

    private void fail(IOException broken) {
        String reason = TlsFailure.reason(broken);
        fail(reason == null ? "connection to " + endpoint + " broke: " + broken.getMessage() : endpoint + " " + reason);
    }

    private void fail(String reason) {
        if (failure == null) {
            failure = reason;
        }
    }
}
