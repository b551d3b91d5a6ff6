package io.logferry.collector;

import io.logferry.frame.Batch;
import io.logferry.frame.Frame;
import io.logferry.frame.FrameEncoder;
import io.logferry.frame.Level;
import io.logferry.frame.RecordEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.stream.IntStream;

/** Makes frames of one stream from text. */
final class Frames {
    private static final RecordEncoder<String> TEXT = new RecordEncoder<>() {
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
        this.streamId = streamId;
        this.encoder = new FrameEncoder(streamId, true);
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
}
