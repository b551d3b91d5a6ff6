package io.logferry.examples.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.logferry.contract.jvm.Events;
import io.logferry.contract.jvm.Jvm;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logback configured again and again in one JVM. */
final class RestartTest {
    private static final Path PLAIN = Path.of("src", "test", "boot", "plain").toAbsolutePath();

    @TempDir
    Path dir;

    @Test
    void restarts_withLogbacksOwnConfigurationAndWithBoots_loseAndRepeatNothing_andLeaveNoThread() throws Exception {
        String classPath = PLAIN + File.pathSeparator + System.getProperty("java.class.path");
        try (Store store = new Store(dir).open();
                Jvm jvm = Shop.jvm(
                        dir,
                        List.of("-Dcollectors=" + store.endpoint(), "-cp", classPath, Restarts.class.getName()),
                        "--logs.collectors=" + store.endpoint())) {
            assertEquals(0, jvm.awaitExit(), jvm::output);
            Events.assertSame(Shop.events(jvm), store.events());
            assertEquals(2, store.streamCount(), "logback.xml, however often it is read, and logback-spring.xml");
            assertEquals(0, store.stats().ranges());
        }
    }
}
