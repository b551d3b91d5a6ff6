package io.logferry.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import io.logferry.contract.Json;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.KeyValuePair;

final class UserEncoderTest {
    private final LoggerContext context = Contexts.empty();

    /** Gives the message as it is. */
    private static final class Verbatim extends EncoderBase<ILoggingEvent> {
        @Override
        public byte[] headerBytes() {
            return new byte[] {'h'};
        }

        @Override
        public byte[] encode(ILoggingEvent event) {
            return event.getMessage().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] footerBytes() {
            return new byte[] {'f'};
        }
    }

    private LoggingEvent event(String message) {
        return new LoggingEvent("x", context.getLogger("shop"), Level.INFO, message, null, new Object[0]);
    }

    private static String encoded(UserEncoder encoder, ILoggingEvent event, int room) {
        ByteBuffer into = ByteBuffer.allocate(room);
        encoder.encode(event, into);
        return new String(into.array(), 0, into.position(), StandardCharsets.UTF_8);
    }

    private PatternLayoutEncoder pattern(String pattern) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(pattern);
        return encoder;
    }

    @ParameterizedTest
    @CsvSource({"a,a", "a|n,a", "a|r|n,a", "a|n|n,a|n", "a|r,a|r", "|n,''", "|r|n,''", "'',''", "a|nb|n,a|nb"})
    void oneTrailingLineEndIsTakenOff_headersAndFootersAreNotUsed(String given, String expected) {
        UserEncoder encoder = new UserEncoder(new Verbatim());
        assertTrue(encoder.prepare());
        String message = given.replace("|n", "\n").replace("|r", "\r");
        assertEquals(expected.replace("|n", "\n").replace("|r", "\r"), encoded(encoder, event(message), 100));
    }

    @Test
    void aBodyThatDoesNotFitOverflows() {
        UserEncoder encoder = new UserEncoder(new Verbatim());
        assertTrue(encoder.prepare());
        assertThrows(BufferOverflowException.class, () -> encoded(encoder, event("12345"), 4));
    }

    @Test
    void callerDataAreNotComputedOnTheSendersThread_norKeptInTheEvent() {
        UserEncoder encoder = new UserEncoder(pattern("%class{0}.%method:%line %msg%n"));
        assertTrue(encoder.prepare());
        LoggingEvent event = event("m");
        assertEquals("?.?:? m", encoded(encoder, CapturedEvent.of(event, false, true), 100));
        assertFalse(event.hasCallerData());
        event.setCallerData(new StackTraceElement[] {new StackTraceElement("a.Shop", "order", "Shop.java", 42)});
        assertEquals("Shop.order:42 m", encoded(encoder, event, 100));
    }

    @Test
    void logbacksOwnEncodersWork_withAllPartsOfTheEvent() {
        context.getMDCAdapter().put("user", "zoe");
        LoggingEvent event = event("m");
        event.addKeyValuePair(new KeyValuePair("k", "v"));
        JsonEncoder json = new JsonEncoder();
        json.setContext(context);
        UserEncoder encoder = new UserEncoder(json);
        assertTrue(encoder.prepare());
        String line = encoded(encoder, CapturedEvent.of(event, false, true), 10_000);
        Json.parse(line.getBytes(StandardCharsets.UTF_8));
        assertTrue(line.contains("zoe") && line.contains("\"k\""), line);
        UserEncoder pattern = new UserEncoder(pattern("%thread %-5level %logger %X{user} %kvp %marker %msg%n"));
        assertTrue(pattern.prepare());
        assertEquals(
                Thread.currentThread().getName() + " INFO  shop zoe k=\"v\"  m",
                encoded(pattern, CapturedEvent.of(event, false, true), 100));
    }

    /** Gives the arguments, as encoders do that write each one as a field. */
    private static final class Arguments extends EncoderBase<ILoggingEvent> {
        @Override
        public byte[] headerBytes() {
            return new byte[0];
        }

        @Override
        public byte[] encode(ILoggingEvent event) {
            return Arrays.toString(event.getArgumentArray()).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] footerBytes() {
            return new byte[0];
        }
    }

    @Test
    void theArgumentsAreThoseOfTheCall_thoughTheCallerUsesItsArrayAgain() {
        UserEncoder encoder = new UserEncoder(new Arguments());
        assertTrue(encoder.prepare());
        Object[] array = {"a", 1};
        Logger logger = context.getLogger("shop");
        LoggingEvent event = new LoggingEvent("x", logger, Level.INFO, "{} {}", null, array);
        ILoggingEvent captured = CapturedEvent.of(event, false, true);
        array[0] = "b";
        assertEquals("[a, 1]", encoded(encoder, captured, 100));
        assertSame(event, CapturedEvent.of(event, false, false)); // no garbage for the default encoder
    }

    @Test
    void itIsStartedAndStopped_andAnEventStillUnderWayIsEncodedAllTheSame() {
        Verbatim verbatim = new Verbatim();
        UserEncoder encoder = new UserEncoder(verbatim);
        assertTrue(encoder.prepare());
        assertTrue(verbatim.isStarted());
        encoder.retire();
        assertFalse(verbatim.isStarted());
        assertEquals("late", encoded(encoder, event("late"), 100));
        assertTrue(verbatim.isStarted());
    }
}
