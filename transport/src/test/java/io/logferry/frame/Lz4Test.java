package io.logferry.frame;

import static io.logferry.frame.FrameFormat.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import org.junit.jupiter.api.Test;

class Lz4Test {
    private static final List<Frames.Event> EVENTS =
            Collections.nCopies(1_000, Frames.event("GET /orders/4711 served in 12 ms"));

    @Test
    void framesOfThePureJavaCompressorAreRead() {
        assertReads(LZ4Factory.safeInstance().fastCompressor());
    }

    @Test
    void framesOfTheNativeCompressorAreRead() {
        assumeTrue(Lz4.implementation().equals("native"));
        assertReads(LZ4Factory.nativeInstance().fastCompressor());
    }

    @Test
    void thePureJavaCompressorCanBeAskedFor() throws Exception {
        assertEquals("safe", printedByAnotherJvm("-Dlogferry.lz4.safe=true"));
    }

    @Test
    void noWarningIsPrintedWhateverIsChosen() throws Exception {
        assertEquals(Lz4.implementation(), printedByAnotherJvm("-Dlogferry.lz4.safe=false"));
    }

    @Test
    void theNativeCompressorIsUsedWhereNativeAccessIsEnabled() throws Exception {
        assumeTrue(Runtime.version().feature() >= 24, "native access needs no permission before JDK 24");
        assertEquals("native", printedByAnotherJvm("--enable-native-access=ALL-UNNAMED"));
    }

    /** Run in another JVM: names the implementation, after it has been used. */
    static final class Main {
        public static void main(String[] args) {
            Frames.read(Frames.seal(EVENTS, Codec.LZ4).bytes());
            System.out.print(Lz4.implementation());
        }
    }

    private static void assertReads(LZ4Compressor compressor) {
        Batch batch = Frames.batch(EVENTS);
        byte[] stored = compressor.compress(Arrays.copyOf(batch.rawBytes(), batch.sizeBytes()));
        byte[] frame = Frames.forge(
                Frames.forge(CODEC_LZ4, stored, batch.sizeBytes(), EVENTS.size()),
                header -> batch.levelCounts().write(header, LEVEL_COUNTS_OFFSET));
        assertEquals(Frames.numbered(EVENTS), Frames.decode(Frames.read(frame)));
    }

    private static String printedByAnotherJvm(String option) throws IOException, InterruptedException {
        return OtherJvm.printedBy(Main.class, System.getProperty("java.class.path"), option);
    }
}
