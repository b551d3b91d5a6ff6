package io.logferry.spill;

import io.logferry.frame.Position;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a slot whose owner is gone, for tools: keeps owners away until it is closed, and unlike {@link Slot}
 * changes nothing unless asked. One thread at a time.
 */
public final class SlotFolder implements AutoCloseable {
    /** The suffix of files that are set aside. */
    public static final String DAMAGED_SUFFIX = Segments.DAMAGED_SUFFIX;

    private static final Disk DISK = new RealDisk();

    private final Path folder;
    private final Disk.Lock lock;

    private SlotFolder(Path folder, Disk.Lock lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Takes a slot's folder.
     *
     * @param isToChange false to share it with others who read, and to create not even a lock file
     * @return null if an owner holds it
     * @throws IOException if the lock cannot be taken
     */
    public static @Nullable SlotFolder open(Path folder, boolean isToChange) throws IOException {
        Path file = folder.resolveSibling(folder.getFileName() + Slot.LOCK_SUFFIX);
        Disk.Lock lock = isToChange ? DISK.lock(file) : RealDisk.lockToRead(file);
        return lock == null ? null : new SlotFolder(folder, lock);
    }

    /** Where it is. */
    public Path folder() {
        return folder;
    }

    /** What is in it, segments in order. */
    public List<SlotFile> files() throws IOException {
        return DISK.list(folder).stream()
                .map(SlotFile::of)
                .sorted(Comparator.comparing(SlotFile::name))
                .toList();
    }

    /**
     * Whose frames are in it. Immutable.
     *
     * @param streamId the identity of the stream
     * @param epoch its last start
     * @param isFenced somebody else uses the identity: the next owner takes a new one
     */
    public record Identity(UUID streamId, long epoch, boolean isFenced) {
        private static Identity of(ByteBuffer in) {
            return new Identity(new UUID(in.getLong(0), in.getLong(8)), in.getLong(16), in.getLong(24) != 0);
        }

        ByteBuffer toBytes() {
            ByteBuffer out = ByteBuffer.allocate(Slot.IDENTITY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            out.putLong(streamId.getMostSignificantBits()).putLong(streamId.getLeastSignificantBits());
            return out.putLong(epoch).putLong(isFenced ? 1 : 0).flip();
        }
    }

    /**
     * Up to where the journal is settled. Immutable.
     *
     * @param position the position up to which every record is settled
     * @param records how many were ever appended up to there
     * @param highestSegment the highest number that any segment ever had
     */
    public record Settled(Position position, long records, long highestSegment) {
        private static Settled of(ByteBuffer in) {
            Cursor.State state = Cursor.State.of(in);
            return new Settled(state.settled(), state.ordinal(), state.highestSegment());
        }
    }

    /**
     * A small file that holds its content twice. Immutable.
     *
     * @param isThere whether there is such a file
     * @param content of the newer good copy, null if there is none
     * @param badOffsets where copies begin that are bad; one that was never written is not
     * @param <T> the content
     */
    public record Twin<T>(boolean isThere, @Nullable T content, List<Integer> badOffsets) {}

    /** What the identity file says. */
    public Twin<Identity> identity() throws IOException {
        return read(Slot.IDENTITY_FILE_NAME, Slot.IDENTITY_BYTES, Identity::of);
    }

    /** What the cursor says. */
    public Twin<Settled> settled() throws IOException {
        return read(Cursor.FILE_NAME, Cursor.CONTENT_BYTES, Settled::of);
    }

    private <T> Twin<T> read(String name, int contentBytes, Function<ByteBuffer, T> content) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(TwinFile.FILE_BYTES + 1);
        try (SeekableByteChannel file = Files.newByteChannel(
                folder.resolve(name), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            while (bytes.hasRemaining() && file.read(bytes) >= 0) {
                // until all of it, or too much, is there
            }
        } catch (NoSuchFileException none) {
            return new Twin<>(false, null, List.of());
        }
        TwinFile format = new TwinFile(DISK, folder.resolve(name), contentBytes);
        List<Integer> badOffsets = new ArrayList<>();
        ByteBuffer newest = null;
        for (int offset = 0; offset < TwinFile.FILE_BYTES; offset += TwinFile.SECOND_OFFSET) {
            ByteBuffer copy =
                    bytes.slice(offset, TwinFile.FRAMING_BYTES + contentBytes).order(ByteOrder.LITTLE_ENDIAN);
            boolean isWhole = bytes.position() >= offset + copy.limit();
            if (!isWhole || !format.isGood(copy)) {
                if (!isWhole || copy.mismatch(ByteBuffer.allocate(copy.limit())) >= 0) {
                    badOffsets.add(offset);
                }
            } else if (newest == null || TwinFile.generation(copy) > TwinFile.generation(newest)) {
                newest = copy;
            }
        }
        if (newest == null && badOffsets.isEmpty()) {
            badOffsets.add(0); // a file of nothing but zeros
        }
        T said = newest == null ? null : content.apply(TwinFile.content(newest, contentBytes));
        return new Twin<>(true, said, badOffsets);
    }

    /** Writes the identity over the older copy, or a new file if both are bad. */
    public void write(Identity identity) throws IOException {
        write(Slot.IDENTITY_FILE_NAME, Slot.IDENTITY_BYTES, identity.toBytes());
    }

    /** Writes the cursor over the older copy, or a new file if both are bad. */
    public void write(Settled settled) throws IOException {
        try (Cursor cursor = new Cursor(DISK, folder, thrownAsWell -> {})) {
            cursor.read();
            cursor.write(new Cursor.State(settled.position, settled.records, settled.highestSegment));
            cursor.force();
        }
    }

    private void write(String name, int contentBytes, ByteBuffer content) throws IOException {
        try (TwinFile file = new TwinFile(DISK, folder.resolve(name), contentBytes)) {
            file.read();
            file.write(content);
            file.force();
        }
    }

    /** Forces the names in the folder, so that files renamed there stay so. */
    public void force() throws IOException {
        DISK.forceFolder(folder);
    }

    @Override
    public void close() {
        lock.close();
    }
}
