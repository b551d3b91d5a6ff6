package io.logferry.spill;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the journal needs from a file system; tests put a simulated one here. No operation follows a symbolic link in
 * the last part of its path. One thread at a time, {@link #lock} from any thread.
 */
public interface Disk {
    /** A name in a folder and the size of what it stands for. Immutable. */
    record Entry(String name, long sizeBytes) {}

    /** What is in a folder, in no particular order. */
    List<Entry> list(Path folder) throws IOException;

    /** Makes the folder that the user configured, if need be; the one path that may lead through symbolic links. */
    Path resolveFolder(Path folder) throws IOException;

    /** Makes a folder for the owner alone; one that exists is left as it is. */
    void createFolder(Path folder) throws IOException;

    /** Creates a file for the owner alone; fails if the name is taken. */
    OpenFile create(Path file) throws IOException;

    /** Opens an existing file for reading and writing. */
    OpenFile open(Path file) throws IOException;

    /** Removes a file or an empty folder. */
    void delete(Path path) throws IOException;

    /** Renames a file within its folder, over an existing one. */
    void rename(Path from, Path to) throws IOException;

    /** Forces the names in a folder, so that files created, renamed and deleted there stay so. */
    void forceFolder(Path folder) throws IOException;

    /**
     * Bytes that may still be written to the file system that holds the folder.
     *
     * @throws IOException if it cannot tell
     */
    long freeBytes(Path folder) throws IOException;

    /**
     * Takes a lock file, creating it if need be.
     *
     * @return null if any process, this one included, holds it
     */
    @Nullable Lock lock(Path file) throws IOException;

    /** An open file. */
    interface OpenFile extends Closeable {
        /** Its current size. */
        long sizeBytes() throws IOException;

        /** Reads some bytes at an offset; -1 at the end of the file. */
        int read(ByteBuffer into, long offset) throws IOException;

        /** Writes some bytes at an offset, at least one. */
        int write(ByteBuffer from, long offset) throws IOException;

        /** Cuts it to a size. */
        void truncate(long sizeBytes) throws IOException;

        /** Forces its bytes and size; after a failure nothing is known about them. */
        void force() throws IOException;

        /** Writes all that remains in the buffer. */
        default void writeFully(ByteBuffer from, long offset) throws IOException {
            while (from.hasRemaining()) {
                offset += write(from, offset);
            }
        }

        /** Fills the buffer. */
        default void readFully(ByteBuffer into, long offset) throws IOException {
            while (into.hasRemaining()) {
                int count = read(into, offset);
                if (count < 0) {
                    throw new EOFException("file ends at offset=" + offset);
                }
                offset += count;
            }
        }
    }

    /** A lock that is held. */
    interface Lock extends AutoCloseable {
        @Override
        void close();
    }
}
