package io.logferry.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Frames as released versions wrote them, checked in as hexadecimal text. They are never changed: a new format gets
 * files of its own. What LZ4 and zstd write differs between their implementations, so that only raw frames are compared as bytes.
 */
class GoldenFrameTest {
    private static final List<Frames.Event> END_LINE =
            List.of(new Frames.Event(1_763_636_373_123_456_789L, Level.INFO, "{\"event.action\":\"logferry.end\"}"));

    @Test
    void version1RawFramesAreRead() throws IOException {
        assertEquals(Frames.numbered(Frames.smallEvents()), Frames.decode(Frames.read(golden("v1-raw.hex"))));
    }

    @Test
    void version1Lz4FramesAreRead() throws IOException {
        Frame frame = Frames.read(golden("v1-lz4.hex"));
        assertEquals(Codec.LZ4, frame.header().codec());
        assertEquals(Frames.numbered(Frames.smallEvents()), Frames.decode(frame));
    }

    @Test
    void version1ZstdFramesAreRead() throws IOException {
        Frame frame = Frames.read(golden("v1-zstd.hex"));
        assertEquals(Codec.ZSTD, frame.header().codec());
        assertEquals(Frames.numbered(Frames.smallEvents()), Frames.decode(frame));
    }

    @Test
    void version1EndFramesAreRead() throws IOException {
        Frame frame = Frames.read(golden("v1-end.hex"));
        assertTrue(frame.header().isEnd());
        assertEquals(Frames.numbered(END_LINE), Frames.decode(frame));
    }

    @Test
    void todaysRawFramesHaveExactlyTheseBytes() throws IOException {
        assertArrayEquals(
                golden("v1-raw.hex"),
                Frames.seal(Frames.smallEvents(), Codec.NONE).bytes());
        FrameEncoder encoder = new FrameEncoder(Frames.STREAM, Codec.NONE);
        assertArrayEquals(
                golden("v1-end.hex"),
                encoder.sealEnd(Frames.batch(END_LINE), Frames.EPOCH, Frames.FIRST_SEQ)
                        .bytes());
    }

    private static byte[] golden(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(GoldenFrameTest.class.getResourceAsStream("/frames/" + name))) {
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
        }
    }
}
