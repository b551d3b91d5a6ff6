package io.logferry.spill;

/** When what was written is forced to the device, so that it survives a power loss. Immutable. */
public enum Sync {
    /** Left to the operating system: survives the death of the process, not of the machine. */
    NONE,
    /** Every {@link Journal#SYNC_INTERVAL_NANOS}. */
    INTERVAL,
    /** Each frame before {@link Journal#append} says DONE. */
    FRAME
}
