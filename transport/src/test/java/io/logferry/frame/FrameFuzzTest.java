package io.logferry.frame;

import static io.logferry.frame.FrameFormat.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Random input for the readers. A failing seed is named in the error; {@code -Dlogferry.seed=N} runs it alone. */
class FrameFuzzTest {
    private static final int SEEDS = 3_000;

    @Test
    void whatWasSealedIsReadBackForAnyRecords() {
        forEachSeed(random -> {
            List<Frames.Event> events = randomEvents(random);
            Frame frame = Frames.seal(events, randomCodec(random));
            assertEquals(Frames.numbered(events), Frames.decode(Frames.read(frame.bytes())));
        });
    }

    @Test
    void randomBytesAreNeverAFrame() {
        forEachSeed(random -> {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            assertTrue(Frame.read(bytes, Frames.STREAM) == null);
            if (bytes.length > 4) { // with the magic they get a step further
                bytes[0] = (byte) 0xFF;
                bytes[1] = 0x4C;
                bytes[2] = 0x46;
                bytes[3] = 0x59;
                assertTrue(Frame.read(bytes, Frames.STREAM) == null);
            }
        });
    }

    @Test
    void changedFramesWithGoodChecksumsAreRefusedOrReadWithinTheLimits() {
        forEachSeed(random -> {
            byte[] bytes =
                    Frames.seal(randomEvents(random), randomCodec(random)).bytes();
            int changes = 1 + random.nextInt(4);
            readsSafely(Frames.forge(bytes, copy -> {
                for (int i = 0; i < changes; i++) {
                    // half of the changes hit the header, though it is the smaller part
                    int end = random.nextBoolean() ? HEADER_BYTES : bytes.length;
                    copy.put(random.nextInt(end), (byte) random.nextInt());
                }
            }));
        });
    }

    @Test
    void randomPayloadsWithGoodChecksumsNeverThrow() {
        forEachSeed(random -> {
            byte[] stored = new byte[1 + random.nextInt(200)];
            random.nextBytes(stored);
            if (random.nextBoolean()) { // small tokens: short literals, so that matches and their offsets are reached
                for (int i = 0; i < stored.length; i++) {
                    stored[i] &= 0x1F;
                }
            }
            int rawLength = random.nextBoolean() ? 1 + random.nextInt(400) : MAX_PAYLOAD_BYTES;
            readsSafely(Frames.forge(CODEC_LZ4, stored, rawLength, 1 + random.nextInt(3)));
            if (stored.length > 4 && random.nextBoolean()) { // zstd's magic
                ByteBuffer.wrap(stored).putInt(0x28B52FFD);
            }
            readsSafely(Frames.forge(CODEC_ZSTD, stored, rawLength, 1 + random.nextInt(3)));
            readsSafely(Frames.forge(CODEC_RAW, stored, stored.length, 1 + random.nextInt(3)));
        });
    }

    private static void readsSafely(byte[] bytes) {
        Frame frame = Frame.read(bytes, Frames.STREAM);
        if (frame == null) {
            return;
        }
        FrameHeader header = frame.header();
        assertTrue(header.frameBytes() <= MAX_FRAME_BYTES && header.rawLength() <= MAX_PAYLOAD_BYTES);
        List<Frames.Decoded> records = Frames.decode(frame);
        if (records != null) {
            assertEquals(header.recordCount(), records.size());
            assertEquals(header.lastSeq(), records.get(records.size() - 1).seq());
        }
    }

    private static Codec randomCodec(Random random) {
        return Codec.values()[random.nextInt(Codec.values().length)];
    }

    private static List<Frames.Event> randomEvents(Random random) {
        List<Frames.Event> events = new ArrayList<>();
        int count = 1 + random.nextInt(20);
        for (int i = 0; i < count; i++) {
            String body = random.nextBoolean()
                    ? Frames.randomBody(random, random.nextInt(50))
                    : "request served ".repeat(random.nextInt(20));
            events.add(new Frames.Event(random.nextLong(), Level.of(random.nextInt(Level.COUNT)), body));
        }
        return events;
    }

    private static void forEachSeed(Consumer<Random> test) {
        Long only = Long.getLong("logferry.seed");
        LongStream seeds = only != null ? LongStream.of(only) : LongStream.range(0, SEEDS);
        seeds.forEach(seed -> {
            try {
                test.accept(new Random(seed));
            } catch (Throwable failure) {
                throw new AssertionError("rerun with -Dlogferry.seed=" + seed, failure);
            }
        });
    }
}
