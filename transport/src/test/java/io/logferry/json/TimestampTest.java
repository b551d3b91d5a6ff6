package io.logferry.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TimestampTest {
    private final Timestamp timestamp = new Timestamp();
    private final JsonOut out = new JsonOut();
    private final byte[] bytes = new byte[100];

    private String written(long epochSecond, int nanoOfSecond) {
        out.open(bytes, 0, bytes.length);
        timestamp.write(out, epochSecond, nanoOfSecond);
        String text = Json.utf8(Arrays.copyOf(bytes, out.at()));
        return text.substring("{\"@timestamp\":\"".length(), text.length() - 1);
    }

    private String written(String instant) {
        Instant parsed = Instant.parse(instant);
        return written(parsed.getEpochSecond(), parsed.getNano());
    }

    @Test
    void everyDayOfTenThousandYearsIsRight() {
        long last = LocalDate.of(9999, 12, 31).toEpochDay();
        for (long day = LocalDate.of(0, 1, 1).toEpochDay(); day <= last; day++) {
            String expected = LocalDate.ofEpochDay(day) + "T23:59:59.000000000Z";
            assertEquals(expected, written(day * 86_400 + 86_399, 0));
        }
    }

    @Test
    void everySecondOfADayIsRight_alsoBeforeTheEpoch() {
        for (int second = -86_400; second < 86_400; second++) {
            String expected =
                    Instant.ofEpochSecond(second).atOffset(ZoneOffset.UTC).toString();
            // OffsetDateTime leaves out seconds that are zero
            String padded = expected.length() == 17 ? expected.replace("Z", ":00Z") : expected;
            assertEquals(padded.replace("Z", ".123456789Z"), written(second, 123_456_789));
        }
    }

    @Test
    void nanosecondsHaveNineDigits() {
        for (String nanos : new String[] {"000000000", "000000001", "010020030", "999999999", "100000000"}) {
            String time = "2026-11-20T10:35:00." + nanos + "Z";
            assertEquals(time, written(time));
        }
    }

    @Test
    void leapDaysAreKnown() {
        for (String day : new String[] {"2000-02-29", "2024-02-29", "1900-03-01", "2100-02-28", "0000-02-29"}) {
            assertEquals(day + "T00:00:00.500000000Z", written(day + "T00:00:00.500Z"));
        }
    }

    @Test
    void aTimeOutsideRfc3339BecomesTheNearestInside() {
        assertEquals("0000-01-01T00:00:00.000000000Z", written("-0001-12-31T23:59:59.999999999Z"));
        assertEquals("0000-01-01T00:00:00.000000001Z", written("0000-01-01T00:00:00.000000001Z"));
        assertEquals("9999-12-31T23:59:59.999999998Z", written("9999-12-31T23:59:59.999999998Z"));
        assertEquals("9999-12-31T23:59:59.999999999Z", written("+10000-01-01T00:00:00Z"));
        assertEquals("0000-01-01T00:00:00.000000000Z", written(Long.MIN_VALUE, 5));
        assertEquals("9999-12-31T23:59:59.999999999Z", written(Long.MAX_VALUE, 5));
    }
}
