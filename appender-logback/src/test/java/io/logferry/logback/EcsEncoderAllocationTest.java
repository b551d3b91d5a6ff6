package io.logferry.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.logferry.contract.Allocation;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;
import org.slf4j.helpers.BasicMarkerFactory;

final class EcsEncoderAllocationTest {
    private final LoggerContext context = Contexts.empty();
    private final EcsEncoder encoder = new EcsEncoder("shop", false);
    private final ByteBuffer into = ByteBuffer.allocate(100_000);

    private LoggingEvent event(@Nullable Throwable thrown) {
        context.getMDCAdapter().put("user", "zoe");
        context.getMDCAdapter().put("request", "4711");
        Object[] arguments = {17, "shop"};
        return new LoggingEvent("x", context.getLogger("shop"), Level.INFO, "order {} of {}", thrown, arguments);
    }

    private void assertNoGarbage(LoggingEvent event) {
        ILoggingEvent captured = CapturedEvent.of(event, false, false);
        assertEquals(0, Allocation.bytesPerCall(() -> encoder.encode(captured, into.clear())));
    }

    @Test
    void aPlainEventWithMdcMakesNoGarbage() {
        assertNoGarbage(event(null));
    }

    @Test
    void keyValuePairsAndMarkersMakeNoGarbage() {
        LoggingEvent event = event(null);
        event.addMarker(new BasicMarkerFactory().getMarker("AUDIT"));
        event.addKeyValuePair(new KeyValuePair("text", "t"));
        event.addKeyValuePair(new KeyValuePair("number", 17));
        assertNoGarbage(event);
    }

    @Test
    void aThrowableMakesNoGarbage() {
        assertNoGarbage(event(new IllegalStateException("outer", new RuntimeException("inner"))));
    }
}
