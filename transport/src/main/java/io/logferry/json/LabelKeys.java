package io.logferry.json;

import java.util.Arrays;

/**
 * The keys of one event's labels, as they stand in the output: a set of byte ranges. Sender thread only.
 *
 * <p>The first few are compared one by one, which is half the cost of hashing them; an event with more gets a hash table.
 */
final class LabelKeys {
    private static final int MAX_LINEAR = 8;
    /** An event with hundreds of labels is rare: the table it needed is not kept (and not cleared for each event). */
    private static final int MAX_KEPT_SLOTS = 1024;

    private int[] starts = new int[MAX_LINEAR];
    private int[] ends = new int[MAX_LINEAR];
    private int size;
    /** By slot: 1 + the key's index, 0 = free; at most half are taken. Not used up to MAX_LINEAR keys. */
    private int[] slots = new int[4 * MAX_LINEAR];

    void clear() {
        if (slots.length > MAX_KEPT_SLOTS) {
            starts = new int[MAX_LINEAR];
            ends = new int[MAX_LINEAR];
            slots = new int[4 * MAX_LINEAR];
        } else if (size >= MAX_LINEAR) {
            Arrays.fill(slots, 0);
        }
        size = 0;
    }

    /** Adds the key in {@code array[start, end)}; false if an equal one is there. */
    boolean add(byte[] array, int start, int end) {
        return size < MAX_LINEAR ? addLinear(array, start, end) : addHashed(array, start, end);
    }

    private boolean addLinear(byte[] array, int start, int end) {
        for (int index = 0; index < size; index++) {
            if (isKey(index, array, start, end)) {
                return false;
            }
        }
        append(start, end);
        return true;
    }

    private boolean addHashed(byte[] array, int start, int end) {
        if (size == MAX_LINEAR) {
            fillSlots(array);
        }
        int slot = slotOf(array, start, end);
        if (slots[slot] != 0) {
            return false;
        }
        append(start, end);
        slots[slot] = size;
        if (2 * size >= slots.length) {
            slots = new int[2 * slots.length];
            fillSlots(array);
        }
        return true;
    }

    private void append(int start, int end) {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, 2 * size);
            ends = Arrays.copyOf(ends, 2 * size);
        }
        starts[size] = start;
        ends[size] = end;
        size++;
    }

    private void fillSlots(byte[] array) {
        for (int index = 0; index < size; index++) {
            slots[slotOf(array, starts[index], ends[index])] = index + 1;
        }
    }

    /** The slot of an equal key, else the free one where it belongs. */
    private int slotOf(byte[] array, int start, int end) {
        int hash = 0;
        for (int i = start; i < end; i++) {
            hash = 31 * hash + array[i];
        }
        int mask = slots.length - 1;
        int slot = (hash ^ (hash >>> 16)) & mask;
        while (slots[slot] != 0 && !isKey(slots[slot] - 1, array, start, end)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private boolean isKey(int index, byte[] array, int start, int end) {
        return end - start == ends[index] - starts[index]
                && Arrays.equals(array, starts[index], ends[index], array, start, end);
    }
}
