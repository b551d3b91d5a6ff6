package io.logferry.collector;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes sure that a folder has one collector: within this process by a table, among processes by a locked file. The
 * table is asked first, because closing a second channel of a locked file would free the lock of the first. Any thread.
 */
final class DirLock implements Closeable {
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path realDir;
    private final FileChannel channel;

    private DirLock(Path realDir, FileChannel channel) {
        this.realDir = realDir;
        this.channel = channel;
    }

    /**
     * Takes the folder.
     *
     * @throws IOException if another collector has it, or its lock file can't be written
     */
    static DirLock take(Path dir) throws IOException {
        Path realDir = dir.toRealPath();
        if (!HELD.add(realDir)) {
            throw inUse(dir);
        }
        FileChannel channel = null;
        try {
            Path file = realDir.resolve("collector.lock");
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(dir);
            }
            return new DirLock(realDir, channel);
        } catch (Throwable failed) {
            HELD.remove(realDir);
            if (channel != null) {
                channel.close();
            }
            throw failed;
        }
    }

    private static IOException inUse(Path dir) {
        return new IOException("dir=" + dir + " is in use by another collector; each needs a folder of its own");
    }

    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            channel.close();
            HELD.remove(realDir);
        }
    }
}
