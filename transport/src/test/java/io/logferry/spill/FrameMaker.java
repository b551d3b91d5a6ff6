package io.logferry.spill;

import io.logferry.frame.Batch;
import io.logferry.frame.Codec;
import io.logferry.frame.Frame;
import io.logferry.frame.FrameEncoder;
import io.logferry.frame.FrameFormat;
import io.logferry.frame.Level;
import io.logferry.frame.RecordEncoder;
import java.nio.ByteBuffer;
import java.util.UUID;

/** Makes raw frames for tests; a record's body starts with its number. One thread at a time. */
final class FrameMaker implements RecordEncoder<Long> {
    /** Its batch is large, and tests are many. */
    static final FrameMaker SHARED = new FrameMaker();

    private final Batch batch = new Batch(FrameFormat.MAX_PAYLOAD_BYTES / 2, FrameFormat.MAX_RECORDS);
    private int bodyBytes;

    private FrameMaker() {}

    /** A frame of this many records, each with a body of at least 8 bytes; the level of record n is n modulo the number of levels. */
    Frame frame(UUID streamId, long epoch, long firstSeq, int records, int bodyBytes) {
        this.bodyBytes = bodyBytes;
        batch.clear();
        for (int i = 0; i < records; i++) {
            batch.add(firstSeq + i, this);
        }
        return new FrameEncoder(streamId, Codec.NONE).seal(batch, epoch, firstSeq);
    }

    @Override
    public long timeNanos(Long seq) {
        return seq;
    }

    @Override
    public Level level(Long seq) {
        return Level.of((int) (seq % Level.COUNT));
    }

    @Override
    public void encode(Long seq, ByteBuffer into) {
        into.putLong(seq).position(into.position() + bodyBytes - Long.BYTES);
    }
}
