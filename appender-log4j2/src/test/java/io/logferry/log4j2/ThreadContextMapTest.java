package io.logferry.log4j2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.contract.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.spi.ObjectThreadContextMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Log4j's other map for the thread's context: it is used again, and has values of any kind. A JVM has one map. */
final class ThreadContextMapTest extends Log4jFixture {
    /** The application: its configuration. */
    static final class Application {
        private Application() {}

        public static void main(String[] args) {
            LoggerContext context =
                    new LoggerContext("application", null, Path.of(args[0]).toUri());
            context.start();
            Logger logger = context.getLogger("com.acme.Shop");
            ObjectThreadContextMap map = (ObjectThreadContextMap) ThreadContext.getThreadContextMap();
            ThreadContext.put("user", "before");
            map.putValue("price", new BigDecimal("1.5"));
            map.putValue("paid", true);
            logger.info(map.getClass().getSimpleName());
            ThreadContext.put("user", "after");
            ThreadContext.remove("price");
            logger.info("second");
            ThreadContext.clearMap();
            logger.info("third");
            context.stop();
        }
    }

    @Test
    void valuesAreWrittenAsTheyWereAtTheCall() throws Exception {
        Path output = dir.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dlog4j2.garbagefree.threadContextMap=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Application.class.getName(),
                        write("log4j2-test.xml", xml("", "")).toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertTrue(process.waitFor(30, TimeUnit.SECONDS), "it does not exit");
        } finally {
            process.destroyForcibly();
        }
        List<@Nullable Object> messages = new ArrayList<>();
        List<@Nullable Object> labels = new ArrayList<>();
        for (String text : collector.lines()) {
            Map<String, @Nullable Object> line = Json.parse(text.getBytes(StandardCharsets.UTF_8));
            messages.add(line.get("message"));
            labels.add(line.get("labels"));
        }
        assertEquals(
                List.of("GarbageFreeSortedArrayThreadContextMap", "second", "third"),
                messages,
                Files.readString(output));
        List<@Nullable Object> expected = new ArrayList<>();
        expected.add(Map.of("user", "before", "price", "1.5", "paid", true));
        expected.add(Map.of("user", "after", "paid", true));
        expected.add(null);
        assertEquals(expected, labels);
    }
}
