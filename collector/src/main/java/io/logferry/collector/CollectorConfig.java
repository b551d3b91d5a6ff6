package io.logferry.collector;

import io.logferry.sink.tcp.SharedKey;
import io.logferry.tls.TlsConfig;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a collector needs to know. Immutable.
 *
 * @param listen where to listen; port 0 picks a free one
 * @param dir where to store; made if it is missing
 * @param rollBytes a log of this size or more is followed by a new one
 * @param rollMillis a log of this age or more is followed by a new one
 * @param tls what connections are encrypted with, and whether clients need a certificate; null for plaintext
 * @param sharedKey what clients have to prove that they have; null if they need none
 */
public record CollectorConfig(
        InetSocketAddress listen,
        Path dir,
        long rollBytes,
        long rollMillis,
        @Nullable TlsConfig tls,
        @Nullable SharedKey sharedKey) {
    static final long ROLL_BYTES = 256L << 20;
    static final long ROLL_HOURS = 24;

    /**
     * Checks the numbers, and that the key has its TLS.
     *
     * @throws IllegalArgumentException if a number is not positive, or there is a sharedKey without tls
     */
    public CollectorConfig {
        if (rollBytes < 1 || rollMillis < 1) {
            throw new IllegalArgumentException(
                    "rollBytes=" + rollBytes + " rollMillis=" + rollMillis + ": allowed are numbers from 1 on");
        }
        if (sharedKey != null && tls == null) {
            throw new IllegalArgumentException("a sharedKey is allowed only with tls, which is not set");
        }
    }

    /** The configuration with logs of at most about 256 MB and 24 hours, plaintext. */
    public static CollectorConfig of(InetSocketAddress listen, Path dir) {
        return new CollectorConfig(listen, dir, ROLL_BYTES, ROLL_HOURS * 3_600_000, null, null);
    }

    /** The same with other limits of a log. */
    public CollectorConfig withRoll(long newRollBytes, long newRollMillis) {
        return new CollectorConfig(listen, dir, newRollBytes, newRollMillis, tls, sharedKey);
    }

    /** The same with TLS, and with a shared key if there is to be one. */
    public CollectorConfig withTls(@Nullable TlsConfig newTls, @Nullable SharedKey newSharedKey) {
        return new CollectorConfig(listen, dir, rollBytes, rollMillis, newTls, newSharedKey);
    }
}
