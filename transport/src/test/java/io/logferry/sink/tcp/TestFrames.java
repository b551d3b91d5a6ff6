package io.logferry.sink.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.logferry.frame.Batch;
import io.logferry.frame.Codec;
import io.logferry.frame.Frame;
import io.logferry.frame.FrameEncoder;
import io.logferry.frame.Level;
import io.logferry.frame.RecordEncoder;
import java.nio.ByteBuffer;
import java.util.Random;

/** Makes frames of one record, of any size, that do not compress. Test thread only. */
final class TestFrames {
    static final long EPOCH = 7;

    private static final RecordEncoder<byte[]> BYTES = new RecordEncoder<>() {
        @Override
        public long timeNanos(byte[] event) {
            return 0;
        }

        @Override
        public Level level(byte[] event) {
            return Level.INFO;
        }

        @Override
        public void encode(byte[] event, ByteBuffer into) {
            into.put(event);
        }
    };

    private final FrameEncoder encoder = new FrameEncoder(SinkDriver.STREAM, Codec.NONE);
    private final Batch batch = new Batch(1, 1);

    Frame frame(long seq, int bodyBytes) {
        byte[] body = new byte[bodyBytes];
        new Random(seq).nextBytes(body);
        batch.clear();
        assertEquals(Batch.Result.ADDED, batch.add(body, BYTES));
        return encoder.seal(batch, EPOCH, seq);
    }
}
