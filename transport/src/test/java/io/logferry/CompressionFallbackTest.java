package io.logferry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.Codec;
import io.logferry.frame.Level;
import io.logferry.frame.OtherJvm;
import io.logferry.sink.SinkConfig;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;

/** JVMs that have zstd-jni and can't use it. */
class CompressionFallbackTest {
    private static final String USES_LZ4 =
            "appender TEST compresses with lz4, because compression=zstd can't be used: ";

    @Test
    void aLibraryThatDoesNotLoadIsWarnedOf_andLz4Used() throws Exception {
        String printed = printedBy("--enable-native-access=ALL-UNNAMED", "-DZstdNativePath=/does/not/exist");
        assertTrue(printed.startsWith(USES_LZ4 + "com.github.luben:zstd-jni does not load here ("), printed);
        assertTrue(printed.endsWith(";delivered=2"), printed);
    }

    @Test
    @EnabledForJreRange(minVersion = 24)
    void whereTheJdkWouldWarnOfNativeCodeThatIsWarnedOf_andLz4Used() throws Exception {
        assertEquals(
                USES_LZ4 + "the JDK would warn of the native code in com.github.luben:zstd-jni, which"
                        + " --enable-native-access=ALL-UNNAMED allows;delivered=2",
                printedBy());
    }

    private static String printedBy(String... options) throws IOException, InterruptedException {
        return OtherJvm.printedBy(Main.class, System.getProperty("java.class.path"), options);
    }

    /** Run in another JVM: prints the one warning. */
    static final class Main {
        public static void main(String[] args) {
            MemorySink sink = new MemorySink();
            RecordingStatus status = new RecordingStatus();
            LogPipeline<String> pipeline = LogPipeline.start(config(sink), new TextEncoder(), status);
            pipeline.offer("a", Level.INFO);
            pipeline.stop(5_000);
            System.out.print(String.join("|", status.warnings) + ";delivered=" + sink.bodies.size());
        }

        private static PipelineConfig config(SinkConfig sink) {
            return new PipelineConfig(
                    "TEST",
                    "app",
                    256,
                    WhenFull.DROP,
                    100,
                    5_000,
                    Codec.ZSTD,
                    new BatchConfig(16_384, 100, 5),
                    null,
                    sink);
        }
    }
}
