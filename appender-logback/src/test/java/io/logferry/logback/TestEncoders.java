package io.logferry.logback;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import io.logferry.contract.Await;
import java.util.concurrent.CountDownLatch;

/** Encoders, and a filter, that do not behave; configured by their class names. */
final class TestEncoders {
    private TestEncoders() {}

    /** Refuses what it is told to refuse, in the way it is told. */
    public static final class Moody extends Filter<ILoggingEvent> {
        @Override
        public FilterReply decide(ILoggingEvent event) {
            return switch (event.getMessage()) {
                case "deny" -> FilterReply.DENY;
                case "throw" -> throw new IllegalStateException("throw");
                case "error" -> throw new StackOverflowError("error");
                default -> FilterReply.NEUTRAL;
            };
        }
    }

    /** Throws Errors at some events. */
    public static final class BrokenEncoder extends PatternLayoutEncoder {
        @Override
        public byte[] encode(ILoggingEvent event) {
            if (event.getMessage().equals("break")) {
                throw new NoClassDefFoundError("org/example/Missing");
            }
            return super.encode(event);
        }
    }

    /** Logs on the sender's thread, through the logger it encodes for. */
    public static final class LoggingEncoder extends PatternLayoutEncoder {
        @Override
        public byte[] encode(ILoggingEvent event) {
            ((LoggerContext) getContext()).getLogger("encoder").info("encoding {}", event.getMessage());
            return super.encode(event);
        }
    }

    /** Encodes nothing before its gate is open. */
    public static final class GatedEncoder extends PatternLayoutEncoder {
        static volatile CountDownLatch gate = new CountDownLatch(0);

        @Override
        public byte[] encode(ILoggingEvent event) {
            Await.until(() -> gate.getCount() == 0, () -> "the gate stays closed");
            return super.encode(event);
        }
    }
}
