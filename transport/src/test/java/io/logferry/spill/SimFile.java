package io.logferry.spill;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/** A file of a {@link SimDisk}: its bytes, and what of them was forced. */
final class SimFile {
    private static final int PAGE_BYTES = 4096;
    private static final int SECTOR_BYTES = 512;

    byte[] bytes = new byte[PAGE_BYTES];
    int sizeBytes;
    private byte[] durable = new byte[0];
    private final Set<Integer> dirtyPages = new HashSet<>();

    int write(byte[] from, int offset) {
        int end = offset + from.length;
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
        }
        System.arraycopy(from, 0, bytes, offset, from.length);
        markDirty(offset, end);
        int growth = Math.max(0, end - sizeBytes);
        sizeBytes += growth;
        return growth;
    }

    void markDirty(int from, int to) {
        for (int page = from / PAGE_BYTES; page <= (to - 1) / PAGE_BYTES; page++) {
            dirtyPages.add(page);
        }
    }

    void markForced() {
        if (durable.length != sizeBytes || !dirtyPages.isEmpty()) {
            durable = Arrays.copyOf(bytes, sizeBytes);
            dirtyPages.clear();
        }
    }

    void losePower(Random random) {
        int newSize = random.nextBoolean() ? sizeBytes : durable.length; // either; nothing in between is simulated
        byte[] after = Arrays.copyOf(durable, newSize);
        for (int page : new java.util.TreeSet<>(dirtyPages)) {
            int from = page * PAGE_BYTES;
            int kept = switch (random.nextInt(3)) {
                case 0 -> 0;
                case 1 -> SECTOR_BYTES * random.nextInt(PAGE_BYTES / SECTOR_BYTES);
                default -> PAGE_BYTES;
            };
            int length = Math.min(kept, Math.min(newSize, bytes.length) - from);
            if (length > 0) {
                System.arraycopy(bytes, from, after, from, length);
            }
        }
        bytes = after;
        sizeBytes = newSize;
        dirtyPages.clear();
        durable = after.clone();
    }
}
