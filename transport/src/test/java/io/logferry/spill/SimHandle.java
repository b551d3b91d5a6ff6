package io.logferry.spill;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** An open file of a {@link SimDisk}, as one process of it opened it. */
final class SimHandle implements Disk.OpenFile {
    private final SimDisk disk;
    private final SimFile file;
    private final int owner;
    private boolean isOpen = true;

    SimHandle(SimDisk disk, SimFile file) {
        this.disk = disk;
        this.file = file;
        owner = disk.process;
    }

    private void check() throws IOException {
        if (owner != disk.process) {
            throw new IllegalStateException("a dead process uses a file");
        }
        if (!isOpen) {
            throw new java.nio.channels.ClosedChannelException();
        }
    }

    @Override
    public long sizeBytes() throws IOException {
        check();
        return file.sizeBytes;
    }

    @Override
    public int read(ByteBuffer into, long offset) throws IOException {
        check();
        disk.count(SimDisk.Op.READ);
        if (disk.memoryErrorAt == disk.calls(SimDisk.Op.READ)) {
            throw new OutOfMemoryError("simulated");
        }
        if (offset >= file.sizeBytes) {
            return -1;
        }
        int length = (int) Math.min(into.remaining(), file.sizeBytes - offset);
        into.put(file.bytes, (int) offset, length);
        disk.bytesRead += length;
        return length;
    }

    @Override
    public int write(ByteBuffer from, long offset) throws IOException {
        check();
        Exception broken = null;
        try {
            disk.count(SimDisk.Op.WRITE);
        } catch (IOException | SimDisk.Killed thrown) {
            broken = thrown;
        }
        int length = from.remaining();
        if ((broken != null || disk.shortWrites != null) && length > 1) {
            length = 1 + (disk.shortWrites == null ? length / 2 : disk.shortWrites.nextInt(length - 1));
        }
        int room = (int) Math.min(length, Math.max(0, disk.capacityBytes - disk.usedBytes + file.sizeBytes - offset));
        boolean isFull = room < length && offset + length > file.sizeBytes;
        if (isFull) {
            length = (int) Math.max(room, Math.min(length, file.sizeBytes - offset));
        }
        if (length > 0) {
            byte[] bytes = new byte[length];
            from.get(bytes);
            int growth = file.write(bytes, (int) offset);
            disk.usedBytes += growth;
        }
        if (broken instanceof SimDisk.Killed killed) {
            throw killed;
        } else if (broken instanceof IOException failed) {
            throw failed;
        }
        if (isFull && length <= 0) {
            throw new IOException("No space left on device (simulated)");
        }
        return length;
    }

    @Override
    public void truncate(long sizeBytes) throws IOException {
        check();
        disk.count(SimDisk.Op.TRUNCATE);
        if (sizeBytes < file.sizeBytes) {
            disk.usedBytes -= file.sizeBytes - sizeBytes;
            Arrays.fill(file.bytes, (int) sizeBytes, file.sizeBytes, (byte) 0);
            file.markDirty((int) sizeBytes, file.sizeBytes);
            file.sizeBytes = (int) sizeBytes;
        }
    }

    @Override
    public void force() throws IOException {
        check();
        disk.count(SimDisk.Op.FORCE);
        file.markForced();
    }

    @Override
    public void close() {
        isOpen = false;
    }
}
