package io.logferry.frame;

import static io.logferry.frame.FrameFormat.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import net.jpountz.lz4.LZ4Factory;
import org.junit.jupiter.api.Test;

/** Frames that were damaged, and frames that lie under good checksums. */
class FrameDamageTest {
    private static final byte[] LZ4 =
            Frames.seal(Frames.smallEvents(), Codec.LZ4).bytes();
    private static final byte[] ZSTD =
            Frames.seal(Frames.smallEvents(), Codec.ZSTD).bytes();
    private static final byte[] RAW =
            Frames.seal(Frames.smallEvents(), Codec.NONE).bytes();
    private static final int FIRST_BODY_BYTES =
            Frames.smallEvents().get(0).body().length();

    @Test
    void everyFlippedBitIsDetected() {
        for (byte[] frame : new byte[][] {LZ4, ZSTD, RAW}) {
            for (int bit = 0; bit < frame.length * 8; bit++) {
                byte[] flipped = frame.clone();
                flipped[bit / 8] ^= (byte) (1 << (bit % 8));
                assertNull(Frame.read(flipped, Frames.STREAM), "bit=" + bit);
                boolean inHeader = bit < HEADER_BYTES * 8;
                assertEquals(inHeader, FrameHeader.read(flipped, 0, Frames.STREAM) == null, "bit=" + bit);
            }
        }
    }

    @Test
    void aFrameCutAnywhereIsNone() {
        for (int length = 0; length < LZ4.length; length++) {
            byte[] cut = Arrays.copyOf(LZ4, length);
            assertNull(Frame.read(cut, Frames.STREAM), "length=" + length);
            assertEquals(length < HEADER_BYTES, FrameHeader.read(cut, 0, Frames.STREAM) == null, "length=" + length);
        }
    }

    @Test
    void aFrameWithAByteTooManyIsNone() {
        assertNull(Frame.read(Arrays.copyOf(LZ4, LZ4.length + 1), Frames.STREAM));
    }

    @Test
    void storedLengthsOutsideOfTheLimitsAreRefused() {
        for (int length : new int[] {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, MAX_PAYLOAD_BYTES + 1}) {
            assertRefused(LZ4, header -> header.putInt(STORED_LENGTH_OFFSET, length));
        }
    }

    @Test
    void rawLengthsOutsideOfTheLimitsAreRefused() {
        for (int length : new int[] {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, MAX_PAYLOAD_BYTES + 1}) {
            assertRefused(LZ4, header -> header.putInt(RAW_LENGTH_OFFSET, length));
        }
    }

    @Test
    void aRawFrameWhoseTwoLengthsDifferIsRefused() {
        assertRefused(RAW, header -> header.putInt(RAW_LENGTH_OFFSET, header.getInt(STORED_LENGTH_OFFSET) + 1));
    }

    @Test
    void recordCountsOutsideOfTheLimitsAreRefused() {
        for (int count : new int[] {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, MAX_RECORDS + 1}) {
            assertRefused(LZ4, header -> header.putInt(RECORD_COUNT_OFFSET, count));
        }
    }

    @Test
    void recordCountsOutsideOfTheLimitsAreRefusedAlsoWhenLevelCountsAndRoomAgree() {
        assertRefused(
                LZ4,
                header -> header.putInt(RECORD_COUNT_OFFSET, 0)
                        .putLong(LEVEL_COUNTS_OFFSET, 0)
                        .putInt(LEVEL_COUNTS_OFFSET + 8, 0));
        assertRefused(
                LZ4,
                header -> header.putInt(RECORD_COUNT_OFFSET, MAX_RECORDS + 1)
                        .putInt(RAW_LENGTH_OFFSET, MAX_PAYLOAD_BYTES)
                        .putLong(LEVEL_COUNTS_OFFSET, MAX_RECORDS)
                        .putInt(LEVEL_COUNTS_OFFSET + 8, 1));
    }

    @Test
    void moreRecordsThanTheRawLengthHasRoomForAreRefused() {
        assertRefused(LZ4, header -> header.putInt(RAW_LENGTH_OFFSET, 3 * RECORD_HEADER_BYTES - 1));
    }

    @Test
    void levelCountsThatDoNotAddUpToTheRecordCountAreRefused() {
        assertRefused(LZ4, header -> header.putShort(LEVEL_COUNTS_OFFSET, (short) 1));
        assertRefused(LZ4, header -> header.putShort(LEVEL_COUNTS_OFFSET + 10, (short) 0));
        assertRefused(LZ4, header -> header.putShort(LEVEL_COUNTS_OFFSET, (short) -1));
    }

    @Test
    void negativeNumbersAndNumbersThatOverflowAreRefused() {
        assertRefused(LZ4, header -> header.putLong(EPOCH_OFFSET, -1));
        assertRefused(LZ4, header -> header.putLong(FIRST_SEQ_OFFSET, -1));
        assertRefused(LZ4, header -> header.putLong(FIRST_SEQ_OFFSET, Long.MAX_VALUE - 2));
    }

    @Test
    void aHeaderOfAnotherFormatIsRefused() {
        assertRefused(LZ4, header -> header.putInt(MAGIC_OFFSET, 0x41414141));
        assertRefused(LZ4, header -> header.put(VERSION_OFFSET, (byte) (VERSION + 1)));
        assertRefused(LZ4, header -> header.putShort(HEADER_LENGTH_OFFSET, (short) (HEADER_BYTES + 8)));
        assertRefused(LZ4, header -> header.putLong(ZERO_OFFSET, 1));
    }

    @Test
    void flagsThatMeanNothingAreRefused() {
        for (int flags = 0; flags <= 0xFF; flags++) {
            byte flag = (byte) flags;
            boolean known = (flags & ~TYPE_END) == CODEC_LZ4 || (flags & ~TYPE_END) == CODEC_ZSTD;
            byte[] forged = Frames.forge(LZ4, header -> header.put(FLAGS_OFFSET, flag));
            assertEquals(known, Frame.read(forged, Frames.STREAM) != null, "flags=" + flags);
        }
    }

    @Test
    void recordLengthsThatDoNotAddUpAreRefused() {
        for (int length : new int[] {
            -1, Integer.MIN_VALUE, Integer.MAX_VALUE, MAX_PAYLOAD_BYTES, FIRST_BODY_BYTES - 1, FIRST_BODY_BYTES + 1
        }) {
            assertUndecodable(Frames.forge(RAW, frame -> frame.putInt(HEADER_BYTES, length)));
        }
    }

    @Test
    void aLevelThatDoesNotExistIsRefused() {
        for (byte level : new byte[] {-1, Level.COUNT, Byte.MAX_VALUE, Byte.MIN_VALUE}) {
            assertUndecodable(Frames.forge(RAW, frame -> frame.put(HEADER_BYTES + 12, level)));
        }
    }

    @Test
    void fewerOrMoreRecordsThanTheHeaderSaysAreRefused() {
        for (int count : new int[] {2, 4}) {
            assertUndecodable(Frames.forge(
                    RAW,
                    frame -> frame.putInt(RECORD_COUNT_OFFSET, count)
                            .putLong(LEVEL_COUNTS_OFFSET, count)
                            .putInt(LEVEL_COUNTS_OFFSET + 8, 0)));
        }
    }

    @Test
    void aPayloadThatIsNoLz4IsRefused() {
        byte[] garbage = new byte[200];
        Arrays.fill(garbage, (byte) 0xFF);
        assertUndecodable(Frames.forge(CODEC_LZ4, garbage, 1_000, 1));
        assertUndecodable(Frames.forge(CODEC_LZ4, new byte[] {0x0F, 0, 0}, 1_000, 1)); // a match before the start
        assertUndecodable(Frames.forge(CODEC_LZ4, new byte[] {(byte) 0xF0}, 1_000, 1)); // literals that are not there
    }

    @Test
    void aPayloadThatDecompressesToAnotherLengthIsRefused() {
        int rawLength = Frames.read(LZ4).header().rawLength();
        for (byte[] whole : new byte[][] {LZ4, ZSTD}) {
            for (int length : new int[] {rawLength - 1, rawLength + 1, MAX_PAYLOAD_BYTES}) {
                assertUndecodable(Frames.forge(whole, frame -> frame.putInt(RAW_LENGTH_OFFSET, length)));
            }
        }
    }

    @Test
    void aPayloadThatIsNoZstdFrameOrOnlyAPartOfOneIsRefused() {
        FrameHeader header = Frames.read(ZSTD).header();
        byte[] payload = Arrays.copyOfRange(ZSTD, HEADER_BYTES, ZSTD.length);
        for (int length = 1; length < payload.length; length++) {
            assertUndecodable(
                    Frames.forge(CODEC_ZSTD, Arrays.copyOf(payload, length), header.rawLength(), header.recordCount()));
        }
        assertUndecodable(Frames.forge(CODEC_ZSTD, Arrays.copyOfRange(LZ4, HEADER_BYTES, LZ4.length), 101, 3));
        assertUndecodable(Frames.forge(CODEC_ZSTD, payload, RECORD_HEADER_BYTES, 1));
        payload[4] |= 0x01; // a dictionary that nobody has
        assertUndecodable(Frames.forge(CODEC_ZSTD, payload, header.rawLength(), header.recordCount()));
    }

    @Test
    void aSmallZstdPayloadThatWouldFillTheMemoryIsRefused_alsoWhenItDeniesIt() {
        byte[] bomb = com.github.luben.zstd.Zstd.compress(new byte[256 << 20], 19);
        assertTrue(bomb.length < MAX_PAYLOAD_BYTES);
        assertUndecodable(Frames.forge(CODEC_ZSTD, bomb, MAX_PAYLOAD_BYTES, 1));
        ByteBuffer frame = ByteBuffer.wrap(bomb.clone());
        for (int at = 5; at < 14; at++) { // its own idea of its size, in one of these bytes
            frame.put(at, (byte) 0);
            assertUndecodable(Frames.forge(CODEC_ZSTD, frame.array(), MAX_PAYLOAD_BYTES, 1));
        }
    }

    @Test
    void aNegativeRecordLengthIsRefusedAlsoWhenTheLengthsAddUp() {
        byte[] payload = new byte[2 * RECORD_HEADER_BYTES];
        payload[0] = -4; // -4, so that the second record would begin inside of the first, at 9
        payload[1] = payload[2] = payload[3] = -1;
        payload[9] = 4;
        assertUndecodable(Frames.forge(CODEC_RAW, payload, payload.length, 2));
    }

    @Test
    void whatAnEarlierFrameLeftInTheDecoderDoesNotCompleteAShorterPayload() {
        byte[] start = Arrays.copyOfRange(RAW, HEADER_BYTES, HEADER_BYTES + 50);
        byte[] lz4 = LZ4Factory.safeInstance().fastCompressor().compress(start);
        byte[] zstd = com.github.luben.zstd.Zstd.compress(start);
        assertNotCompleted(LZ4, Frames.forge(CODEC_LZ4, lz4, RAW.length - HEADER_BYTES, 3));
        assertNotCompleted(ZSTD, Frames.forge(CODEC_ZSTD, zstd, RAW.length - HEADER_BYTES, 3));
    }

    private static void assertRefused(byte[] frame, Consumer<ByteBuffer> change) {
        byte[] forged = Frames.forge(frame, change);
        assertNull(FrameHeader.read(forged, 0, Frames.STREAM));
        assertNull(Frame.read(forged, Frames.STREAM));
    }

    private static void assertNotCompleted(byte[] earlier, byte[] shorter) {
        FrameDecoder decoder = new FrameDecoder();
        assertTrue(decoder.decode(Frames.read(earlier), (seq, time, level, body, offset, length) -> {}));
        assertFalse(decoder.decode(
                Frames.read(shorter), (seq, time, level, body, offset, length) -> fail("a record of another frame")));
    }

    private static void assertUndecodable(byte[] forged) {
        assertNull(Frames.decode(Frames.read(forged)));
    }
}
