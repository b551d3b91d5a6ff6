package io.logferry.benchmarks;

/**
 * Counts of nanoseconds, exact below 256 and within 0.8 % above: 128 buckets for each power of two. Records without
 * garbage. One thread.
 */
final class LatencyHistogram {
    private static final int SUB_BITS = 7;
    private static final int SUB_BUCKETS = 1 << SUB_BITS;

    /** Gets what was recorded. */
    @FunctionalInterface
    interface Bucket {
        void accept(long nanos, long count);
    }

    private final long[] counts = new long[(64 - SUB_BITS) * SUB_BUCKETS];
    private long total;

    void record(long nanos) {
        counts[bucket(Math.max(0, nanos))]++;
        total++;
    }

    void clear() {
        java.util.Arrays.fill(counts, 0);
        total = 0;
    }

    /** The smallest value that at least this part of the recorded ones does not pass. */
    double percentile(double percent) {
        long wanted = Math.max(1, (long) Math.ceil(total * percent / 100));
        long seen = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            seen += counts[bucket];
            if (seen >= wanted) {
                return (double) middle(bucket);
            }
        }
        throw new IllegalStateException("recorded=" + total + ": there is no percentile of nothing");
    }

    double max() {
        return percentile(100);
    }

    /** Gives each value that was recorded, as the middle of its bucket, and how often. */
    void forEach(Bucket bucket) {
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                bucket.accept(middle(i), counts[i]);
            }
        }
    }

    /** Values of b + SUB_BITS + 1 significant bits lose their lowest b bits. */
    private static int bucket(long nanos) {
        int lostBits = Math.max(0, 64 - Long.numberOfLeadingZeros(nanos) - SUB_BITS - 1);
        return lostBits * SUB_BUCKETS + (int) (nanos >>> lostBits);
    }

    private static long middle(int bucket) {
        int lostBits = Math.max(0, bucket / SUB_BUCKETS - 1);
        long kept = bucket - (long) lostBits * SUB_BUCKETS;
        return (kept << lostBits) + ((1L << lostBits) >> 1);
    }
}
