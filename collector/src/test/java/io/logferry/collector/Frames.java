package io.logferry.collector;

import io.logferry.frame.Batch;
import io.logferry.frame.Codec;
import io.logferry.frame.Frame;
import io.logferry.frame.FrameEncoder;
import io.logferry.frame.FrameFormat;
import io.logferry.frame.Level;
import io.logferry.frame.RecordEncoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/** Makes frames of one stream from text. */
final class Frames {
    static final RecordEncoder<String> TEXT = new RecordEncoder<>() {
        @Override
        public long timeNanos(String event) {
            return 1_000_000_000L;
        }

        @Override
        public Level level(String event) {
            return Level.INFO;
        }

        @Override
        public void encode(String event, ByteBuffer into) {
            into.put(event.getBytes(StandardCharsets.UTF_8));
        }
    };

    final UUID streamId;
    private final FrameEncoder encoder;
    private final Batch batch = new Batch(1 << 19, 65_535);

    Frames(UUID streamId) {
        this(streamId, Codec.LZ4);
    }

    Frames(UUID streamId, Codec codec) {
        this.streamId = streamId;
        this.encoder = new FrameEncoder(streamId, codec);
    }

    Frame of(long epoch, long firstSeq, String... bodies) {
        fill(bodies);
        return encoder.seal(batch, epoch, firstSeq);
    }

    Frame end(long epoch, long seq, String body) {
        fill(body);
        return encoder.sealEnd(batch, epoch, seq);
    }

    /** A frame whose bodies say their positions. */
    Frame numbered(long epoch, long firstSeq, int count) {
        return of(
                epoch,
                firstSeq,
                IntStream.range(0, count)
                        .mapToObj(i -> body(epoch, firstSeq + i))
                        .toArray(String[]::new));
    }

    static String body(long epoch, long seq) {
        return "record " + epoch + ":" + seq;
    }

    private void fill(String... bodies) {
        batch.clear();
        for (String body : bodies) {
            if (batch.add(body, TEXT) != Batch.Result.ADDED) {
                throw new IllegalArgumentException("does not fit: " + body.length());
            }
        }
    }

    /** A frame whose checksums are good and whose only record is longer than the frame. */
    static byte[] malformed(UUID streamId, long epoch, long firstSeq) {
        Batch one = new Batch(1000, 10);
        if (one.add("malformed", TEXT) != Batch.Result.ADDED) {
            throw new IllegalStateException("a batch that takes nothing");
        }
        byte[] bytes = new FrameEncoder(streamId, Codec.NONE)
                .seal(one, epoch, firstSeq)
                .bytes();
        ByteBuffer frame = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        frame.putInt(FrameFormat.HEADER_BYTES, 1000);
        CRC32C payload = new CRC32C();
        payload.update(bytes, FrameFormat.HEADER_BYTES, bytes.length - FrameFormat.HEADER_BYTES);
        frame.putInt(48, (int) payload.getValue());
        CRC32C header = new CRC32C();
        ByteBuffer seed = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        header.update(seed.putLong(streamId.getMostSignificantBits())
                .putLong(streamId.getLeastSignificantBits())
                .flip());
        header.update(bytes, 0, 60);
        frame.putInt(60, (int) header.getValue());
        return bytes;
    }
}
