package io.logferry.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM exits, and nobody has stopped the framework. */
abstract class ExitContract extends ContractFixture {
    private static final int EVENTS = 3_000; // fewer than the ring holds
    private static final int EXIT_CODE = 3;

    @TempDir
    private Path dir = Path.of("");

    ExitContract(Host host) {
        super(host);
    }

    /** The application: class name of its host, endpoint, and how it ends. */
    static final class Application {
        private Application() {}

        public static void main(String[] args) throws Exception {
            var constructor = Class.forName(args[0]).getDeclaredConstructor();
            constructor.setAccessible(true);
            Host host = (Host) constructor.newInstance();
            Settings settings = new Settings(Map.of("tcpSink.endpoints", args[1]), PLAIN);
            host.configure(settings.with("batch.lingerMillis", 60_000));
            for (int i = 0; i < EVENTS; i++) {
                host.info("{}", i);
            }
            if (args[2].equals("exit")) {
                System.exit(EXIT_CODE);
            }
        }
    }

    private int exitCode(String ending) throws Exception {
        Path output = dir.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Application.class.getName(),
                        host.getClass().getName(),
                        collector.endpoint(),
                        ending)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertTrue(process.waitFor(30, TimeUnit.SECONDS), "it does not exit");
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private void assertAllArrived() {
        List<String> numbers =
                IntStream.range(0, EVENTS).mapToObj(Integer::toString).toList();
        assertEquals(numbers, collector.lines());
        assertEquals(1, collector.endCount());
    }

    @Test
    void theReturnOfMainLosesNothing() throws Exception {
        assertEquals(0, exitCode("return"));
        assertAllArrived();
    }

    @Test
    void systemExitLosesNothing() throws Exception {
        assertEquals(EXIT_CODE, exitCode("exit"));
        assertAllArrived();
    }
}
