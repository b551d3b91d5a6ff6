package io.logferry.kafka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.logferry.frame.DropReason;
import io.logferry.frame.LostRange;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RecordIdTest {
    private static final UUID STREAM = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    private static final long EPOCH = 0x0102030405060708L;
    private static final String PREFIX = "00112233445566778899aabbccddeeff" + "0102030405060708" + "000000000000002a";

    /** Headers as version 1 wrote them: never changed. */
    private static final byte[] DATA = hex("0100" + PREFIX);

    private static final byte[] END = hex("0101" + PREFIX);
    private static final byte[] RANGE = hex("0102" + PREFIX + "00000000000000ff" + "05");

    private static final LostRange LOST = new LostRange(DropReason.REJECTED, EPOCH, 42, 255);

    @Test
    void version1HeadersAreReadAndWrittenAsTheseBytes() {
        assertEquals(RecordId.data(STREAM, EPOCH, 42), RecordId.parse(DATA));
        assertEquals(RecordId.end(STREAM, EPOCH, 42), RecordId.parse(END));
        assertEquals(RecordId.range(STREAM, LOST), RecordId.parse(RANGE));

        assertArrayEquals(DATA, RecordId.header(RecordId.Type.DATA, STREAM, EPOCH, 42));
        assertArrayEquals(END, RecordId.header(RecordId.Type.END, STREAM, EPOCH, 42));
        assertArrayEquals(RANGE, RecordId.header(STREAM, LOST));
    }

    @Test
    void theTextIsTheSameForTheSameRecordOnly() {
        assertEquals(
                STREAM + ":" + EPOCH + ":42", RecordId.data(STREAM, EPOCH, 42).toString());
        assertEquals(
                STREAM + ":" + EPOCH + ":42-255", RecordId.range(STREAM, LOST).toString());
    }

    @Test
    void aHeaderWithAnyByteChangedIsRefusedOrIsAnotherRecords() {
        for (byte[] header : List.of(DATA, END, RANGE)) {
            for (int at = 0; at < header.length; at++) {
                for (int change = 1; change < 256; change++) {
                    byte[] changed = header.clone();
                    changed[at] ^= (byte) change;
                    RecordId id = RecordId.parse(changed);
                    if (id != null) {
                        assertNotEquals(RecordId.parse(header), id);
                        assertArrayEquals(changed, written(id));
                    }
                }
            }
        }
    }

    @Test
    void aHeaderThatIsTooShortOrTooLongIsRefused() {
        for (byte[] header : List.of(DATA, END, RANGE)) {
            for (int length = 0; length < 60; length++) {
                if (length != header.length) {
                    assertNull(RecordId.parse(Arrays.copyOf(header, length)), "length=" + length);
                }
            }
        }
        assertNull(RecordId.parse(null));
    }

    @Test
    void numbersThatAreNoneAreRefused() {
        assertNull(RecordId.parse(with(DATA, 18, -1)));
        assertNull(RecordId.parse(with(DATA, 26, -1)));
        assertNull(RecordId.parse(with(DATA, 26, Long.MAX_VALUE)));
        assertNull(RecordId.parse(with(RANGE, 34, 41)));
        assertNull(RecordId.parse(with(RANGE, 34, Long.MAX_VALUE)));
        assertThrows(IllegalArgumentException.class, () -> RecordId.data(STREAM, -1, 0));
        assertThrows(IllegalArgumentException.class, () -> RecordId.data(STREAM, 0, Long.MAX_VALUE));
        assertThrows(IllegalArgumentException.class, () -> new RecordId(RecordId.Type.DATA, STREAM, EPOCH, 42, LOST));
        assertThrows(IllegalArgumentException.class, () -> new RecordId(RecordId.Type.RANGE, STREAM, EPOCH, 42, null));
        assertThrows(IllegalArgumentException.class, () -> new RecordId(RecordId.Type.RANGE, STREAM, EPOCH, 41, LOST));
    }

    @Test
    void randomBytesAreNeverMoreThanAHeader() {
        Random random = new Random(3);
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[random.nextBoolean() ? DATA.length : RANGE.length];
            random.nextBytes(bytes);
            bytes[0] = 1;
            bytes[1] = (byte) random.nextInt(4);
            RecordId id = RecordId.parse(bytes);
            if (id != null) {
                assertArrayEquals(bytes, written(id));
            }
        }
    }

    private static byte[] written(RecordId id) {
        return id.lost() == null
                ? RecordId.header(id.type(), id.streamId(), id.epoch(), id.seq())
                : RecordId.header(id.streamId(), id.lost());
    }

    private static byte[] with(byte[] header, int at, long number) {
        String changed = HexFormat.of().formatHex(header, 0, at)
                + HexFormat.of().toHexDigits(number)
                + HexFormat.of().formatHex(header, at + 8, header.length);
        return hex(changed);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
