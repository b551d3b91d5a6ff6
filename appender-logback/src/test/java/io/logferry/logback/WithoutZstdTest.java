package io.logferry.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.status.Status;
import io.logferry.contract.TestCollector;
import io.logferry.contract.WithoutJar;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An application that has no zstd-jni. */
final class WithoutZstdTest {
    @Test
    void itLogsAllTheSame_andThatCompressionIsRefusedWithWhatItNeeds() throws Exception {
        try (WithoutJar application = new WithoutJar("zstd-jni")) {
            List<String> lz4 = application.call(getClass(), "errorsAndLines", "lz4");
            assertEquals(1, lz4.size(), lz4.toString());
            assertTrue(lz4.get(0).contains("\"message\":\"logged\""), lz4.toString());
            List<String> zstd = application.call(getClass(), "errorsAndLines", "zstd");
            assertEquals(1, zstd.size(), zstd.toString());
            assertTrue(
                    zstd.get(0)
                            .contains("compression=zstd needs com.github.luben:zstd-jni on the class path: add it to"
                                    + " the application's dependencies"),
                    zstd.toString());
        }
    }

    /** Run inside. */
    static List<String> errorsAndLines(String compression) {
        try (TestCollector collector = new TestCollector()) {
            LoggerContext context =
                    Contexts.with(Contexts.sink(collector) + "<compression>" + compression + "</compression>");
            context.getLogger("x").info("logged");
            List<String> told = new ArrayList<>(Contexts.statuses(context, Status.ERROR));
            Contexts.ferry(context).stop();
            told.addAll(collector.lines());
            context.stop();
            return told;
        }
    }
}
