package io.logferry.frame;

import java.nio.ByteBuffer;

/**
 * Records per level of one frame, as its header holds them. Immutable.
 *
 * @param low u16 counts of TRACE, DEBUG, INFO and WARN, TRACE in the lowest bits
 * @param high u16 counts of ERROR and FATAL, ERROR in the lowest bits
 */
public record LevelCounts(long low, int high) {
    static LevelCounts read(ByteBuffer littleEndian, int offset) {
        return new LevelCounts(littleEndian.getLong(offset), littleEndian.getInt(offset + 8));
    }

    static LevelCounts of(int[] counts) {
        long low = 0;
        for (int i = 3; i >= 0; i--) {
            low = (low << 16) | counts[i];
        }
        return new LevelCounts(low, counts[4] | (counts[5] << 16));
    }

    void write(ByteBuffer littleEndian, int offset) {
        littleEndian.putLong(offset, low).putInt(offset + 8, high);
    }

    /** How many records of this level. */
    public int of(Level level) {
        int i = level.ordinal();
        return (int) (i < 4 ? low >>> (16 * i) : high >>> (16 * (i - 4))) & 0xFFFF;
    }

    int total() {
        int total = 0;
        for (int i = 0; i < Level.COUNT; i++) {
            total += of(Level.of(i));
        }
        return total;
    }
}
