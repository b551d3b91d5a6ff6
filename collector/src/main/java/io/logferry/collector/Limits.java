package io.logferry.collector;

import io.logferry.sink.tcp.Wire;

/**
 * Deadlines and caps; tests use smaller ones. Immutable.
 *
 * @param handshakeMillis from the connection to a whole HELLO, and PROOF if it is asked for; TLS included
 * @param frameMillis from a message's first byte to its last
 * @param pingMillis after so long without sending, PING
 * @param silenceMillis after so long without receiving, close
 * @param ackMillis how often the ack is repeated while frames wait for storage
 * @param storageRetryMillis how long a stream whose store failed is refused
 * @param windowBytes unacknowledged bytes that a connection may have here before it is not read any more
 * @param waitingBytes the same for all connections together
 * @param connections how many there may be
 * @param streams how many may be in memory
 */
record Limits(
        long handshakeMillis,
        long frameMillis,
        long pingMillis,
        long silenceMillis,
        long ackMillis,
        long storageRetryMillis,
        long windowBytes,
        long waitingBytes,
        int connections,
        int streams) {

    static Limits standard() {
        long waitingBytes = Math.max(16L << 20, Runtime.getRuntime().maxMemory() / 4);
        return new Limits(
                Wire.HANDSHAKE_MILLIS,
                10_000,
                Wire.PING_AFTER_MILLIS,
                Wire.SILENCE_MILLIS,
                5_000,
                1_000,
                4L << 20,
                waitingBytes,
                1_024,
                100_000);
    }

    /** How often a connection looks at its deadlines. */
    long tickMillis() {
        long shortest = Math.min(Math.min(handshakeMillis, frameMillis), Math.min(pingMillis, ackMillis));
        return Math.max(1, shortest / 10);
    }
}
