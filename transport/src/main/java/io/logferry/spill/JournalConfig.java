package io.logferry.spill;

/**
 * How much disk a journal may use and how durable it is. Immutable.
 *
 * @param maxBytes most bytes of its segments, dead letters and set-aside files, at least four segments
 * @param segmentBytes a segment is closed before it passes this size; a larger frame gets a segment of its own
 * @param minFreeBytes nothing is appended while the file system has less than this free
 * @param sync when frames are forced
 */
public record JournalConfig(long maxBytes, long segmentBytes, long minFreeBytes, Sync sync) {}
