package io.logferry.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;

class ZstdTest {
    private static final String CLASS_PATH = System.getProperty("java.class.path");
    private static final String WITHOUT_LIBRARY = Stream.of(CLASS_PATH.split(File.pathSeparator, -1))
            .filter(entry -> !entry.contains("zstd-jni"))
            .collect(Collectors.joining(File.pathSeparator));
    private static final List<Frames.Event> EVENTS =
            Collections.nCopies(1_000, Frames.event("GET /orders/4711 served in 12 ms"));

    @Test
    void itMakesAFrameSmallerThanLz4Does() {
        int zstd = Frames.seal(EVENTS, Codec.ZSTD).bytes().length;
        assertTrue(zstd < Frames.seal(EVENTS, Codec.LZ4).bytes().length, "bytes=" + zstd);
    }

    @Test
    void theOtherCodecsAreAlwaysThere() {
        for (Codec codec : List.of(Codec.LZ4, Codec.NONE)) {
            assertNull(codec.whyNotRead());
            assertNull(codec.whyNotWritten());
        }
    }

    @Test
    void withoutTheLibraryFramesAreNotWrittenAndNotRead_andEverythingElseWorks() throws Exception {
        String absent = "com.github.luben:zstd-jni is not on the class path";
        assertEquals("false;" + absent + ";" + absent, printedBy(WITHOUT_LIBRARY));
    }

    @Test
    void aLibraryThatDoesNotLoadIsNamed() throws Exception {
        String printed =
                printedBy(CLASS_PATH, "--enable-native-access=ALL-UNNAMED", "-DZstdNativePath=/does/not/exist");
        assertTrue(printed.contains(";com.github.luben:zstd-jni does not load here ("), printed);
    }

    @Test
    @EnabledForJreRange(maxVersion = 23)
    void itIsUsedWithoutPermissionBeforeJdk24() throws Exception {
        assertEquals("true;null;null", printedBy(CLASS_PATH));
    }

    @Test
    @EnabledForJreRange(minVersion = 24)
    void whereTheJdkWouldWarnNothingIsWritten() throws Exception {
        String printed = OtherJvm.printedBy(WrittenOnly.class, CLASS_PATH);
        assertEquals(
                "the JDK would warn of the native code in com.github.luben:zstd-jni, which"
                        + " --enable-native-access=ALL-UNNAMED allows",
                printed);
    }

    @Test
    @EnabledForJreRange(minVersion = 24)
    void whereNativeAccessIsEnabledItIsUsedWithoutAWarning() throws Exception {
        assertEquals("true;null;null", printedBy(CLASS_PATH, "--enable-native-access=ALL-UNNAMED"));
    }

    private static String printedBy(String classPath, String... options) throws IOException, InterruptedException {
        return OtherJvm.printedBy(Main.class, classPath, options);
    }

    /** Run in another JVM: tells whether zstd can be used, after LZ4 was, and zstd where it can. */
    static final class Main {
        public static void main(String[] args) {
            Frames.decode(Frames.seal(EVENTS, Codec.LZ4));
            String written = Codec.ZSTD.whyNotWritten();
            String read = Codec.ZSTD.whyNotRead();
            if (written == null) {
                assertEquals(Frames.numbered(EVENTS), Frames.decode(Frames.seal(EVENTS, Codec.ZSTD)));
            }
            System.out.print(Zstd.isOnClassPath() + ";" + written + ";" + read);
        }
    }

    /** Run in another JVM. */
    static final class WrittenOnly {
        public static void main(String[] args) {
            System.out.print(Codec.ZSTD.whyNotWritten());
        }
    }
}
