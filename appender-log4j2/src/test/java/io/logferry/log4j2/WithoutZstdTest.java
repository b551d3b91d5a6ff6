package io.logferry.log4j2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.contract.WithoutJar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An application that has no zstd-jni. */
final class WithoutZstdTest extends Log4jFixture {
    @Test
    void itLogsAllTheSame_andThatCompressionIsRefusedWithWhatItNeeds() throws Exception {
        try (WithoutJar application = new WithoutJar("zstd-jni")) {
            List<String> told = application.call(getClass(), "linesAndErrors", dir.toString());
            assertEquals("logged", told.get(0), told.toString());
            String needs = "compression=zstd needs com.github.luben:zstd-jni on the class path: add it to the"
                    + " application's dependencies";
            assertEquals(1, told.stream().filter(text -> text.contains(needs)).count(), told.toString());
        }
    }

    /** Run inside: what came with lz4, then what is told of zstd. */
    static List<String> linesAndErrors(String folder) {
        WithoutZstdTest inside = new WithoutZstdTest();
        inside.dir = Path.of(folder);
        inside.listen();
        inside.start(inside.xml("compression='lz4'", PLAIN));
        inside.context.getLogger("x").info("logged");
        inside.context.stop();
        List<String> told = new ArrayList<>(inside.collector.lines());
        assertTrue(inside.errors().isEmpty(), inside.errors().toString());
        inside.start(inside.xml("compression='zstd'", PLAIN));
        told.addAll(inside.errors());
        inside.stopAll();
        return told;
    }
}
