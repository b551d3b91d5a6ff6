package io.logferry.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.pattern.PatternLayoutEncoderBase;
import java.nio.ByteBuffer;

/**
 * Any encoder of Logback's. Its headers and footers are not used, and one trailing line end is taken off. Sender thread
 * only, where nothing else is said.
 */
final class UserEncoder extends EventEncoder {
    private final Encoder<ILoggingEvent> encoder;
    private boolean retired;

    UserEncoder(Encoder<ILoggingEvent> encoder) {
        this.encoder = encoder;
    }

    /** Synchronised, because after a hand-over an event may still be under way while the encoder is retired. */
    @Override
    public synchronized void encode(ILoggingEvent event, ByteBuffer into) {
        if (retired) {
            prepare();
        }
        byte[] line = encoder.encode(new EventView(event));
        into.put(line, 0, lengthWithoutLineEnd(line));
    }

    private static int lengthWithoutLineEnd(byte[] line) {
        int length = line.length;
        if (length > 0 && line[length - 1] == '\n') {
            length--;
            if (length > 0 && line[length - 1] == '\r') {
                length--;
            }
        }
        return length;
    }

    @Override
    synchronized boolean prepare() {
        retired = false;
        if (!encoder.isStarted()) {
            encoder.start();
        }
        return encoder.isStarted() && !isWithoutPattern();
    }

    /** Its pattern is missing or wrong: it starts all the same, and then writes nothing for any event. */
    private boolean isWithoutPattern() {
        return encoder instanceof PatternLayoutEncoderBase<?> pattern
                && !pattern.getLayout().isStarted();
    }

    @Override
    synchronized void retire() {
        retired = true;
        try {
            encoder.stop();
        } catch (Throwable ignored) {
            // an Error too: nobody needs it any more, and others are still to be stopped
        }
    }

    @Override
    public String toString() {
        return encoder.getClass().getName();
    }
}
