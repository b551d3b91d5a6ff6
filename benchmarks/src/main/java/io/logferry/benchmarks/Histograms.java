package io.logferry.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Latencies of one benchmark by subject, those of all its rounds together. Main thread only. */
final class Histograms {
    private final Map<String, SortedMap<Long, Long>> counts = new LinkedHashMap<>();

    /** Adds what one process measured: counts by nanoseconds. */
    void add(String subject, Map<Long, Long> measured) {
        SortedMap<Long, Long> merged = counts.computeIfAbsent(subject, name -> new TreeMap<>());
        measured.forEach((nanos, count) -> merged.merge(nanos, count, Long::sum));
    }

    /** Those that something was measured of. */
    Set<String> subjects() {
        return counts.keySet();
    }

    /** The smallest value that at least this part of the subject's calls does not pass. */
    double percentile(String subject, double percent) {
        SortedMap<Long, Long> merged = counts.getOrDefault(subject, new TreeMap<>());
        long total = merged.values().stream().mapToLong(Long::longValue).sum();
        long wanted = Math.max(1, (long) Math.ceil(total * percent / 100));
        long seen = 0;
        for (Map.Entry<Long, Long> bucket : merged.entrySet()) {
            seen += bucket.getValue();
            if (seen >= wanted) {
                return bucket.getKey();
            }
        }
        throw new IllegalStateException("nothing was measured for subject=" + subject);
    }

    String csv() {
        StringBuilder csv = new StringBuilder("subject,ns,count\n");
        counts.forEach((subject, buckets) -> buckets.forEach((nanos, count) -> csv.append(subject)
                .append(',')
                .append(nanos)
                .append(',')
                .append(count)
                .append('\n')));
        return csv.toString();
    }
}
