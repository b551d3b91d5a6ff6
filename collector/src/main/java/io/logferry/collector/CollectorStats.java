package io.logferry.collector;

/**
 * What a collector did since its start. Immutable.
 *
 * @param connections open connections now
 * @param streams streams in memory now: those that are connected or have something left to do
 * @param frames frames taken, repeats included
 * @param records records stored
 * @param repeats records that were stored already and came again
 * @param ranges ranges of lost numbers that were declared
 * @param bytes bytes of lines stored
 * @param storageErrors times that a store failed
 */
public record CollectorStats(
        int connections,
        int streams,
        long frames,
        long records,
        long repeats,
        long ranges,
        long bytes,
        long storageErrors) {

    /** One line of name=value. */
    @Override
    public String toString() {
        return "connections=" + connections + " streams=" + streams + " frames=" + frames + " records=" + records
                + " repeats=" + repeats + " ranges=" + ranges + " bytes=" + bytes + " storageErrors=" + storageErrors;
    }
}
