package io.logferry.log4j2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.logferry.PipelineStats;
import io.logferry.contract.Await;
import java.util.List;
import java.util.Objects;
import org.apache.logging.log4j.core.LoggerContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** SLF4J in front of Log4j: libraries log through it, Kafka's client among them. */
final class BridgesTest extends Log4jFixture {
    /** The one that SLF4J's loggers belong to. */
    private final LoggerContext standard = LoggerContext.getContext(false);

    @BeforeEach
    void use() {
        context = standard;
    }

    @AfterEach
    void restore() {
        MDC.clear();
        standard.start();
        standard.setConfigLocation(null);
    }

    private void configure(String xml) {
        standard.setConfigLocation(write("log4j2-test.xml", xml).toUri());
    }

    @Test
    void whatIsLoggedThroughSlf4jArrivesOnce() {
        configure(xml("", "<PatternLayout pattern='%logger %X{user} %marker %m%n'/>"));
        MDC.put("user", "zoe");
        Logger logger = LoggerFactory.getLogger("com.acme.Shop");
        logger.info("order {} of {}", 17, "shop");
        logger.atWarn().addKeyValue("user", "of the event").log("fluent");
        assertEquals(List.of("com.acme.Shop zoe  order 17 of shop", "com.acme.Shop of the event  fluent"), lines());
    }

    @Test
    void whatKafkasClientLogsOnOurThreadsIsSuppressed_alsoAtTrace() {
        configure(appenders("<Logferry name='FERRY' shutdownTimeoutMillis='2000' whenFull='block' ringCapacity='16'>"
                + "<KafkaSink bootstrapServers='127.0.0.1:1' topic='t'/></Logferry>"));
        LogferryAppender ferry = appender("FERRY");
        LoggerFactory.getLogger("com.acme.Shop").info("one");
        Await.until(
                () -> Objects.requireNonNull(ferry.stats()).suppressed() > 10,
                () -> "nothing was suppressed: " + ferry.stats());
        PipelineStats stats = stopped();
        assertEquals(1, stats.accepted() - stats.markers(), stats::toString);
    }
}
