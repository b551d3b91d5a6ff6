package io.logferry.log4j2;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.layout.ByteBufferDestination;
import org.jspecify.annotations.Nullable;

/**
 * Any layout of Log4j's, which writes straight into the batch. Its header and footer are not used, and one trailing line
 * end is taken off. Sender thread only.
 */
final class LayoutEncoding implements Encoding, ByteBufferDestination {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Layout<?> layout;

    private ByteBuffer batch = NOTHING;
    /** What does not fit goes here. Not thrown at the layout: Log4j's tell it as an error of their own and try again. */
    private @Nullable ByteBuffer discarded;

    private boolean overflown;

    LayoutEncoding(Layout<?> layout) {
        this.layout = layout;
    }

    @Override
    public boolean needsMessageObject() {
        return true;
    }

    @Override
    public void encode(HeldEvent event, ByteBuffer into) {
        int start = into.position();
        batch = into;
        overflown = false;
        try {
            layout.encode(event, this);
        } finally {
            batch = NOTHING;
        }
        if (overflown) {
            throw new BufferOverflowException();
        }
        into.position(withoutLineEnd(into, start));
    }

    private static int withoutLineEnd(ByteBuffer written, int start) {
        int end = written.position();
        if (end > start && written.get(end - 1) == '\n') {
            end--;
            if (end > start && written.get(end - 1) == '\r') {
                end--;
            }
        }
        return end;
    }

    @Override
    public ByteBuffer getByteBuffer() {
        return overflown ? emptied() : batch;
    }

    @Override
    public ByteBuffer drain(ByteBuffer full) {
        overflown = true;
        return emptied();
    }

    private ByteBuffer emptied() {
        if (discarded == null) {
            discarded = ByteBuffer.allocate(8 * 1024);
        }
        return discarded.clear();
    }

    @Override
    public void writeBytes(ByteBuffer data) {
        if (!overflown && data.remaining() <= batch.remaining()) {
            batch.put(data);
        } else {
            overflown = true;
            data.position(data.limit());
        }
    }

    @Override
    public void writeBytes(byte[] data, int offset, int length) {
        if (!overflown && length <= batch.remaining()) {
            batch.put(data, offset, length);
        } else {
            overflown = true;
        }
    }
}
