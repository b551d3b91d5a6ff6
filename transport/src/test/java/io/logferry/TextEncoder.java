package io.logferry;

import io.logferry.frame.Level;
import io.logferry.frame.RecordEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Events of tests are their own text. */
public final class TextEncoder implements RecordEncoder<String> {
    @Override
    public long timeNanos(String event) {
        return 0;
    }

    @Override
    public Level level(String event) {
        return Level.INFO;
    }

    @Override
    public void encode(String event, ByteBuffer into) {
        into.put(event.getBytes(StandardCharsets.UTF_8));
    }
}
