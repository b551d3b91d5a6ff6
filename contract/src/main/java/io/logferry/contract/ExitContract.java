package io.logferry.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.PipelineStats;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

    /** The application: class name of its host, endpoint, how it ends, and where it spills to. */
    static final class Application {
        private Application() {}

        public static void main(String[] args) throws Exception {
            var constructor = Class.forName(args[0]).getDeclaredConstructor();
            constructor.setAccessible(true);
            Host host = (Host) constructor.newInstance();
            Settings settings =
                    new Settings(Map.of("tcpSink.endpoints", args[1]), PLAIN).with("batch.lingerMillis", 60_000);
            switch (args[2]) {
                case "exit" -> {
                    log(host, settings);
                    System.exit(EXIT_CODE);
                }
                case "hook" -> {
                    Settings spilling = spilling(settings, args[3]);
                    Runtime.getRuntime().addShutdownHook(new Thread(() -> logUntilOnDisk(host, spilling)));
                }
                default -> log(host, settings);
            }
        }

        /** With a source, because the default one is that of the JVM, which finds only its own. */
        private static Settings spilling(Settings settings, String dir) {
            return settings.with("source", "shop").with("spill.dir", dir);
        }

        private static void log(Host host, Settings settings) {
            host.configure(settings);
            for (int i = 0; i < EVENTS; i++) {
                host.info("{}", i);
            }
        }

        /** The JVM waits for its hooks alone, and the linger is longer than this one waits. */
        private static void logUntilOnDisk(Host host, Settings settings) {
            log(host, settings);
            Await.until(() -> host.stats().onDisk() >= EVENTS, () -> "not on disk: " + host.stats());
        }
    }

    private int exitCode(String ending, String endpoint, String... options) throws Exception {
        Path output = dir.resolve("output");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Application.class.getName(),
                host.getClass().getName(),
                endpoint,
                ending,
                dir.resolve("spool").toString()));
        Process process = new ProcessBuilder(command)
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
    }

    @Test
    void theReturnOfMainLosesNothing() throws Exception {
        assertEquals(0, exitCode("return", collector.endpoint()));
        assertAllArrived();
        assertEquals(1, collector.endCount());
    }

    @Test
    void systemExitLosesNothing() throws Exception {
        assertEquals(EXIT_CODE, exitCode("exit", collector.endpoint()));
        assertAllArrived();
        assertEquals(1, collector.endCount());
    }

    @Test
    void anAppenderThatIsStartedWhileTheJvmExits_spillsAtOnce_andTheNextStartDelivers() throws Exception {
        String noHookOfTheFramework = "-Dlog4j2.shutdownHookEnabled=false"; // which would stop what is started
        assertEquals(0, exitCode("hook", downEndpoint(), noHookOfTheFramework));
        host.configure(Application.spilling(plain(), dir.resolve("spool").toString()));
        PipelineStats stats = stopped();
        assertTrue(stats.carriedIn() >= EVENTS, Files.readString(dir.resolve("output")));
        assertAllArrived(); // and an END behind all that was taken whenever the ring was empty
    }
}
