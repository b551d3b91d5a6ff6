package io.logferry.collector;

import io.logferry.sink.tcp.Wire;
import io.netty.buffer.ByteBuf;

/** Cuts a connection's bytes into messages. Event loop only. */
final class MessageReader {
    /** What was read. */
    enum Step {
        /** Nothing whole: more bytes are needed. */
        NEED_BYTES,
        /** A header within the limits; {@link #makeRoom} goes on. */
        HEADER,
        /** A whole message. */
        MESSAGE
    }

    private static final byte[] NOTHING = {};

    private final byte[] header = new byte[Wire.HEADER_BYTES];
    private int headerBytes;
    private byte[] body = NOTHING;
    private int bodyBytes;
    private boolean hasRoom;

    /** Reads on. */
    Step read(ByteBuf in) throws Wire.ProtocolException {
        if (headerBytes < header.length) {
            headerBytes += read(in, header, headerBytes);
            if (headerBytes < header.length) {
                return Step.NEED_BYTES;
            }
            Wire.checkHeader(type(), length());
        }
        if (!hasRoom) {
            return Step.HEADER;
        }
        bodyBytes += read(in, body, bodyBytes);
        return bodyBytes < body.length ? Step.NEED_BYTES : Step.MESSAGE;
    }

    private static int read(ByteBuf in, byte[] to, int offset) {
        int length = Math.min(in.readableBytes(), to.length - offset);
        in.readBytes(to, offset, length);
        return length;
    }

    byte type() {
        return header[0];
    }

    /** The body's length as the header says it. */
    int length() {
        return (header[1] & 0xFF) | (header[2] & 0xFF) << 8 | (header[3] & 0xFF) << 16 | header[4] << 24;
    }

    /** Makes room for the body. */
    void makeRoom() {
        body = new byte[length()];
        hasRoom = true;
    }

    /** Tells whether room was made for the message that is being read. */
    boolean hasRoom() {
        return hasRoom;
    }

    /** Tells whether a message has begun. */
    boolean isInside() {
        return headerBytes > 0;
    }

    /** The whole message's body. */
    byte[] body() {
        return body;
    }

    /** Begins the next message. */
    void next() {
        body = NOTHING;
        headerBytes = 0;
        bodyBytes = 0;
        hasRoom = false;
    }
}
