package io.logferry.spill;

import org.jspecify.annotations.Nullable;

/** What is known of one file of frames. Sender thread only. */
final class Segment {
    static final long UNKNOWN = -1;

    static final String SUFFIX = ".seg";
    private static final int NUMBER_DIGITS = 16;
    private static final long MAX_NUMBER = Long.MAX_VALUE / 2; // so that there is always a next one

    final long number;

    /** The whole file, whatever is in it. */
    long fileBytes;

    /** Frames end here at the latest; what follows was never appended, or is given up. */
    long endOffset;

    /** Null until it was read and found good; always there for a segment of this process. */
    @Nullable SegmentHeader header;

    /** Records ever appended up to its end, or {@link #UNKNOWN}: then the next segment's header tells. */
    long ordinalEnd = UNKNOWN;

    /** Everything before this ordinal is accounted for elsewhere: it was dropped, or is missing and was not counted. */
    long accountedFrom;

    /** It could not be read when the journal was opened: its records are not counted yet. */
    boolean isUncounted;

    /** It was counted later than the journal was opened: {@link #accountedFrom} says from where on, whatever came before. */
    boolean isLate;

    /** It could not be read for so long that it is given up. */
    boolean isGivenUp;

    /** Frames that are loaded and not settled. */
    int loadedFrames;

    /** The reader is past it. */
    boolean isRead;

    /** Some of it could not be read and may be worth a look: it is set aside, not deleted. */
    boolean isDamaged;

    Segment(long number, long fileBytes) {
        this.number = number;
        this.fileBytes = fileBytes;
        this.endOffset = fileBytes;
    }

    /** From which ordinal on its records count, when all up to another one are accounted for. */
    long countedFrom(long accounted) {
        return isLate ? accountedFrom : Math.max(accounted, accountedFrom);
    }

    String fileName() {
        return fileName(number, SUFFIX);
    }

    static String fileName(long number, String suffix) {
        String digits = Long.toHexString(number);
        return "0".repeat(NUMBER_DIGITS - digits.length()) + digits + suffix;
    }

    /** The number in the name of a file of this kind; {@link #UNKNOWN} if it is not one. */
    static long number(String fileName, String suffix) {
        if (fileName.length() != NUMBER_DIGITS + suffix.length() || !fileName.endsWith(suffix)) {
            return UNKNOWN;
        }
        try {
            long number = Long.parseLong(fileName.substring(0, NUMBER_DIGITS), 16);
            return number >= 0
                            && number <= MAX_NUMBER
                            && fileName(number, suffix).equals(fileName)
                    ? number
                    : UNKNOWN;
        } catch (NumberFormatException notOurs) {
            return UNKNOWN;
        }
    }
}
