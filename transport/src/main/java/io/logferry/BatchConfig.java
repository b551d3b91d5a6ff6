package io.logferry;

/**
 * When a batch is sealed. Immutable.
 *
 * @param maxBytes when its records reach this size before compression, 4 KB to 512 KB
 * @param maxRecords when it holds this many records, 1 to 65,535
 * @param lingerMillis when its first record has waited this long, 0 to 60,000
 */
public record BatchConfig(int maxBytes, int maxRecords, long lingerMillis) {
    /** 128 KB, 8,192 records, 50 ms. */
    public static final BatchConfig DEFAULT = new BatchConfig(128 * 1024, 8_192, 50);
}
