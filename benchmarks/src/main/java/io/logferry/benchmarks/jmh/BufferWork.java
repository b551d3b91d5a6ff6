package io.logferry.benchmarks.jmh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What has to be done with 64 KB of lines at least, done in the plainest way. One thread. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class BufferWork {
    static final int BUFFER_BYTES = 64 * 1024;

    @Benchmark
    public int lz4Native(Lines lines) {
        return lines.lz4Native.compress(lines.bytes, 0, BUFFER_BYTES, lines.compressed);
    }

    @Benchmark
    public int lz4Safe(Lines lines) {
        return lines.lz4Safe.compress(lines.bytes, 0, BUFFER_BYTES, lines.compressed);
    }

    @Benchmark
    public long crc32c(Lines lines) {
        lines.crc.reset();
        lines.crc.update(lines.bytes, 0, BUFFER_BYTES);
        return lines.crc.getValue();
    }

    @Benchmark
    public void fileAppend(Lines lines, GrowingFile file) throws IOException {
        file.append(lines.direct.clear());
    }

    @Benchmark
    public void socketWrite(Lines lines, Loopback loopback) throws IOException {
        for (ByteBuffer left = lines.direct.clear(); left.hasRemaining(); ) {
            loopback.socket.write(left);
        }
    }

    /** What is worked on. */
    @State(Scope.Thread)
    public static class Lines {
        private final byte[] bytes = ShopLines.bytes(BUFFER_BYTES);
        private final byte[] compressed = new byte[Codec.mostBytes(BUFFER_BYTES)];
        private final ByteBuffer direct =
                ByteBuffer.allocateDirect(BUFFER_BYTES).put(bytes);
        private final Codec.Compressor lz4Native = Codec.LZ4_NATIVE.start();
        private final Codec.Compressor lz4Safe = Codec.LZ4_SAFE.start();
        private final CRC32C crc = new CRC32C();
    }

    /** A file in the temporary folder, begun anew from time to time. */
    @State(Scope.Thread)
    public static class GrowingFile {
        private static final long MOST_BYTES = 256 << 20;

        private Path path;
        private FileChannel channel;
        private long size;

        @Setup
        public void open() throws IOException {
            path = Files.createTempFile("logferry-append", "");
            channel = FileChannel.open(path, StandardOpenOption.WRITE);
        }

        void append(ByteBuffer buffer) throws IOException {
            if (size >= MOST_BYTES) {
                channel.truncate(0);
                size = 0;
            }
            while (buffer.hasRemaining()) {
                size += channel.write(buffer);
            }
        }

        @TearDown
        public void delete() throws IOException {
            channel.close();
            Files.delete(path);
        }
    }

    /** A connection of the process with itself, whose other end is read by a thread as fast as it can. */
    @State(Scope.Thread)
    public static class Loopback {
        private SocketChannel socket;
        private Thread reader;

        @Setup
        public void connect() throws IOException {
            try (ServerSocketChannel server = ServerSocketChannel.open()) {
                server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                socket = SocketChannel.open(server.getLocalAddress());
                SocketChannel other = server.accept();
                reader = new Thread(() -> readAll(other), "reader");
                reader.start();
            }
        }

        private static void readAll(SocketChannel from) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
            try (from) {
                int read;
                do {
                    read = from.read(buffer.clear());
                } while (read >= 0);
            } catch (IOException closed) {
                // the measurement has ended
            }
        }

        @TearDown
        public void close() throws IOException, InterruptedException {
            socket.close();
            reader.join();
        }
    }
}
