package io.logferry.collector;

import io.logferry.sink.tcp.Wire;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** Cuts a connection's bytes into messages. Event loop only. */
final class MessageReader {
    /** What was read. */
    enum Step {
        /** Nothing whole: more bytes are needed. */
        NEED_BYTES,
        /** The header is within the limits, and its body needs more room; {@link #makeRoom} goes on. */
        NEED_ROOM,
        /** A whole message. */
        MESSAGE
    }

    private static final byte[] NOTHING = {};
    private static final int LEAST_ROOM_BYTES = 1 << 10;

    private final byte[] header = new byte[Wire.HEADER_BYTES];
    private int headerBytes;
    private byte[] body = NOTHING;
    private int bodyBytes;
    private boolean hasRoom;
    private int neededBytes;

    /** Reads on. */
    Step read(ByteBuf in) throws Wire.ProtocolException {
        if (headerBytes < header.length) {
            headerBytes += read(in, header, headerBytes);
            if (headerBytes < header.length) {
                return Step.NEED_BYTES;
            }
            Wire.checkHeader(type(), length());
        }
        bodyBytes += read(in, body, bodyBytes);
        if (!hasRoom || (bodyBytes == body.length && bodyBytes < length())) {
            // as bytes come, not as the header promises: who sends nothing must not hold memory
            neededBytes = Math.min(length(), Math.max(LEAST_ROOM_BYTES, 2 * (bodyBytes + in.readableBytes())));
            return Step.NEED_ROOM;
        }
        return bodyBytes < length() ? Step.NEED_BYTES : Step.MESSAGE;
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

    /** The room that there is for the body. */
    int roomBytes() {
        return body.length;
    }

    /** The room that its next piece needs. */
    int neededBytes() {
        return neededBytes;
    }

    /** Makes room for the next piece of the body. */
    void makeRoom() {
        body = Arrays.copyOf(body, neededBytes);
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
