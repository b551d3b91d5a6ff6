package io.logferry.sender;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.logferry.frame.Batch;
import io.logferry.frame.Codec;
import io.logferry.frame.DropReason;
import io.logferry.frame.FrameEncoder;
import io.logferry.frame.FrameHeader;
import io.logferry.frame.Level;
import io.logferry.frame.LostRange;
import io.logferry.frame.Position;
import io.logferry.frame.RecordEncoder;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LossesTest {
    private final Losses losses = new Losses();

    @Test
    void whatFollowsDirectlyHasNoGap() {
        assertEquals(List.of(), losses.between(new Position(5, 9), frame(5, 10)));
        assertEquals(List.of(), losses.between(new Position(5, 9), frame(6, 0)));
        assertEquals(List.of(), losses.between(Position.NONE, frame(6, 0)));
    }

    @Test
    void aGapWhoseReasonIsNotKnownIsCorrupt() {
        assertEquals(
                List.of(new LostRange(DropReason.CORRUPT, 5, 10, 14)),
                losses.between(new Position(5, 9), frame(5, 15)));
        assertEquals(
                List.of(new LostRange(DropReason.CORRUPT, 6, 0, 2)), losses.between(new Position(5, 9), frame(6, 3)));
    }

    @Test
    void knownReasonsAreDeclaredAndTheRestBetweenThemIsCorrupt() {
        losses.add(new LostRange(DropReason.SPILL_FULL, 5, 12, 13));
        losses.add(new LostRange(DropReason.SPILL_FULL, 5, 14, 15));
        losses.add(new LostRange(DropReason.SPILL_FULL, 6, 0, 1));
        assertEquals(
                List.of(
                        new LostRange(DropReason.CORRUPT, 5, 10, 11),
                        new LostRange(DropReason.SPILL_FULL, 5, 12, 15),
                        new LostRange(DropReason.SPILL_FULL, 6, 0, 1),
                        new LostRange(DropReason.CORRUPT, 6, 2, 3)),
                losses.between(new Position(5, 9), frame(6, 4)));
        assertEquals(
                List.of(new LostRange(DropReason.CORRUPT, 6, 5, 6)), losses.between(new Position(6, 4), frame(6, 7)));
    }

    @Test
    void whatIsSettledMeanwhileIsNotDeclared() {
        losses.add(new LostRange(DropReason.SPILL_FULL, 5, 12, 13));
        losses.add(new LostRange(DropReason.SPILL_FULL, 5, 20, 29));
        assertEquals(
                List.of(new LostRange(DropReason.SPILL_FULL, 5, 25, 29)),
                losses.between(new Position(5, 24), frame(5, 30)));
    }

    private static FrameHeader frame(long epoch, long firstSeq) {
        Batch batch = new Batch(100, 10);
        batch.add("x", new RecordEncoder<String>() {
            @Override
            public long timeNanos(String event) {
                return 0;
            }

            @Override
            public Level level(String event) {
                return Level.INFO;
            }

            @Override
            public void encode(String event, ByteBuffer into) {
                into.put((byte) 'x');
            }
        });
        return new FrameEncoder(new UUID(1, 2), Codec.NONE)
                .seal(batch, epoch, firstSeq)
                .header();
    }
}
