package io.logferry.sink.tcp;

import io.logferry.sink.tcp.Wire.ProtocolException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;

/**
 * Cuts what a collector sends into messages. One thread at a time: the connector's, then the sender.
 *
 * <p>The buffer never grows: it holds the largest message that a collector may send, and every other header is refused
 * before its body is waited for.
 */
final class Inbox {
    private static final int BUFFER_BYTES = 8 * 1024;

    private final ByteBuffer buffer =
            ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    private byte type;
    private ByteBuffer body = ByteBuffer.allocate(0);

    /** Reads once; returns what the channel's read returns. */
    int readFrom(ReadableByteChannel channel) throws IOException {
        buffer.compact();
        try {
            return channel.read(buffer);
        } finally {
            buffer.flip();
        }
    }

    /**
     * Steps to the next message.
     *
     * @return false if it is not there completely
     */
    boolean next() throws ProtocolException {
        if (buffer.remaining() < Wire.HEADER_BYTES) {
            return false;
        }
        byte nextType = buffer.get(buffer.position());
        int bodyBytes = buffer.getInt(buffer.position() + 1);
        Wire.checkHeader(nextType, bodyBytes);
        if (nextType == Wire.HELLO || nextType == Wire.FRAME || nextType == Wire.RANGE || nextType == Wire.PROOF) {
            throw new ProtocolException("message type=" + nextType + " from a collector, allowed are 2, 5, 6, 7 and 8");
        }
        if (buffer.remaining() < Wire.HEADER_BYTES + bodyBytes) {
            return false;
        }
        type = nextType;
        body = buffer.slice(buffer.position() + Wire.HEADER_BYTES, bodyBytes);
        buffer.position(buffer.position() + Wire.HEADER_BYTES + bodyBytes);
        return true;
    }

    /** The type of the message that {@link #next} stepped to. */
    byte type() {
        return type;
    }

    /** Its body, valid until the next read. */
    ByteBuffer body() {
        return body;
    }
}
