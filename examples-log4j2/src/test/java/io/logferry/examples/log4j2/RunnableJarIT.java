package io.logferry.examples.log4j2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.contract.jvm.Jvm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example as its users start it. */
final class RunnableJarIT {
    private static final Path JAR = Path.of("target", "logferry-log4j2-example.jar");

    @TempDir
    Path dir;

    @Test
    void showsThatAllThatTheShopLoggedWasStored() throws Exception {
        try (Jvm shop = new Jvm(dir, List.of("-Djava.io.tmpdir=" + dir, "-jar", JAR.toString()))) {
            assertEquals(0, shop.awaitExit(), shop::output);
            String output = shop.output();
            assertTrue(output.contains("logged 600 events, stored 600"), output);
            assertTrue(output.contains("the shelf is empty"), output);
            assertTrue(output.contains("the first: {\"@timestamp\":"), output);
            assertTrue(output.contains("accepted=601 acked=601 dropped=0 onDisk=0 difference=0"), output);
        }
    }
}
