package io.logferry.benchmarks.jmh;

import java.util.Locale;

/** What logger.info is measured with. Immutable. */
public enum LoopAppender {
    /** One that does nothing: the event is created. */
    EMPTY(""),
    /** And the message is formatted, thread name and MDC are taken. */
    PREPARED(""),
    /** And there is one offer to JCTools' queue: the bare parts. */
    PARTS(""),
    /** Ours, with a collector. */
    HEALTHY(""),
    /** Ours, with nobody at the other end: everything goes to the disk. */
    DOWN("maxBytes=4GB"),
    /** The same, and its part of the disk is full: for what comes the sender drops the oldest. */
    DISK_FULL("maxBytes=16MB segmentBytes=4MB"),
    /** Nobody at the other end and no disk: the caller drops everything. */
    RING_FULL("");

    private final String spill;

    LoopAppender(String spill) {
        this.spill = spill;
    }

    boolean isOurs() {
        return compareTo(HEALTHY) >= 0;
    }

    boolean hasSpill() {
        return !spill.isEmpty();
    }

    /** Its spill's configuration but for the folder, as Logback wants it. */
    String spillElements() {
        return spill.replaceAll("(\\w+)=(\\S+)", "<$1>$2</$1>");
    }

    /** As Log4j wants it. */
    String spillAttributes() {
        return spill.replaceAll("(\\w+)=(\\S+)", "$1='$2'");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
