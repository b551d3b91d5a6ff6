package io.logferry.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Rerun a failure with {@code -Dlogferry.json.seed=N}, as the failure says. */
class EcsWriterRandomTest {
    private static final String SERVICE = "shop \"\ud800\u2028\"";
    private static final int EVENTS = 10_000;
    private static final int OVERFLOW_EVENTS = 150;
    private static final int ROOM_OF_A_KEY = 100;
    private static final byte GUARD = 0x55;
    private static final Pattern LINE_END = Pattern.compile("[\\p{Cntrl}\u0080-\u009f\u2028\u2029]");

    private static long seed() {
        return Long.getLong("logferry.json.seed", new Random().nextLong());
    }

    @Test
    void whatAParserReadsIsWhatWasWritten_forHostileInput() {
        long seed = seed();
        RandomEvents events = new RandomEvents(seed);
        EcsWriter writer = new EcsWriter(SERVICE);
        for (int i = 0; i < EVENTS; i++) {
            Event event = events.next();
            String place = "event=" + i + ", rerun with -Dlogferry.json.seed=" + seed;
            byte[] bytes = event.write(writer);
            assertEquals(event.expected(SERVICE), assertParses(bytes, place), place);
            assertFalse(LINE_END.matcher(Json.utf8(bytes)).find(), place);
        }
    }

    private static Object assertParses(byte[] bytes, String place) {
        try {
            return Json.parse(bytes);
        } catch (RuntimeException e) {
            throw new AssertionError(place + ": " + Arrays.toString(bytes), e);
        }
    }

    @Test
    void anEventThatDoesNotFitIsAnOverflow_atEveryLimit_andNothingBeyondTheLimitIsTouched() {
        long seed = seed();
        RandomEvents events = new RandomEvents(seed);
        EcsWriter writer = new EcsWriter(SERVICE);
        for (int i = 0; i < OVERFLOW_EVENTS; i++) {
            Event event = events.next();
            byte[] whole = event.write(writer);
            // every limit of a short event, a sample of a long one's
            int step = 1 + whole.length / 2000;
            for (int limit = whole.length - 1; limit >= 0; limit -= step) {
                String place = "event=" + i + " limit=" + limit + ", rerun with -Dlogferry.json.seed=" + seed;
                assertOverflows(writer, event, whole.length, limit, place);
            }
            int room = event.repeatsLabels() ? ROOM_OF_A_KEY : 0;
            ByteBuffer exact =
                    ByteBuffer.wrap(new byte[3 + whole.length + room]).position(3);
            assertArrayEquals(whole, event.write(writer, exact));
            assertEquals(room, exact.remaining());
        }
    }

    private static void assertOverflows(EcsWriter writer, Event event, int length, int limit, String place) {
        int before = 3;
        byte[] array = new byte[before + length + 8];
        Arrays.fill(array, GUARD);
        ByteBuffer into = ByteBuffer.wrap(array, before, limit);
        assertThrows(BufferOverflowException.class, () -> event.write(writer, into), place);
        assertEquals(before, into.position(), place);
        for (int i = 0; i < array.length; i++) {
            if (i < before || i >= before + limit) {
                assertEquals(GUARD, array[i], place);
            }
        }
    }
}
