package io.logferry.frame;

import static io.logferry.frame.Batch.Result.ADDED;
import static io.logferry.frame.Batch.Result.ENCODE_FAILED;
import static io.logferry.frame.Batch.Result.SEAL_FIRST;
import static io.logferry.frame.Batch.Result.TOO_LARGE;
import static io.logferry.frame.FrameFormat.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class BatchTest {
    private static final int MAX_BYTES = 4_096;

    private final Batch batch = new Batch(MAX_BYTES, 10);

    @Test
    void aRecordOfExactlyTheLimitIsTaken() {
        Frames.Event event = Frames.event("x".repeat(MAX_RECORD_BYTES));
        assertEquals(ADDED, batch.add(event, Frames.ENCODER));
        assertHolds(List.of(event));
    }

    @Test
    void aRecordOneByteOverTheLimitIsTooLargeAndTheNextOneIsTaken() {
        Frames.Event event = Frames.event("x".repeat(MAX_RECORD_BYTES + 1));
        assertEquals(TOO_LARGE, batch.add(event, Frames.ENCODER));
        assertEquals(0, batch.recordCount());
        assertEquals(ADDED, batch.add(Frames.event("small"), Frames.ENCODER));
        assertHolds(List.of(Frames.event("small")));
    }

    @Test
    void aRecordLargerThanABatchGetsAFrameOfItsOwn() {
        Frames.Event large = Frames.event("x".repeat(MAX_BYTES + 1));
        assertEquals(ADDED, batch.add(Frames.event("before"), Frames.ENCODER));
        assertEquals(SEAL_FIRST, batch.add(large, Frames.ENCODER));
        assertHolds(List.of(Frames.event("before")));

        batch.clear();
        assertEquals(ADDED, batch.add(large, Frames.ENCODER));
        assertTrue(batch.isFull());
        assertHolds(List.of(large));
    }

    @Test
    void aRecordThatDoesNotFitIntoThePayloadIsAskedForAgainInTheNextBatch() {
        Batch wide = new Batch(MAX_PAYLOAD_BYTES / 2, 10);
        Frames.Event half = Frames.event("x".repeat(MAX_PAYLOAD_BYTES / 2 - 100));
        assertEquals(ADDED, wide.add(half, Frames.ENCODER));
        assertFalse(wide.isFull());
        Frames.Event largest = Frames.event("y".repeat(MAX_RECORD_BYTES));
        assertEquals(SEAL_FIRST, wide.add(largest, Frames.ENCODER));
        assertEquals(1, wide.recordCount());
        wide.clear();
        assertEquals(ADDED, wide.add(largest, Frames.ENCODER));
    }

    @Test
    void aPayloadWithoutRoomForAnotherRecordsHeaderIsSealedFirst() {
        Batch wide = new Batch(MAX_PAYLOAD_BYTES, 10);
        int half = MAX_PAYLOAD_BYTES / 2 - RECORD_HEADER_BYTES;
        assertEquals(ADDED, wide.add(Frames.event("x".repeat(half)), Frames.ENCODER));
        assertEquals(ADDED, wide.add(Frames.event("x".repeat(half - 5)), Frames.ENCODER));
        assertEquals(SEAL_FIRST, wide.add(Frames.event(""), Frames.ENCODER));
    }

    @Test
    void itIsFullAtItsSize() {
        int bodyBytes = MAX_BYTES / 2 - RECORD_HEADER_BYTES;
        batch.add(Frames.event("x".repeat(bodyBytes)), Frames.ENCODER);
        batch.add(Frames.event("x".repeat(bodyBytes - 1)), Frames.ENCODER);
        assertFalse(batch.isFull());
        batch.clear();
        batch.add(Frames.event("x".repeat(bodyBytes)), Frames.ENCODER);
        batch.add(Frames.event("x".repeat(bodyBytes)), Frames.ENCODER);
        assertTrue(batch.isFull());
    }

    @Test
    void itIsFullWithItsNumberOfRecords() {
        for (int i = 0; i < 10; i++) {
            assertFalse(batch.isFull());
            batch.add(Frames.event(""), Frames.ENCODER);
        }
        assertTrue(batch.isFull());
    }

    @Test
    void itCountsByLevelUntilItIsCleared() {
        Frames.smallEvents().forEach(event -> batch.add(event, Frames.ENCODER));
        assertEquals(1, batch.levelCounts().of(Level.INFO));
        assertEquals(1, batch.levelCounts().of(Level.FATAL));
        assertEquals(0, batch.levelCounts().of(Level.ERROR));
        batch.clear();
        assertEquals(0, batch.recordCount());
        assertEquals(0, batch.levelCounts().of(Level.INFO));
    }

    @Test
    void whateverTheEncoderThrowsLeavesTheBatchWhole() {
        batch.add(Frames.event("before"), Frames.ENCODER);
        for (Throwable thrown : List.of(
                new IllegalStateException("broken"),
                new IOException("undeclared"),
                new StackOverflowError(),
                new NoClassDefFoundError("gone"))) {
            assertEquals(ENCODE_FAILED, batch.add(Frames.event("partly written"), new Throwing(thrown)));
            assertSame(thrown, batch.failure());
            assertEquals(1, batch.recordCount());
            assertEquals(1, batch.levelCounts().of(Level.INFO));
        }
        batch.add(Frames.event("after"), Frames.ENCODER);
        assertNull(batch.failure());
        assertHolds(List.of(Frames.event("before"), Frames.event("after")));
    }

    @Test
    void anEncoderThatLeavesTheBufferInAnyOtherStateFailsAndTheBatchStaysWhole() {
        batch.add(Frames.event("before"), Frames.ENCODER);
        assertEquals(ENCODE_FAILED, batch.add(Frames.event("x"), new Misplacing(ByteBuffer::flip)));
        assertEquals(ENCODE_FAILED, batch.add(Frames.event("x"), new Misplacing(ByteBuffer::rewind)));
        assertEquals(
                ENCODE_FAILED,
                batch.add(Frames.event("x"), new Misplacing(into -> into.clear().position(into.limit()))));
        batch.add(Frames.event("after"), Frames.ENCODER);
        assertNull(batch.failure());
        assertHolds(List.of(Frames.event("before"), Frames.event("after")));
    }

    @Test
    void anEncoderThatChangesTheByteOrderSpoilsNothing() {
        assertEquals(ADDED, batch.add(Frames.event("x"), new Misplacing(into -> into.order(ByteOrder.BIG_ENDIAN))));
        assertHolds(List.of(Frames.event("x")));
    }

    @Test
    void anEventWithoutALevelFails() {
        assertEquals(ENCODE_FAILED, batch.add(Frames.event("x"), new WithoutLevel()));
        assertEquals(0, batch.recordCount());
    }

    private void assertHolds(List<Frames.Event> events) {
        Frame frame = new FrameEncoder(Frames.STREAM, Codec.NONE).seal(batch, Frames.EPOCH, Frames.FIRST_SEQ);
        assertEquals(Frames.numbered(events), Frames.decode(Frames.read(frame.bytes())));
    }

    /** Throws anything, checked or not, after it has written something. */
    private record Throwing(Throwable thrown) implements RecordEncoder<Frames.Event> {
        @Override
        public long timeNanos(Frames.Event event) {
            return event.timeNanos();
        }

        @Override
        public Level level(Frames.Event event) {
            return event.level();
        }

        @Override
        public void encode(Frames.Event event, ByteBuffer into) {
            Frames.ENCODER.encode(event, into);
            throwAny(thrown);
        }

        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        private static <T extends Throwable> void throwAny(Throwable any) throws T {
            throw (T) any;
        }
    }

    /** Does something to the buffer that an encoder must not. */
    private record Misplacing(Consumer<ByteBuffer> misuse) implements RecordEncoder<Frames.Event> {
        @Override
        public long timeNanos(Frames.Event event) {
            return event.timeNanos();
        }

        @Override
        public Level level(Frames.Event event) {
            return event.level();
        }

        @Override
        public void encode(Frames.Event event, ByteBuffer into) {
            Frames.ENCODER.encode(event, into);
            misuse.accept(into);
        }
    }

    /** As code without null checks may do it. */
    private static final class WithoutLevel implements RecordEncoder<Frames.Event> {
        @Override
        public long timeNanos(Frames.Event event) {
            return event.timeNanos();
        }

        @Override
        @SuppressWarnings("NullAway")
        public Level level(Frames.Event event) {
            return null;
        }

        @Override
        public void encode(Frames.Event event, ByteBuffer into) {}
    }
}
