package io.logferry.spill;

/**
 * A file in a slot's folder. Immutable.
 *
 * @param name its name
 * @param kind what the name says that it is
 * @param number of a segment or of dead letters, else -1
 * @param sizeBytes its size
 */
public record SlotFile(String name, Kind kind, long number, long sizeBytes) {
    /** What a name stands for. */
    public enum Kind {
        /** The stream's identity. */
        IDENTITY,
        /** Up to where the journal is settled. */
        CURSOR,
        /** Frames in order. */
        SEGMENT,
        /** Frames that the sink refused. */
        DEAD_LETTERS,
        /** Set aside; goes when room is needed. */
        DAMAGED,
        /** None of the journal's: it never looks at it. */
        OTHER
    }

    static SlotFile of(Disk.Entry entry) {
        String name = entry.name();
        long number = Segment.number(name, Segment.SUFFIX);
        if (number != Segment.UNKNOWN) {
            return new SlotFile(name, Kind.SEGMENT, number, entry.sizeBytes());
        }
        number = Segment.number(name, DeadLetters.SUFFIX);
        Kind kind = Kind.OTHER;
        if (number != Segment.UNKNOWN) {
            kind = Kind.DEAD_LETTERS;
        } else if (name.endsWith(Segments.DAMAGED_SUFFIX)) {
            kind = Kind.DAMAGED;
        } else if (name.equals(Slot.IDENTITY_FILE_NAME)) {
            kind = Kind.IDENTITY;
        } else if (name.equals(Cursor.FILE_NAME)) {
            kind = Kind.CURSOR;
        }
        return new SlotFile(name, kind, number, entry.sizeBytes());
    }
}
