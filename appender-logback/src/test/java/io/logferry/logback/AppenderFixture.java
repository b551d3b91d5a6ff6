package io.logferry.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.core.status.Status;
import io.logferry.PipelineStats;
import io.logferry.contract.Await;
import io.logferry.contract.TestCollector;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;

/** An appender that sends to a collector of the test, both stopped when it ends. */
abstract class AppenderFixture {
    static final String PATTERN = encoder(PatternLayoutEncoder.class);

    final TestCollector collector = new TestCollector();
    LoggerContext context = Contexts.empty();

    static String encoder(Class<?> type) {
        return "<encoder class='" + type.getName() + "'><pattern>%m%n</pattern></encoder>";
    }

    Logger start(String elements) {
        context = Contexts.with(Contexts.sink(collector) + elements);
        LogferryAppender appender = Contexts.ferry(context);
        assertTrue(appender.isStarted(), Contexts.statuses(context, Status.ERROR)::toString);
        return context.getLogger("com.acme.Shop");
    }

    PipelineStats stats() {
        return Objects.requireNonNull(Contexts.ferry(context).stats());
    }

    /** Stops the appender alone: the context would forget it. */
    PipelineStats stopped() {
        LogferryAppender appender = Contexts.ferry(context);
        appender.stop();
        Await.until(() -> stats().settled(), () -> "not ended: " + appender.stats());
        PipelineStats stats = stats();
        assertEquals(0, stats.difference());
        assertFalse(appender.isStarted());
        return stats;
    }

    @AfterEach
    void stopAll() {
        context.stop();
        collector.close();
    }
}
