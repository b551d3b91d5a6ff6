package io.logferry.tool;

/**
 * What became of a slot's frames. Immutable.
 *
 * @param slot the folder's name
 * @param folder the folder
 * @param inUse false
 * @param drained nothing is left, and the slot is deleted, unless dead letters or files set aside are in it
 * @param acked records that are durable at the sink, markers among them
 * @param rejected records that it refused for good: now in the dead letters
 * @param corrupt records that were lost on disk
 * @param left records that are still to be sent
 */
record ReplayReport(
        String slot,
        String folder,
        boolean inUse,
        boolean drained,
        long acked,
        long rejected,
        long corrupt,
        long left) {
    @Override
    public String toString() {
        return slot + ": acked=" + acked + " rejected=" + rejected + " corrupt=" + corrupt + " left=" + left
                + (drained ? "" : ", not everything is delivered: what is left stays for next time");
    }
}
