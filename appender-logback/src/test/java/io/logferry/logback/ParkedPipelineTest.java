package io.logferry.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.LoggerContext;
import io.logferry.BatchConfig;
import io.logferry.LogPipeline;
import io.logferry.PipelineConfig;
import io.logferry.WhenFull;
import io.logferry.contract.TestCollector;
import io.logferry.frame.Codec;
import io.logferry.sink.tcp.TcpSinkConfig;
import org.junit.jupiter.api.Test;

final class ParkedPipelineTest {
    @Test
    void withoutAThreadThatWouldStopItAPipelineIsStoppedAtOnce() {
        LoggerContext context = Contexts.empty();
        try (TestCollector collector = new TestCollector()) {
            PipelineConfig config = new PipelineConfig(
                    "FERRY",
                    "app",
                    256,
                    WhenFull.DROP,
                    100,
                    5_000,
                    Codec.LZ4,
                    BatchConfig.DEFAULT,
                    null,
                    TcpSinkConfig.parse(collector.endpoint()));
            EventEncoder encoder = new EcsEncoder("app", false);
            Running running = new Running(
                    LogPipeline.start(config, encoder, new ContextStatus(context, "FERRY")), config, encoder);
            Error thrown = assertThrows(
                    OutOfMemoryError.class,
                    () -> ParkedPipeline.park(context, running, thread -> {
                        throw new OutOfMemoryError("unable to create native thread");
                    }));
            assertEquals("unable to create native thread", thrown.getMessage());
            assertTrue(running.pipeline().stats().settled());
            assertNull(ParkedPipeline.adopt(context, config));
        }
    }
}
