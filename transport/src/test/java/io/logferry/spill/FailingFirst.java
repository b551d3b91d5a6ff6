package io.logferry.spill;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A disk that opens no segment for the first so many times, as without a free file handle. One thread at a time. */
final class FailingFirst implements Disk {
    private final Disk disk;
    private int failures;

    FailingFirst(Disk disk, int failures) {
        this.disk = disk;
        this.failures = failures;
    }

    @Override
    public OpenFile open(Path file) throws IOException {
        if (file.toString().endsWith(Segment.SUFFIX) && failures-- > 0) {
            throw new IOException("Too many open files (simulated)");
        }
        return disk.open(file);
    }

    @Override
    public List<Entry> list(Path folder) throws IOException {
        return disk.list(folder);
    }

    @Override
    public Path resolveFolder(Path folder) throws IOException {
        return disk.resolveFolder(folder);
    }

    @Override
    public void createFolder(Path folder) throws IOException {
        disk.createFolder(folder);
    }

    @Override
    public OpenFile create(Path file) throws IOException {
        return disk.create(file);
    }

    @Override
    public void delete(Path path) throws IOException {
        disk.delete(path);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        disk.forceFolder(folder);
    }

    @Override
    public long freeBytes(Path folder) throws IOException {
        return disk.freeBytes(folder);
    }

    @Override
    public @Nullable Lock lock(Path file) throws IOException {
        return disk.lock(file);
    }
}
