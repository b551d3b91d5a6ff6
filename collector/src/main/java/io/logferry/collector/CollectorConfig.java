package io.logferry.collector;

import java.net.InetSocketAddress;
import java.nio.file.Path;

/**
 * What a collector needs to know. Immutable.
 *
 * @param listen where to listen; port 0 picks a free one
 * @param dir where to store; made if it is missing
 * @param rollBytes a log of this size or more is followed by a new one
 * @param rollMillis a log of this age or more is followed by a new one
 */
public record CollectorConfig(InetSocketAddress listen, Path dir, long rollBytes, long rollMillis) {
    static final long ROLL_BYTES = 256L << 20;
    static final long ROLL_HOURS = 24;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is not positive
     */
    public CollectorConfig {
        if (rollBytes < 1 || rollMillis < 1) {
            throw new IllegalArgumentException(
                    "rollBytes=" + rollBytes + " rollMillis=" + rollMillis + ": allowed are numbers from 1 on");
        }
    }

    /** The configuration with logs of at most about 256 MB and 24 hours. */
    public static CollectorConfig of(InetSocketAddress listen, Path dir) {
        return new CollectorConfig(listen, dir, ROLL_BYTES, ROLL_HOURS * 3_600_000);
    }
}
