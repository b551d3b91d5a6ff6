package io.logferry.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.core.status.Status;
import io.logferry.contract.Await;
import java.lang.ref.WeakReference;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** How an appender starts, stops, and is forgotten. */
final class AppenderLifeTest extends AppenderFixture {
    private LogferryAppender startedWithoutJoran() {
        TcpSink sink = new TcpSink();
        sink.setEndpoints(collector.endpoint());
        LogferryAppender appender = new LogferryAppender();
        appender.setContext(context);
        appender.setName("FERRY");
        appender.setTcpSink(sink);
        appender.start();
        return appender;
    }

    /** In a method of its own, so that no frame refers to the appender. */
    private WeakReference<LogferryAppender> startedAndStopped() {
        LogferryAppender appender = startedWithoutJoran();
        appender.stop();
        assertTrue(Objects.requireNonNull(appender.stats()).settled());
        return new WeakReference<>(appender);
    }

    @Test
    void aStoppedAppenderIsNotKeptByItsContext() {
        context = Contexts.empty();
        WeakReference<LogferryAppender> stopped = startedAndStopped();
        Await.until(
                () -> {
                    System.gc();
                    return stopped.refersTo(null);
                },
                () -> "still reachable");
    }

    @Test
    void itsSettersWorkWithoutJoran() {
        context = Contexts.empty();
        LogferryAppender appender = startedWithoutJoran();
        assertEquals(0, Contexts.statuses(context, Status.WARN).size());
        Logger logger = context.getLogger(Logger.ROOT_LOGGER_NAME);
        logger.addAppender(appender);
        logger.info("direct");
        stopped();
        assertEquals(1, collector.lines().size());
    }
}
