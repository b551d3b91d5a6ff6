package io.logferry.collector;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads an index from its beginning, in bounded memory. One thread at a time. */
final class IndexReader implements Closeable {
    private final UUID streamId;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(1024 * IndexEntry.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .flip();

    /** The header, or null if it is damaged or incomplete. */
    final @Nullable IndexHeader header;

    private long readBytes;

    IndexReader(Path index, UUID streamId) throws IOException {
        this.streamId = streamId;
        this.channel = FileChannel.open(index, StandardOpenOption.READ);
        this.header = hasNext() ? IndexHeader.read(buffer, streamId) : null;
        this.readBytes = IndexEntry.BYTES;
    }

    /** Tells whether another whole slot follows. */
    boolean hasNext() throws IOException {
        if (buffer.remaining() < IndexEntry.BYTES) {
            buffer.compact();
            while (buffer.hasRemaining() && channel.read(buffer) > 0) {}
            buffer.flip();
        }
        return buffer.remaining() >= IndexEntry.BYTES;
    }

    /** The next slot's entry, or null if it is damaged. */
    @Nullable IndexEntry next() {
        readBytes += IndexEntry.BYTES;
        return IndexEntry.read(buffer, streamId);
    }

    /** Offset behind the last slot that was read. */
    long readBytes() {
        return readBytes;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
