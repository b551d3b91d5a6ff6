package io.logferry.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM on the leash. */
final class LeashTest {
    @TempDir
    Path dir;

    @Test
    void endsWhenItsStandardInputDoes() throws Exception {
        List<String> forEver = List.of("--bootstrap-server", "127.0.0.1:1", "--topic", "logs");
        Process process = new ProcessBuilder(BrokerJvm.command(List.of(), ConsoleConsumer.MAIN, forEver))
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("log").toFile())
                .start();
        try {
            assertTrue(process.isAlive());
            process.getOutputStream().close();
            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
            assertEquals(Leash.PARENT_GONE, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }
}
