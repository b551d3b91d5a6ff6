package io.logferry.benchmarks;

import io.logferry.frame.Batch;
import io.logferry.frame.Codec;
import io.logferry.frame.Frame;
import io.logferry.frame.FrameEncoder;
import io.logferry.frame.Level;
import io.logferry.frame.RecordEncoder;
import io.logferry.spill.Journal;
import io.logferry.spill.JournalConfig;
import io.logferry.spill.RealDisk;
import io.logferry.spill.Slot;
import io.logferry.spill.Sync;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Appends frames of lines of JSON to a journal, or the same bytes to a plain file; only the appending is timed.
 * Arguments: {@code journal} or {@code plain}, folder, warm-up bytes, measured bytes. A process of its own.
 */
final class SpillProcess {
    private static final int BATCH_BYTES = 256 * 1024;

    private final Batch batch = new Batch(BATCH_BYTES, 8_192);
    private final Target target;
    private FrameEncoder encoder = new FrameEncoder(new UUID(0, 0), Codec.LZ4);
    private long epoch;
    private long seq;

    /** Where frames go. */
    private interface Target {
        void append(Frame frame) throws IOException;
    }

    private SpillProcess(String kind, Path dir) throws IOException {
        SplittableRandom random = new SplittableRandom(2);
        while (!batch.isFull()) {
            batch.add(String.format("%016x", random.nextLong()), new LineEncoder());
        }
        target = kind.equals("journal") ? journal(dir) : plain(dir);
    }

    public static void main(String[] args) throws IOException {
        SpillProcess spill = new SpillProcess(args[0], Path.of(args[1]));
        spill.append(Long.parseLong(args[2]));
        long bytes = Long.parseLong(args[3]);
        double seconds = (double) spill.append(bytes) / TimeUnit.SECONDS.toNanos(1);
        Fork.report("MB/s", bytes / 1e6 / seconds);
    }

    private Target journal(Path dir) throws IOException {
        Slot slot = Slot.claim(new RealDisk(), dir, "shop", "FERRY", System.currentTimeMillis(), System.err::println);
        JournalConfig config = new JournalConfig(8L << 30, 16 << 20, 64 << 20, Sync.NONE);
        Journal journal = Journal.open(new RealDisk(), slot, config, System.err::println);
        encoder = new FrameEncoder(slot.streamId(), Codec.LZ4);
        epoch = slot.epoch();
        return frame -> {
            long nowNanos = System.nanoTime();
            if (journal.append(frame, false, nowNanos) != Journal.Append.DONE) {
                throw new IOException("the journal refused " + frame);
            }
            journal.tick(nowNanos);
        };
    }

    private static Target plain(Path dir) throws IOException {
        FileChannel channel =
                FileChannel.open(dir.resolve("plain"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return frame -> {
            ByteBuffer bytes = ByteBuffer.wrap(frame.bytes());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        };
    }

    /** Appends this many bytes; gives the nanoseconds that the appending itself took. */
    private long append(long bytes) throws IOException {
        long nanos = 0;
        for (long left = bytes; left > 0; ) {
            Frame frame = encoder.seal(batch, epoch, seq);
            seq += batch.recordCount();
            long start = System.nanoTime();
            target.append(frame);
            nanos += System.nanoTime() - start;
            left -= frame.bytes().length;
        }
        return nanos;
    }

    /** A line of about 300 bytes, of which an order's number changes. */
    private static final class LineEncoder implements RecordEncoder<String> {
        @Override
        public long timeNanos(String order) {
            return 0;
        }

        @Override
        public Level level(String order) {
            return Level.INFO;
        }

        @Override
        public void encode(String order, ByteBuffer into) {
            String line =
                    "{\"@timestamp\":\"2026-11-20T10:15:30.123456789Z\",\"log.level\":\"INFO\",\"message\":\"Order "
                            + order + " accepted, 3 items reserved in the warehouse within 12 ms\",\"log.logger\":"
                            + "\"com.example.shop.orders.OrderService\",\"process.thread.name\":\"http-nio-8080-exec-7\","
                            + "\"service.name\":\"shop\",\"labels\":{\"traceId\":\"" + order
                            + "\",\"userId\":\"user-4711\"}}";
            into.put(line.getBytes(StandardCharsets.UTF_8));
        }
    }
}
