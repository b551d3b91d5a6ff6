package io.logferry.examples;

import java.util.List;
import java.util.Map;

/**
 * What a receiver says of itself for the report. Immutable.
 *
 * @param receiver its name
 * @param store where the lines are
 * @param repeats how many records came again and were removed
 * @param lines more for people, one sentence each
 * @param zeroes numbers by name, each of which is a fault unless it is 0
 */
record Receipt(String receiver, String store, long repeats, List<String> lines, Map<String, Long> zeroes) {}
