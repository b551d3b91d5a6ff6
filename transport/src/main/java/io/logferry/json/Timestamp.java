package io.logferry.json;

/**
 * Writes the event's time as the first field: RFC 3339, UTC, nine digits after the second. Sender thread only.
 *
 * <p>RFC 3339 knows the years 0000 to 9999: a time outside becomes the nearest time inside.
 */
final class Timestamp {
    private static final String TEMPLATE = "{\"@timestamp\":\"0000-00-00T00:00:00.000000000Z\"";
    private static final int YEAR = TEMPLATE.indexOf("0000-");
    private static final int MONTH = YEAR + 5;
    private static final int DAY = YEAR + 8;
    private static final int HOUR = YEAR + 11;
    private static final int MINUTE = YEAR + 14;
    private static final int SECOND = YEAR + 17;
    private static final int NANOS = YEAR + 20;

    private static final int MAX_NANOS = 999_999_999;
    private static final int DAY_SECONDS = 86_400;
    private static final long MIN_SECOND = -62_167_219_200L; // 0000-01-01T00:00:00Z
    private static final long MAX_SECOND = 253_402_300_799L; // 9999-12-31T23:59:59Z

    private static final int ERA_DAYS = 146_097; // 400 years: the calendar repeats after each era
    private static final int CENTURY_DAYS = 36_524; // without the era's leap day
    private static final int OLYMPIAD_DAYS = 1_461;
    private static final int YEAR_DAYS = 365;
    private static final int EPOCH_DAY = 719_468; // 1970-01-01, counted from 0000-03-01
    /** First day of each month in a year that begins in March, so that the leap day is its last. */
    private static final int[] MONTH_STARTS = {0, 31, 61, 92, 122, 153, 184, 214, 245, 275, 306, 337};

    private final byte[] text = Ascii.bytes(TEMPLATE);
    private long currentSecond = Long.MIN_VALUE;

    void write(JsonOut out, long epochSecond, int nanoOfSecond) {
        if (nanoOfSecond < 0 || nanoOfSecond > MAX_NANOS) {
            throw new IllegalArgumentException("nanoOfSecond=" + nanoOfSecond + " is not within 0 to " + MAX_NANOS);
        }
        long second = epochSecond;
        int nanos = nanoOfSecond;
        if (second < MIN_SECOND) {
            second = MIN_SECOND;
            nanos = 0;
        } else if (second > MAX_SECOND) {
            second = MAX_SECOND;
            nanos = MAX_NANOS;
        }
        if (second != currentSecond) {
            setSecond(second);
        }
        threeDigits(NANOS, nanos / 1_000_000);
        threeDigits(NANOS + 3, nanos / 1_000 % 1_000);
        threeDigits(NANOS + 6, nanos % 1_000);
        out.raw(text);
    }

    private void setSecond(long second) {
        setDate((int) Math.floorDiv(second, DAY_SECONDS) + EPOCH_DAY);
        int ofDay = (int) Math.floorMod(second, (long) DAY_SECONDS);
        twoDigits(HOUR, ofDay / 3_600);
        twoDigits(MINUTE, ofDay / 60 % 60);
        twoDigits(SECOND, ofDay % 60);
        currentSecond = second;
    }

    private void setDate(int day) {
        int era = Math.floorDiv(day, ERA_DAYS);
        int rest = Math.floorMod(day, ERA_DAYS);
        // the last day of an era and of an olympiad is a leap day, which belongs to the century or year before it
        int century = Math.min(rest / CENTURY_DAYS, 3);
        rest -= century * CENTURY_DAYS;
        int olympiad = rest / OLYMPIAD_DAYS;
        rest -= olympiad * OLYMPIAD_DAYS;
        int yearOfOlympiad = Math.min(rest / YEAR_DAYS, 3);
        rest -= yearOfOlympiad * YEAR_DAYS;

        int month = 11;
        while (MONTH_STARTS[month] > rest) {
            month--;
        }
        boolean afterDecember = month >= 10;
        int year = era * 400 + century * 100 + olympiad * 4 + yearOfOlympiad + (afterDecember ? 1 : 0);
        twoDigits(YEAR, year / 100);
        twoDigits(YEAR + 2, year % 100);
        twoDigits(MONTH, afterDecember ? month - 9 : month + 3);
        twoDigits(DAY, rest - MONTH_STARTS[month] + 1);
    }

    private void twoDigits(int offset, int value) {
        text[offset] = (byte) ('0' + value / 10);
        text[offset + 1] = (byte) ('0' + value % 10);
    }

    private void threeDigits(int offset, int value) {
        text[offset] = (byte) ('0' + value / 100);
        twoDigits(offset + 1, value % 100);
    }
}
