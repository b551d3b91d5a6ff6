package io.logferry.spill;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A small preallocated file that holds its content twice and overwrites the older copy, so that a torn write leaves the
 * other one, and a full disk does not stop it. One thread at a time.
 */
final class TwinFile implements AutoCloseable {
    static final int SECOND_OFFSET = 4096;
    static final int FILE_BYTES = 2 * SECOND_OFFSET;

    /** magic, generation before the content, CRC32C behind it. */
    static final int FRAMING_BYTES = 16;

    private static final int MAGIC = 0x54464CFF; // FF 4C 46 54

    private final Disk disk;
    private final Path path;
    private final Path whole;
    private final int contentBytes;
    private Disk.@Nullable OpenFile file;
    private long generation;
    private boolean forceDue;

    TwinFile(Disk disk, Path path, int contentBytes) {
        this.disk = disk;
        this.path = path;
        whole = path.resolveSibling(path.getFileName() + SlotFile.HALF_MADE_SUFFIX);
        this.contentBytes = contentBytes;
    }

    /**
     * The newer good copy; null if there is none.
     *
     * @throws IOException if the file is there and cannot be read now
     */
    @Nullable ByteBuffer read() throws IOException {
        deleteHalfMade();
        try {
            Disk.OpenFile opened = disk.open(path);
            file = opened;
            ByteBuffer first = readCopy(opened, 0);
            ByteBuffer second = readCopy(opened, SECOND_OFFSET);
            ByteBuffer newer =
                    first == null || (second != null && generation(second) > generation(first)) ? second : first;
            if (newer == null || opened.sizeBytes() != FILE_BYTES) {
                discard(); // made anew at the next write
            }
            if (newer == null) {
                return null;
            }
            generation = generation(newer);
            return content(newer, contentBytes);
        } catch (NoSuchFileException none) {
            return null;
        } catch (IOException unreadable) {
            discard();
            throw unreadable;
        }
    }

    private @Nullable ByteBuffer readCopy(Disk.OpenFile from, long offset) throws IOException {
        ByteBuffer copy = ByteBuffer.allocate(FRAMING_BYTES + contentBytes).order(ByteOrder.LITTLE_ENDIAN);
        try {
            from.readFully(copy, offset);
        } catch (EOFException tooShort) {
            return null;
        }
        return isGood(copy) ? copy : null;
    }

    static long generation(ByteBuffer copy) {
        return copy.getLong(4);
    }

    static ByteBuffer content(ByteBuffer copy, int contentBytes) {
        return copy.slice(12, contentBytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Tells whether these bytes are one of the two copies, whole. */
    boolean isGood(ByteBuffer copy) {
        return copy.getInt(0) == MAGIC && copy.getInt(12 + contentBytes) == crc(copy);
    }

    /**
     * Replaces the content.
     *
     * @throws IOException if it was not written; the next write then makes the file anew
     */
    void write(ByteBuffer content) throws IOException {
        ByteBuffer copy = ByteBuffer.allocate(FRAMING_BYTES + contentBytes).order(ByteOrder.LITTLE_ENDIAN);
        copy.putInt(MAGIC).putLong(generation + 1).put(content);
        copy.putInt(crc(copy)).flip();
        try {
            if (file == null) {
                create(copy);
            } else {
                file.writeFully(copy, (generation + 1) % 2 * SECOND_OFFSET);
            }
            generation++;
            forceDue = true;
        } catch (IOException failed) {
            discard();
            throw failed;
        }
    }

    /** The old file, if there is one, goes when the new one is whole. */
    private void create(ByteBuffer copy) throws IOException {
        deleteHalfMade();
        try {
            Disk.OpenFile created = disk.create(whole);
            file = created;
            created.writeFully(ByteBuffer.allocate(FILE_BYTES), 0);
            created.writeFully(copy, (generation + 1) % 2 * SECOND_OFFSET);
            created.force(); // or a power loss could leave an empty file under the name
            disk.rename(whole, path);
        } catch (IOException failed) {
            deleteHalfMade();
            throw failed;
        }
    }

    private void deleteHalfMade() {
        try {
            disk.delete(whole);
        } catch (IOException notThere) {
            // then there is nothing in the way; whatever else it is, create will say
        }
    }

    /** Forces what was written since the last call. */
    void force() throws IOException {
        if (forceDue && file != null) {
            try {
                file.force();
                forceDue = false;
            } catch (IOException failed) {
                discard();
                throw failed;
            }
        }
    }

    private int crc(ByteBuffer copy) {
        CRC32C crc = new CRC32C();
        crc.update(
                String.valueOf(path.getFileName()).getBytes(StandardCharsets.UTF_8)); // one is never read for another
        crc.update(copy.slice(0, 12 + contentBytes));
        return (int) crc.getValue();
    }

    /** Makes the next write make the file anew. */
    void discard() {
        close();
        file = null;
    }

    @Override
    public void close() {
        SegmentFile.close(file);
    }
}
