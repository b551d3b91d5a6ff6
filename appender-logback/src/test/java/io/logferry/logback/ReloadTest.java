package io.logferry.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.logferry.contract.Await;
import io.logferry.contract.ConfigurationFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only Logback's way of reloading allows: the old appender stops before the new one is made. */
final class ReloadTest extends AppenderFixture {
    @Test
    void anEventThatReachesTheOldAppenderDuringTheReloadIsDelivered() {
        Logger logger = start(PATTERN);
        LogferryAppender old = Contexts.ferry(context);
        context.reset();
        old.doAppend(new LoggingEvent("x", logger, Level.INFO, "late", null, new Object[0]));
        Contexts.configure(context, Contexts.sink(collector) + PATTERN);
        assertNotEquals(old, Contexts.ferry(context));
        context.stop();
        assertEquals(List.of("late"), collector.lines());
        assertEquals(1, collector.endCount());
    }

    @Test
    void theSameAppenderObjectMayBeStartedAgainWithinAReset() {
        Logger logger = start(PATTERN);
        LogferryAppender appender = Contexts.ferry(context);
        context.reset();
        appender.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
        assertSame(appender, Contexts.ferry(context));
        logger.info("again");
        context.stop();
        assertEquals(List.of("again"), collector.lines());
        assertEquals(1, collector.endCount());
    }

    @Test
    void aStopThatFollowsAReset_asSpringBootDoes_leavesThePipelineToTheSameConfigurationReadAgain() {
        start(PATTERN).info("before");
        context.reset();
        context.stop();
        context.reset();
        Contexts.configure(context, Contexts.sink(collector) + PATTERN);
        context.start();
        context.getLogger("x").info("after");
        context.stop();
        assertEquals(List.of("before", "after"), collector.lines());
        assertEquals(1, collector.streamCount());
        assertEquals(1, collector.endCount());
    }

    @Test
    void aFileThatIsNotXmlChangesNothing_thePipelineGoesOn(@TempDir Path dir) {
        String elements = Contexts.sink(collector) + PATTERN;
        Path file = dir.resolve("logback.xml");
        ConfigurationFile.write(file, Contexts.xml("scan='true' scanPeriod='10 milliseconds'", elements));
        context = Contexts.empty();
        context.start();
        Contexts.configure(context, file);
        LogferryAppender first = Contexts.ferry(context);
        Logger logger = context.getLogger("com.acme.Shop");
        logger.info("before");
        ConfigurationFile.write(file, "<configuration scan='true'");
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        Await.until(
                () -> root.getAppender("FERRY") != first && root.getAppender("FERRY") != null,
                () -> "not seen: " + context.getStatusManager().getCopyOfStatusList());
        logger.info("after");
        context.stop();
        assertEquals(List.of("before", "after"), collector.lines());
        assertEquals(1, collector.streamCount());
    }
}
