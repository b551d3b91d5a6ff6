package io.logferry.frame;

/**
 * Numbers of one epoch that will never come, and why: the content of a RANGE marker. Immutable.
 *
 * @param reason why they were lost
 * @param epoch the epoch of the numbers
 * @param fromSeq the first lost number
 * @param toSeq the last lost number
 */
public record LostRange(DropReason reason, long epoch, long fromSeq, long toSeq) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException unless {@code 0 <= fromSeq <= toSeq} and {@code epoch >= 0}
     */
    public LostRange {
        if (epoch < 0 || fromSeq < 0 || toSeq < fromSeq) {
            throw new IllegalArgumentException(
                    "no range of numbers: epoch=" + epoch + " fromSeq=" + fromSeq + " toSeq=" + toSeq);
        }
    }

    /** How many numbers. */
    public long count() {
        return toSeq - fromSeq + 1;
    }

    /** The position of its last number. */
    public Position last() {
        return new Position(epoch, toSeq);
    }
}
