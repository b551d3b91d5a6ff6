package io.logferry.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.LoggerContext;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.ThreadContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Log4j's API in front of Logback, by log4j-to-slf4j: an appender at the end of it does not send events round. */
final class BridgeTest extends AppenderFixture {
    @AfterEach
    void restore() {
        ThreadContext.clearAll();
        context.reset();
    }

    @Test
    void whatIsLoggedThroughLog4jsApiArrivesOnce() {
        context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        Contexts.configure(context, Contexts.sink(collector) + PATTERN.replace("%m", "%logger %X{user} %m"));
        ThreadContext.put("user", "zoe");
        LogManager.getLogger("com.acme.Shop").info("order {} of {}", 17, "shop");
        stopped();
        assertEquals(List.of("com.acme.Shop zoe order 17 of shop"), collector.lines());
    }
}
