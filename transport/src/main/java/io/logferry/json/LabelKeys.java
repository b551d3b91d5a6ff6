package io.logferry.json;

import java.util.Arrays;

/**
 * The keys of one event's labels, as they stand in the output: a hash set of byte ranges. Sender thread only.
 */
final class LabelKeys {
    private static final int INITIAL_CAPACITY = 32;
    /** An event with thousands of labels is rare: what it needed is not kept (and not cleared for each event). */
    private static final int MAX_KEPT_CAPACITY = 1024;

    /** By slot: 1 + the key's index, 0 = free; at most half of them are taken. */
    private int[] slots = new int[INITIAL_CAPACITY];

    private int[] starts = new int[INITIAL_CAPACITY / 2];
    private int[] ends = new int[INITIAL_CAPACITY / 2];
    private int size;

    void clear() {
        if (slots.length > MAX_KEPT_CAPACITY) {
            allocate(INITIAL_CAPACITY);
        } else if (size > 0) {
            Arrays.fill(slots, 0);
        }
        size = 0;
    }

    /** Adds the key in {@code array[start, end)}; false if an equal one is there. */
    boolean add(byte[] array, int start, int end) {
        int slot = slotOf(array, start, end);
        if (slots[slot] != 0) {
            return false;
        }
        starts[size] = start;
        ends[size] = end;
        slots[slot] = ++size;
        if (size == starts.length) {
            grow(array);
        }
        return true;
    }

    /** The slot of an equal key, else the free one where it belongs. */
    private int slotOf(byte[] array, int start, int end) {
        int hash = 0;
        for (int i = start; i < end; i++) {
            hash = 31 * hash + array[i];
        }
        int mask = slots.length - 1;
        int slot = (hash ^ (hash >>> 16)) & mask;
        while (slots[slot] != 0) {
            int index = slots[slot] - 1;
            if (Arrays.equals(array, starts[index], ends[index], array, start, end)) {
                break;
            }
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow(byte[] array) {
        int[] oldStarts = starts;
        int[] oldEnds = ends;
        allocate(slots.length * 2);
        System.arraycopy(oldStarts, 0, starts, 0, size);
        System.arraycopy(oldEnds, 0, ends, 0, size);
        for (int index = 0; index < size; index++) {
            slots[slotOf(array, starts[index], ends[index])] = index + 1;
        }
    }

    private void allocate(int capacity) {
        slots = new int[capacity];
        starts = new int[capacity / 2];
        ends = new int[capacity / 2];
    }
}
