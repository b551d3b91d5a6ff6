package io.logferry.collector;

import io.logferry.frame.Position;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The first entry of an index: what was known when the pair of files began. Immutable.
 *
 * @param state the stream's state before the first entry
 * @param createdMillis when the pair began
 */
record IndexHeader(StreamState state, long createdMillis) {
    private static final byte KIND = 1;
    private static final int MAGIC = 0x58494CFF;

    ByteBuffer bytes(UUID streamId) {
        ByteBuffer out = ByteBuffer.allocate(IndexEntry.BYTES).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        out.put(KIND).put(IndexEntry.VERSION).putShort((short) (state.open() ? 1 : 0));
        out.putInt(MAGIC).putLong(streamId.getMostSignificantBits()).putLong(streamId.getLeastSignificantBits());
        out.putLong(state.last().epoch()).putLong(state.last().seq());
        out.putLong(state.helloEpoch()).putLong(createdMillis).putInt(0);
        return out.putInt(IndexEntry.crc(out, 0, streamId)).flip();
    }

    /** Reads the header at the buffer's position and moves behind it; null if these bytes are none of this stream. */
    static @Nullable IndexHeader read(ByteBuffer in, UUID streamId) {
        if (in.remaining() < IndexEntry.BYTES) {
            return null;
        }
        int at = in.position();
        in.position(at + IndexEntry.BYTES);
        if (in.getInt(at + 60) != IndexEntry.crc(in, at, streamId)
                || in.get(at) != KIND
                || in.get(at + 1) != IndexEntry.VERSION
                || in.getInt(at + 4) != MAGIC) {
            return null;
        }
        Position last = new Position(in.getLong(at + 24), in.getLong(at + 32));
        boolean open = in.getShort(at + 2) == 1;
        return new IndexHeader(new StreamState(last, in.getLong(at + 40), open), in.getLong(at + 48));
    }
}
