package io.logferry.frame;

import static io.logferry.frame.FrameFormat.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FrameTest {
    private static final UUID OTHER_STREAM = new UUID(1, 2);

    @Test
    void recordsComeBackFromACompressedFrame() {
        for (Codec codec : List.of(Codec.LZ4, Codec.ZSTD)) {
            Frame frame = Frames.read(Frames.seal(Frames.smallEvents(), codec).bytes());
            assertEquals(codec, frame.header().codec());
            assertTrue(frame.header().storedLength() < frame.header().rawLength());
            assertEquals(Frames.numbered(Frames.smallEvents()), Frames.decode(frame));
        }
    }

    @Test
    void recordsComeBackFromARawFrame() {
        Frame frame = Frames.read(Frames.seal(Frames.smallEvents(), Codec.NONE).bytes());
        assertEquals(Codec.NONE, frame.header().codec());
        assertEquals(Frames.numbered(Frames.smallEvents()), Frames.decode(frame));
    }

    @Test
    void whatDoesNotBecomeSmallerIsStoredRaw() {
        for (int bodyBytes : new int[] {0, 1, 20, 1_000, MAX_RECORD_BYTES}) {
            List<Frames.Event> events = List.of(Frames.event(Frames.randomBody(new Random(1), bodyBytes)));
            for (Codec codec : Codec.values()) {
                Frame frame = Frames.read(Frames.seal(events, codec).bytes());
                assertEquals(Codec.NONE, frame.header().codec(), codec + " bodyBytes=" + bodyBytes);
                assertEquals(RECORD_HEADER_BYTES + bodyBytes, frame.header().storedLength());
                assertEquals(Frames.numbered(events), Frames.decode(frame));
            }
        }
    }

    @Test
    void theHeaderSaysWhatTheBatchHeld() {
        FrameHeader header = Frames.read(
                        Frames.seal(Frames.smallEvents(), Codec.LZ4).bytes())
                .header();
        assertEquals(Frames.EPOCH, header.epoch());
        assertEquals(Frames.FIRST_SEQ, header.firstSeq());
        assertEquals(Frames.FIRST_SEQ + 2, header.lastSeq());
        assertEquals(new Position(Frames.EPOCH, Frames.FIRST_SEQ + 2), header.last());
        assertEquals(3, header.recordCount());
        assertEquals(0, header.levelCounts().of(Level.TRACE));
        assertEquals(1, header.levelCounts().of(Level.INFO));
        assertEquals(1, header.levelCounts().of(Level.WARN));
        assertEquals(1, header.levelCounts().of(Level.FATAL));
        assertFalse(header.isEnd());
    }

    @Test
    void sealingLeavesTheBatchAsItIs() {
        Batch batch = Frames.batch(Frames.smallEvents());
        FrameEncoder encoder = new FrameEncoder(Frames.STREAM, Codec.LZ4);
        byte[] first = encoder.seal(batch, Frames.EPOCH, Frames.FIRST_SEQ).bytes();
        assertArrayEquals(
                first, encoder.seal(batch, Frames.EPOCH, Frames.FIRST_SEQ).bytes());
    }

    @Test
    void theSealedFrameIsTheFrameThatIsReadBack() {
        Frame sealed = Frames.seal(Frames.smallEvents(), Codec.LZ4);
        assertEquals(Frames.read(sealed.bytes()).header(), sealed.header());
        assertEquals(sealed.bytes().length, sealed.header().frameBytes());
    }

    @Test
    void anEndFrameIsTold() {
        List<Frames.Event> line = List.of(Frames.event("{\"event.action\":\"logferry.end\"}"));
        Frame end =
                new FrameEncoder(Frames.STREAM, Codec.LZ4).sealEnd(Frames.batch(line), Frames.EPOCH, Frames.FIRST_SEQ);
        Frame read = Frames.read(end.bytes());
        assertTrue(read.header().isEnd());
        assertEquals(Frames.numbered(line), Frames.decode(read));
    }

    @Test
    void theMostRecordsOfOneLevelAreCountedAndComeBack() {
        for (Level level : Level.values()) {
            List<Frames.Event> events = Collections.nCopies(MAX_RECORDS, new Frames.Event(0, level, "x"));
            Frame frame = Frames.read(Frames.seal(events, Codec.LZ4).bytes());
            for (Level other : Level.values()) {
                int expected = other == level ? MAX_RECORDS : 0;
                assertEquals(expected, frame.header().levelCounts().of(other));
            }
            assertEquals(Frames.numbered(events), Frames.decode(frame));
        }
    }

    @Test
    void theHighestNumbersAreWritten() {
        Batch batch = Frames.batch(Frames.smallEvents());
        Frame frame = new FrameEncoder(Frames.STREAM, Codec.LZ4).seal(batch, Long.MAX_VALUE, Long.MAX_VALUE - 3);
        assertEquals(
                new Position(Long.MAX_VALUE, Long.MAX_VALUE - 1),
                Frames.read(frame.bytes()).header().last());
    }

    @Test
    void aFrameOfAnotherStreamIsNone() {
        byte[] bytes = Frames.seal(Frames.smallEvents(), Codec.LZ4).bytes();
        assertNull(Frame.read(bytes, OTHER_STREAM));
        assertNull(FrameHeader.read(bytes, 0, OTHER_STREAM));
    }

    @Test
    void underAnotherStreamsIdentityItIsThatStreamsFrameOnly() {
        Frame frame = Frames.seal(Frames.smallEvents(), Codec.LZ4);
        byte[] before = frame.bytes().clone();
        Frame moved = frame.withStream(OTHER_STREAM);
        assertNull(Frame.read(moved.bytes(), Frames.STREAM));
        Frame read = Frame.read(moved.bytes(), OTHER_STREAM);
        assertTrue(read != null);
        assertEquals(moved.header(), read.header());
        assertEquals(Frames.numbered(Frames.smallEvents()), Frames.decode(read));
        assertArrayEquals(before, frame.bytes());
    }

    @Test
    void aHeaderIsReadAtAnyOffset() {
        byte[] frame = Frames.seal(Frames.smallEvents(), Codec.LZ4).bytes();
        byte[] bytes = new byte[7 + frame.length];
        System.arraycopy(frame, 0, bytes, 7, frame.length);
        assertEquals(Frames.read(frame).header(), FrameHeader.read(bytes, 7, Frames.STREAM));
        assertNull(FrameHeader.read(bytes, 6, Frames.STREAM));
        assertNull(FrameHeader.read(bytes, bytes.length - HEADER_BYTES + 1, Frames.STREAM));
    }
}
