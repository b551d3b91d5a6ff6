package io.logferry.sink.tcp;

import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.Random;

/** A connection in memory that takes and gives as many bytes at a time as it likes. One thread. */
final class TestLine {
    private static final int CAPACITY_BYTES = 100_000;

    private final Random random;
    private final int pieceBytes;
    /** What comes out at each end, being filled. */
    private final ByteBuffer[] waiting = {ByteBuffer.allocate(CAPACITY_BYTES), ByteBuffer.allocate(CAPACITY_BYTES)};

    private final boolean[] closed = new boolean[2];

    /** Moves at most so many bytes at a time. */
    TestLine(Random random, int pieceBytes) {
        this.random = random;
        this.pieceBytes = pieceBytes;
    }

    ByteChannel end(int number) {
        return new End(number);
    }

    /** Changes the last byte that waits for an end. */
    void damage(int number) {
        ByteBuffer all = waiting[number];
        all.put(all.position() - 1, (byte) ~all.get(all.position() - 1));
    }

    private int move(ByteBuffer from, ByteBuffer to) {
        int most = Math.min(from.remaining(), to.remaining());
        int length = pieceBytes >= CAPACITY_BYTES ? most : Math.min(most, random.nextInt(pieceBytes + 1));
        to.put(to.position(), from, from.position(), length);
        to.position(to.position() + length);
        from.position(from.position() + length);
        return length;
    }

    private final class End implements ByteChannel {
        private final int number;

        End(int number) {
            this.number = number;
        }

        @Override
        public int read(ByteBuffer to) {
            ByteBuffer from = waiting[number].flip();
            try {
                return !from.hasRemaining() && closed[1 - number] ? -1 : move(from, to);
            } finally {
                from.compact();
            }
        }

        @Override
        public int write(ByteBuffer from) {
            return move(from, waiting[1 - number]);
        }

        @Override
        public boolean isOpen() {
            return !closed[number];
        }

        @Override
        public void close() {
            closed[number] = true;
        }
    }
}
