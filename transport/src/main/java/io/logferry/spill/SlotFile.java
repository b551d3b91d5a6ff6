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
    /** The suffix of files that are renamed when they are whole. */
    public static final String HALF_MADE_SUFFIX = ".new";

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
        /** Was to become one of these under its own name, and its maker was stopped before; goes at the next claim. */
        HALF_MADE,
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
        } else if (name.endsWith(HALF_MADE_SUFFIX)) {
            String wholeName = name.substring(0, name.length() - HALF_MADE_SUFFIX.length());
            Kind whole = of(new Disk.Entry(wholeName, 0)).kind;
            kind = whole == Kind.OTHER ? Kind.OTHER : Kind.HALF_MADE;
        }
        return new SlotFile(name, kind, number, entry.sizeBytes());
    }
}
