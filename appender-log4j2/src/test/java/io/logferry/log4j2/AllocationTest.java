package io.logferry.log4j2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.logferry.PipelineStats;
import io.logferry.contract.Allocation;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.impl.ContextDataFactory;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.impl.MutableLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.util.Constants;
import org.apache.logging.log4j.util.StringMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** That nothing is allocated, once all is warm: on the thread that logs, and on the one that encodes. */
final class AllocationTest extends Log4jFixture {
    private static final String NEVER_FULL =
            "ringCapacity='16384' whenFull='block' blockTimeoutMillis='60000' shutdownTimeoutMillis='60000'";

    @AfterEach
    void emptyThreadContext() {
        ThreadContext.clearAll();
    }

    private static MutableLogEvent event() {
        StringMap data = ContextDataFactory.createContextData();
        data.putValue("user", "zoe");
        data.putValue("request", "4711");
        MutableLogEvent event = new MutableLogEvent(new StringBuilder("order 17 of shop"), new Object[] {"17", "shop"});
        event.setContextData(data);
        event.setContextStack(ThreadContext.EMPTY_STACK);
        event.setLevel(Level.INFO);
        event.setLoggerName("com.acme.Shop");
        event.setThreadName("main");
        return event;
    }

    private void assertNothingAllocated(String elements, LogEvent event) {
        start(xml(NEVER_FULL, elements));
        LogferryAppender ferry = appender("FERRY");
        assertEquals(0, Allocation.bytesPerCall(() -> ferry.append(event)));
        PipelineStats stats = stopped();
        assertEquals(stats.accepted(), stats.acked(), stats::toString);
    }

    @Test
    void appendingAnEventThatLog4jUsesAgainAllocatesNothing() {
        assertNothingAllocated("", event());
    }

    @Test
    void neitherWithALayout_whichMayAskForParameters() {
        assertNothingAllocated(PLAIN, event());
    }

    @Test
    void appendingAnEventOfItsOwnAllocatesNothing() {
        StringMap data = ContextDataFactory.createContextData();
        data.putValue("user", "zoe");
        data.freeze();
        assertNothingAllocated(
                "",
                Log4jLogEvent.newBuilder()
                        .setLevel(Level.WARN)
                        .setLoggerName("com.acme.Shop")
                        .setThreadName("main")
                        .setContextData(data)
                        .setMessage(new SimpleMessage("text"))
                        .build());
    }

    @Test
    void aLoggingCallAllocatesNoMoreThanWithAnAppenderThatDoesNothing() {
        assumeTrue(Constants.ENABLE_THREADLOCALS, "Log4j allocates events of its own, of varying size");
        ThreadContext.put("user", "zoe");
        ThreadContext.put("request", "4711");
        start(appenders("<Null name='FERRY'/>"));
        long without = perCall(logger());
        context.stop();
        start(xml(NEVER_FULL, ""));
        long with = perCall(logger());
        assertTrue(with <= without, () -> with + " bytes, without us " + without);
    }

    private static long perCall(Logger logger) {
        return Allocation.bytesPerCall(() -> logger.info("order {} of {}", "17", "shop"));
    }

    @Test
    void encodingTheDefaultLineAllocatesNothing() {
        HeldEvent held = new HeldEvents().get();
        EcsEncoding encoding = new EcsEncoding("shop");
        ByteBuffer into = ByteBuffer.allocate(100_000);
        LogEvent event = event();
        assertEquals(0, Allocation.bytesPerCall(() -> {
            held.fill(event, false, encoding);
            Objects.requireNonNull(held.encoding()).encode(held, into.clear());
            held.clear();
        }));
    }
}
