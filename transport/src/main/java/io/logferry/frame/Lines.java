package io.logferry.frame;

import java.nio.ByteBuffer;

/** Makes one line of a record's body, as the collector stores it. Any thread. */
public final class Lines {
    private Lines() {}

    /**
     * Appends the body and a newline. Line breaks in the body are replaced: in JSON, where they can only be white space,
     * by a space, else by the two characters of their escape. Needs twice the length and one byte of room.
     */
    public static void append(ByteBuffer out, byte[] body, int offset, int length) {
        int end = offset + length;
        boolean json = length > 0 && body[offset] == '{';
        int from = offset;
        for (int i = offset; i < end; i++) {
            byte b = body[i];
            if (b == '\n' || b == '\r') {
                out.put(body, from, i - from);
                if (json) {
                    out.put((byte) ' ');
                } else {
                    out.put((byte) '\\').put((byte) (b == '\n' ? 'n' : 'r'));
                }
                from = i + 1;
            }
        }
        out.put(body, from, end - from).put((byte) '\n');
    }
}
