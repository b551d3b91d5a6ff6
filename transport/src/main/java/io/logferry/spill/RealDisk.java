package io.logferry.spill;

import static java.nio.file.StandardOpenOption.*;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The real file system, through FileChannel: never mapped, because a full disk under a mapping kills the JVM. One
 * thread at a time, {@link #lock} from any thread.
 */
public final class RealDisk implements Disk {
    /** Prefix of the system properties that say which locks this JVM holds: all class loaders share them. */
    static final String HELD = "io.logferry.spill.held.";

    /** Channels that must never be closed: POSIX frees all locks of a process on a file when any of them is. */
    private static final List<FileChannel> NEVER_CLOSED = Collections.synchronizedList(new ArrayList<>());

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    /** The file system of this JVM. */
    public RealDisk() {}

    @Override
    public List<Entry> list(Path folder) throws IOException {
        requireFolder(folder);
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
            for (Path path : paths) {
                entries.add(new Entry(String.valueOf(path.getFileName()), sizeBytes(path)));
            }
        } catch (java.nio.file.DirectoryIteratorException broken) {
            throw broken.getCause();
        }
        return entries;
    }

    private static long sizeBytes(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .size();
        } catch (IOException goneMeanwhile) {
            return 0;
        }
    }

    @Override
    public Path resolveFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, onlyOwner("rwx------"));
        }
        return folder.toRealPath();
    }

    @Override
    public void createFolder(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(folder, onlyOwner("rwx------"));
        }
        requireFolder(folder);
    }

    private static void requireFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new NotDirectoryException(folder.toString());
        }
    }

    @Override
    public OpenFile create(Path file) throws IOException {
        return new RealFile(open(file, READ, WRITE, CREATE_NEW));
    }

    @Override
    public OpenFile open(Path file) throws IOException {
        return new RealFile(open(file, READ, WRITE));
    }

    private static FileChannel open(Path file, OpenOption... options) throws IOException {
        Set<OpenOption> all = new java.util.HashSet<>(List.of(options));
        all.add(LinkOption.NOFOLLOW_LINKS);
        return FileChannel.open(file, all, onlyOwner("rw-------"));
    }

    private static FileAttribute<?>[] onlyOwner(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    @Override
    public void delete(Path path) throws IOException {
        Files.delete(path);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        if (POSIX) { // elsewhere a folder cannot be opened, and its names are durable without
            try (FileChannel channel = FileChannel.open(folder, READ)) {
                channel.force(true);
            }
        }
    }

    @Override
    public long freeBytes(Path folder) throws IOException {
        long freeBytes = folder.toFile().getUsableSpace();
        // 0 may be an error, which the FileStore throws; it is not asked first, because it parses the list of mounts
        return freeBytes > 0 ? freeBytes : Files.getFileStore(folder).getUsableSpace();
    }

    @Override
    public @Nullable Lock lock(Path file) throws IOException {
        return lock(file, false);
    }

    /**
     * Keeps owners away while somebody only reads: several may, and nothing is created. Where there is no lock file there
     * is no owner to keep away, only those to come in this JVM.
     *
     * @return null if an owner holds it
     */
    static @Nullable Lock lockToRead(Path file) throws IOException {
        return lock(file, true);
    }

    private static @Nullable Lock lock(Path file, boolean isShared) throws IOException {
        String key = HELD + file.resolveSibling("").toRealPath().resolve(file.getFileName());
        // asked first, because merely opening and closing the file would free the lock of whoever holds it in this JVM
        if (System.getProperties().putIfAbsent(key, "true") != null) {
            return null;
        }
        boolean forget = true;
        try {
            if (isShared && !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                forget = false;
                return () -> System.getProperties().remove(key);
            }
            FileChannel channel = isShared ? open(file, READ) : open(file, READ, WRITE, CREATE);
            try {
                if (channel.tryLock(0, Long.MAX_VALUE, isShared) == null) {
                    channel.close();
                    return null;
                }
            } catch (OverlappingFileLockException heldPastTheRegistry) {
                NEVER_CLOSED.add(channel);
                forget = false;
                return null;
            } catch (IOException noLocksHere) {
                channel.close();
                throw noLocksHere;
            }
            forget = false;
            return () -> unlock(channel, key);
        } finally {
            if (forget) {
                System.getProperties().remove(key);
            }
        }
    }

    private static void unlock(FileChannel channel, String key) {
        if (channel.isOpen()) { // a second release must not free what somebody else has taken meanwhile
            try {
                channel.close();
            } catch (IOException releasedAllTheSame) {
                // the descriptor is gone whatever close reports
            }
            System.getProperties().remove(key);
        }
    }

    private record RealFile(FileChannel channel) implements OpenFile {
        @Override
        public long sizeBytes() throws IOException {
            return channel.size();
        }

        @Override
        public int read(ByteBuffer into, long offset) throws IOException {
            return channel.read(into, offset);
        }

        @Override
        public int write(ByteBuffer from, long offset) throws IOException {
            return channel.write(from, offset);
        }

        @Override
        public void truncate(long sizeBytes) throws IOException {
            channel.truncate(sizeBytes);
        }

        @Override
        public void force() throws IOException {
            channel.force(false); // fdatasync: the bytes and the size that is needed to read them
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
