package io.logferry.benchmarks;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A number of lines in a mapped file: others see it, and it outlives a process that is killed. Any thread. */
final class LineCount {
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final ByteBuffer mapped;

    /** Goes on from what is in the folder. */
    LineCount(Path dir) throws IOException {
        Files.createDirectories(dir);
        try (FileChannel file = FileChannel.open(
                dir.resolve("lines"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            mapped = file.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES);
        }
    }

    void add(long lines) {
        LONG.getAndAdd(mapped, 0, lines);
    }

    long get() {
        return (long) LONG.getVolatile(mapped, 0);
    }
}
