package io.logferry.collector;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.UUID;

/**
 * One log and its index, open for appending. Storage thread only.
 *
 * <p>Commit rule: the lengths here grow only after both files were forced; a write that fails is cut back to them before
 * anything else is written. After a failed force the pair is spoiled: what the disk then holds is not known, and forcing
 * again would not say, so the next group goes to a new pair.
 */
final class FilePair implements Closeable {
    private final FileChannel log;
    private final FileChannel index;
    private final OpenedFile logFile;
    private final OpenedFile indexFile;
    private final long createdMillis;
    private long logBytes;
    private long indexBytes;
    private boolean dirty;
    private boolean spoiled;

    private FilePair(StreamFiles files, long number, FileChannel log, FileChannel index, Recovery.Lengths lengths)
            throws IOException {
        this.log = log;
        this.index = index;
        this.logFile = OpenedFile.at(files.log(number));
        this.indexFile = OpenedFile.at(files.index(number));
        this.logBytes = lengths.logBytes();
        this.indexBytes = lengths.indexBytes();
        this.createdMillis = lengths.createdMillis();
    }

    /** Opens a pair for appending behind what recovery found whole, which is durable when this returns. */
    static FilePair open(StreamFiles files, long number, Recovery.Lengths lengths) throws IOException {
        FileChannel log = StreamFiles.open(files.log(number));
        try {
            FileChannel index = StreamFiles.open(files.index(number));
            try {
                FilePair pair = new FilePair(files, number, log, index, lengths);
                pair.dirty = true;
                pair.cutBack();
                log.force(true); // the last group was perhaps written but not forced when the process ended
                index.force(true);
                return pair;
            } catch (Throwable failed) {
                index.close();
                throw failed;
            }
        } catch (Throwable failed) {
            log.close();
            throw failed;
        }
    }

    /** Begins a pair; its header is durable when this returns, and if it throws there is no new file. */
    static FilePair create(StreamFiles files, long number, StreamState state, long nowMillis) throws IOException {
        UUID streamId = files.streamId();
        StreamFiles.makeFolder(files.folder());
        FileChannel log = StreamFiles.create(files.log(number));
        try {
            FileChannel index = StreamFiles.create(files.index(number));
            try {
                writeAt(index, new IndexHeader(state, nowMillis).bytes(streamId), 0);
                index.force(true);
                log.force(true);
                StreamFiles.forceFolder(files.folder());
                return new FilePair(files, number, log, index, new Recovery.Lengths(0, IndexEntry.BYTES, nowMillis));
            } catch (Throwable failed) {
                index.close();
                Files.deleteIfExists(files.index(number));
                throw failed;
            }
        } catch (Throwable failed) {
            log.close();
            Files.deleteIfExists(files.log(number));
            throw failed;
        }
    }

    /** Cuts both files back to what was forced, if a write or a crash left something behind it. */
    void cutBack() throws IOException {
        if (dirty) {
            index.truncate(indexBytes);
            log.truncate(logBytes);
            dirty = false;
        }
    }

    /** Writes and forces one group. */
    void commit(ByteBuffer lines, ByteBuffer entries) throws IOException {
        int lineBytes = lines.remaining();
        int entryBytes = entries.remaining();
        dirty = true;
        writeAt(log, lines, logBytes);
        writeAt(index, entries, indexBytes);
        spoiled = true;
        log.force(false);
        index.force(false);
        spoiled = false;
        dirty = false;
        logBytes += lineBytes;
        indexBytes += entryBytes;
    }

    private static void writeAt(FileChannel channel, ByteBuffer from, long offset) throws IOException {
        long at = offset;
        while (from.hasRemaining()) {
            at += channel.write(from, at);
        }
    }

    /** Tells whether the files may hold more than was forced: reading them would take that for durable. */
    boolean isSuspect() {
        return dirty || spoiled;
    }

    /** Tells whether both names still lead to the files that are open here: nobody would find what goes to others. */
    boolean isInPlace() {
        return logFile.isInPlace() && indexFile.isInPlace();
    }

    long logBytes() {
        return logBytes;
    }

    /** Tells whether the next group must go to a new pair. */
    boolean isOver(long rollBytes, long rollMillis, long nowMillis) {
        return spoiled || logBytes >= rollBytes || (logBytes > 0 && nowMillis - createdMillis >= rollMillis);
    }

    @Override
    public void close() throws IOException {
        try (index) {
            log.close();
        }
    }
}
