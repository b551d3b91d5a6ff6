package io.logferry.spill;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that fails on request, and remembers what was forced so that it can lose the rest. One thread at a
 * time.
 */
public final class SimDisk implements Disk {
    /** Kinds of calls that can be counted and made to fail. */
    public enum Op {
        LIST,
        CREATE,
        OPEN,
        READ,
        WRITE,
        TRUNCATE,
        FORCE,
        FORCE_FOLDER,
        DELETE,
        RENAME
    }

    private final Map<Path, SimFile> files = new TreeMap<>();
    private final Map<Path, SimFile> durableFiles = new TreeMap<>();
    private final List<PendingName> pendingNames = new ArrayList<>();
    private final Set<Path> folders = new HashSet<>();
    private final Set<Path> held = new HashSet<>();
    private final Map<Op, Long> calls = new EnumMap<>(Op.class);
    private final Map<Op, Long> failAt = new EnumMap<>(Op.class);
    private final Set<Op> failing = new HashSet<>();

    @Nullable Random shortWrites;

    long capacityBytes = Long.MAX_VALUE / 4;
    long usedBytes;
    long bytesRead;
    long memoryErrorAt;
    int process;
    private long killIn;

    /** A file created (with a file), renamed (with a new path) or deleted (with neither), not forced yet. */
    private record PendingName(
            Path path, @Nullable Path to, @Nullable SimFile file) {
        void applyTo(Map<Path, SimFile> names) {
            SimFile before = file != null ? file : names.remove(path);
            if (file != null) {
                names.put(path, file);
            } else if (to != null && before != null) {
                names.put(to, before);
            }
        }
    }

    /** Thrown in the middle of a call when the process is to die there; call {@link SimDisk#crash} then. */
    public static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Killed() {
            super("killed", null, false, false);
        }
    }

    // what tests do

    /** The process is killed in the n-th call from now, counted from 1; a write is done in part. */
    public void killAt(long n) {
        killIn = n;
    }

    /** From now on writes write only a part of what they are given. */
    public void shortWrites(long seed) {
        shortWrites = new Random(seed);
    }

    /** Sets how much fits on the disk; may be less than is on it. */
    public void capacityBytes(long bytes) {
        capacityBytes = bytes;
    }

    /** How much is on the disk. */
    public long usedBytes() {
        return usedBytes;
    }

    /** Makes one call fail with an I/O error: the n-th of its kind from now, counted from 1. */
    public void failAt(Op op, long n) {
        failAt.put(op, calls(op) + n);
    }

    /** Makes the n-th read from now run out of memory. */
    public void outOfMemoryAt(long n) {
        memoryErrorAt = calls(Op.READ) + n;
    }

    /** Makes all calls of a kind fail, or work again. */
    public void failing(Op op, boolean on) {
        if (on) {
            failing.add(op);
        } else {
            failing.remove(op);
        }
    }

    /** Nothing fails any more, and there is room. */
    public void heal() {
        failing.clear();
        failAt.clear();
        killIn = 0;
        shortWrites = null;
        capacityBytes = Long.MAX_VALUE / 4;
    }

    /** How many calls of a kind there were. */
    public long calls(Op op) {
        return calls.getOrDefault(op, 0L);
    }

    /** How many bytes were read so far. */
    public long bytesRead() {
        return bytesRead;
    }

    /** The process is killed: what was written stays, its locks vanish, its open files cannot be used any more. */
    public void crash() {
        process++;
        killIn = 0;
        held.clear();
    }

    /** The machine loses power: of what was not forced, any part stays. */
    public void powerLoss(long seed) {
        crash();
        Random random = new Random(seed);
        for (PendingName pending : pendingNames) {
            if (random.nextBoolean()) {
                pending.applyTo(durableFiles);
            }
        }
        pendingNames.clear();
        files.clear();
        files.putAll(durableFiles);
        usedBytes = 0;
        for (SimFile file : new LinkedHashSet<>(files.values())) { // in the same order each time
            file.losePower(random);
        }
        for (SimFile file : files.values()) {
            usedBytes += file.sizeBytes;
        }
    }

    /** All files in a folder, by name. */
    public List<Path> files(Path folder) {
        return files.keySet().stream().filter(p -> folder.equals(p.getParent())).toList();
    }

    /** A file's bytes. */
    public byte[] bytes(Path file) {
        SimFile found = files.get(file);
        if (found == null) {
            throw new IllegalArgumentException("no file=" + file);
        }
        return Arrays.copyOf(found.bytes, found.sizeBytes);
    }

    /** Replaces a file's bytes, or makes the file; durable. */
    public void put(Path file, byte[] bytes) {
        remove(file);
        SimFile made = new SimFile();
        made.bytes = bytes.clone();
        made.sizeBytes = bytes.length;
        made.markForced();
        files.put(file, made);
        durableFiles.put(file, made);
        usedBytes += bytes.length;
    }

    /** Removes a file; durable. */
    public void remove(Path file) {
        SimFile gone = files.remove(file);
        if (gone != null) {
            usedBytes -= gone.sizeBytes;
        }
        durableFiles.remove(file);
        pendingNames.removeIf(pending -> pending.path.equals(file));
    }

    /** Removes a folder with all that is in it; durable. */
    public void removeFolder(Path folder) {
        files(folder).forEach(this::remove);
        folders.remove(folder);
    }

    /** A second disk with the same content, all of it durable. */
    public SimDisk copy() {
        SimDisk copy = new SimDisk();
        copy.folders.addAll(folders);
        files.forEach((path, file) -> copy.put(path, Arrays.copyOf(file.bytes, file.sizeBytes)));
        return copy;
    }

    // what the journal does

    private void requireFolder(@Nullable Path folder) throws IOException {
        if (!folders.contains(folder)) {
            throw new NoSuchFileException(String.valueOf(folder));
        }
    }

    @Override
    public List<Entry> list(Path folder) throws IOException {
        count(Op.LIST);
        requireFolder(folder);
        List<Entry> entries = new ArrayList<>();
        files.forEach((path, file) -> {
            if (folder.equals(path.getParent())) {
                entries.add(new Entry(String.valueOf(path.getFileName()), file.sizeBytes));
            }
        });
        for (Path path : folders) {
            if (folder.equals(path.getParent())) {
                entries.add(new Entry(String.valueOf(path.getFileName()), 0));
            }
        }
        return entries;
    }

    @Override
    public Path resolveFolder(Path folder) {
        folders.add(folder);
        return folder;
    }

    @Override
    public void createFolder(Path folder) {
        folders.add(folder);
    }

    @Override
    public OpenFile create(Path path) throws IOException {
        count(Op.CREATE);
        requireFolder(path.getParent());
        if (files.containsKey(path)) {
            throw new FileAlreadyExistsException(path.toString());
        }
        SimFile file = new SimFile();
        name(new PendingName(path, null, file));
        return new SimHandle(this, file);
    }

    @Override
    public OpenFile open(Path path) throws IOException {
        count(Op.OPEN);
        SimFile file = files.get(path);
        if (file == null) {
            throw new NoSuchFileException(path.toString());
        }
        return new SimHandle(this, file);
    }

    @Override
    public void delete(Path path) throws IOException {
        count(Op.DELETE);
        SimFile file = files.get(path);
        if (file == null) {
            if (folders.contains(path) && files(path).isEmpty()) {
                folders.remove(path);
                return;
            }
            throw new NoSuchFileException(path.toString());
        }
        usedBytes -= file.sizeBytes;
        name(new PendingName(path, null, null));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        count(Op.RENAME);
        if (!files.containsKey(from)) {
            throw new NoSuchFileException(from.toString());
        }
        SimFile over = files.get(to);
        usedBytes -= over == null ? 0 : over.sizeBytes;
        name(new PendingName(from, to, null));
    }

    private void name(PendingName pending) {
        pending.applyTo(files);
        pendingNames.add(pending);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        count(Op.FORCE_FOLDER);
        pendingNames.removeIf(pending -> {
            boolean isHere = folder.equals(pending.path.getParent());
            if (isHere) {
                pending.applyTo(durableFiles);
            }
            return isHere;
        });
    }

    @Override
    public long freeBytes(Path folder) throws IOException {
        requireFolder(folder);
        return Math.max(0, capacityBytes - usedBytes);
    }

    @Override
    public @Nullable Lock lock(Path file) {
        if (!held.add(file)) {
            return null;
        }
        int owner = process;
        return () -> {
            if (owner == process) {
                held.remove(file);
            }
        };
    }

    void count(Op op) throws IOException {
        long n = calls.merge(op, 1L, Long::sum);
        if (killIn > 0 && --killIn == 0) {
            throw new Killed();
        }
        if (failing.contains(op) || failAt.getOrDefault(op, 0L) == n) {
            throw new IOException("Input/output error (simulated, " + op + ")");
        }
    }
}
