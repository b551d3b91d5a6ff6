package io.logferry.sink.tcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * What is still to be written: a direct buffer, and the rest of at most one frame behind it. Sender thread only.
 *
 * <p>Everything passes through this one buffer, because for a write from a heap buffer the JDK keeps a direct one as
 * large as the largest frame with the thread.
 */
final class Outbox {
    static final int BUFFER_BYTES = 256 * 1024;

    private static final byte[] NOTHING = {};

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private byte[] rest = NOTHING;
    private int restOffset;

    /** Takes a message without a frame, or nothing. */
    boolean offer(ByteBuffer message) {
        return offer(message, NOTHING);
    }

    /**
     * Takes a message, or nothing.
     *
     * @param head goes first
     * @param frame goes behind it; not copied at once
     * @return false if there is no room now
     */
    boolean offer(ByteBuffer head, byte[] frame) {
        if (restOffset < rest.length || buffer.remaining() < head.remaining()) {
            return false;
        }
        buffer.put(head);
        rest = frame;
        restOffset = 0;
        fill();
        return true;
    }

    /**
     * Writes until everything is written or the channel takes no more.
     *
     * @return how many bytes it took
     */
    int writeTo(WritableByteChannel channel) throws IOException {
        int total = 0;
        int written = 1;
        while (written > 0 && buffer.position() > 0) {
            buffer.flip();
            try {
                written = channel.write(buffer);
            } finally {
                buffer.compact();
            }
            total += written;
            fill();
        }
        return total;
    }

    boolean isEmpty() {
        return buffer.position() == 0; // the rest is empty before the buffer is
    }

    void clear() {
        buffer.clear();
        rest = NOTHING;
        restOffset = 0;
    }

    private void fill() {
        int length = Math.min(buffer.remaining(), rest.length - restOffset);
        buffer.put(rest, restOffset, length);
        restOffset += length;
        if (restOffset == rest.length) { // let go of the frame
            rest = NOTHING;
            restOffset = 0;
        }
    }
}
