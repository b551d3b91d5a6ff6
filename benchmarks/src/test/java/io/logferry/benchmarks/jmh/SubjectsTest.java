package io.logferry.benchmarks.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SubjectsTest {
    private static final int MESSAGE_BYTES = 100;
    private static final int FRAMES = 30;

    @ParameterizedTest
    @EnumSource
    void everyEncoderWritesMessagesAndExceptions(EncoderSubject subject) {
        IntUnaryOperator plain = subject.start(new ShopEvents(2, false));
        IntUnaryOperator thrown = subject.start(new ShopEvents(2, true));
        for (int i = 0; i < 2; i++) {
            int bytes = plain.applyAsInt(i);
            assertTrue(bytes > MESSAGE_BYTES, () -> subject + " wrote bytes=" + bytes);
            assertTrue(thrown.applyAsInt(i) > bytes + FRAMES * "at com.example".length());
        }
    }

    @Test
    void oursWritesTheSameUnderBothFrameworks() {
        ShopEvents events = new ShopEvents(2, true);
        assertEquals(
                EncoderSubject.LOGBACK_LOGFERRY.start(events).applyAsInt(1),
                EncoderSubject.LOG4J2_LOGFERRY.start(events).applyAsInt(1));
    }

    @ParameterizedTest
    @EnumSource
    void everyCodecMakesLinesSmaller(Codec codec) {
        byte[] lines = ShopLines.bytes(16 * 1024);
        byte[] into = new byte[Codec.mostBytes(lines.length)];
        assertTrue(codec.start().compress(lines, 0, lines.length, into) < lines.length / 2);
    }
}
