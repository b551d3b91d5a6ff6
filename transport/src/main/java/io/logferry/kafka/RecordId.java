package io.logferry.kafka;

import io.logferry.frame.DropReason;
import io.logferry.frame.LostRange;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which record of which stream this is: the content of the header {@value #HEADER_NAME}, drawn in the package's
 * documentation. Immutable.
 *
 * @param type what the record is
 * @param streamId one appender instance's sequence of records
 * @param epoch one start of it
 * @param seq the record's number in its epoch; of a RANGE the first lost number
 * @param lost of a RANGE what was lost and why, else null
 */
public record RecordId(
        Type type,
        UUID streamId,
        long epoch,
        long seq,
        @Nullable LostRange lost) {
    /** The header's name. */
    public static final String HEADER_NAME = "logferry";

    // Bytes of the header; a field's name says where it begins.
    private static final int VERSION = 0;
    private static final int TYPE = 1;
    private static final int STREAM_HIGH = 2;
    private static final int STREAM_LOW = 10;
    private static final int EPOCH = 18;
    private static final int SEQ = 26;
    private static final int LAST_LOST_SEQ = 34;
    private static final int REASON = 42;
    private static final int NUMBERED_BYTES = 34;
    private static final int RANGE_BYTES = 43;

    private static final byte VERSION_1 = 1;
    private static final Type[] TYPES = Type.values();
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** What a record is; the ordinals are in the header. */
    public enum Type {
        /** A record with a number of its own. */
        DATA,
        /** The same, written by a clean stop: the epoch ended cleanly if no higher number follows. */
        END,
        /** A marker without a number: says that numbers will not come, and why. */
        RANGE
    }

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException unless {@code epoch >= 0}, {@code 0 <= seq < 2^63 - 1} and lost says the same, for RANGE only
     */
    public RecordId {
        boolean fits = lost == null
                ? type != Type.RANGE
                : type == Type.RANGE && lost.epoch() == epoch && lost.fromSeq() == seq;
        long highest = lost == null ? seq : lost.toSeq();
        if (!fits || !areNumbers(epoch, seq, highest)) {
            throw new IllegalArgumentException(
                    "no record's identity: type=" + type + " epoch=" + epoch + " seq=" + seq + " lost=" + lost);
        }
    }

    /** A record with a number of its own. */
    public static RecordId data(UUID streamId, long epoch, long seq) {
        return new RecordId(Type.DATA, streamId, epoch, seq, null);
    }

    /** The record that ends an epoch cleanly. */
    public static RecordId end(UUID streamId, long epoch, long seq) {
        return new RecordId(Type.END, streamId, epoch, seq, null);
    }

    /** The marker that declares these numbers lost. */
    public static RecordId range(UUID streamId, LostRange lost) {
        return new RecordId(Type.RANGE, streamId, lost.epoch(), lost.fromSeq(), lost);
    }

    /**
     * The header of a DATA or END record. Allocates nothing but the result: the sink calls it for each record.
     *
     * @param type DATA or END
     */
    public static byte[] header(Type type, UUID streamId, long epoch, long seq) {
        return header(NUMBERED_BYTES, type, streamId, epoch, seq);
    }

    /** The header of a RANGE marker. */
    public static byte[] header(UUID streamId, LostRange lost) {
        byte[] header = header(RANGE_BYTES, Type.RANGE, streamId, lost.epoch(), lost.fromSeq());
        LONG.set(header, LAST_LOST_SEQ, lost.toSeq());
        header[REASON] = (byte) lost.reason().ordinal();
        return header;
    }

    private static byte[] header(int length, Type type, UUID streamId, long epoch, long seq) {
        byte[] header = new byte[length];
        header[VERSION] = VERSION_1;
        header[TYPE] = (byte) type.ordinal();
        LONG.set(header, STREAM_HIGH, streamId.getMostSignificantBits());
        LONG.set(header, STREAM_LOW, streamId.getLeastSignificantBits());
        LONG.set(header, EPOCH, epoch);
        LONG.set(header, SEQ, seq);
        return header;
    }

    /** Reads a header's value; null if it is not exactly one of ours. Never throws. */
    public static @Nullable RecordId parse(byte @Nullable [] header) {
        if (header == null || header.length < NUMBERED_BYTES || header[VERSION] != VERSION_1) {
            return null;
        }
        int type = header[TYPE];
        if (type < 0 || type >= TYPES.length) {
            return null;
        }
        UUID streamId = new UUID((long) LONG.get(header, STREAM_HIGH), (long) LONG.get(header, STREAM_LOW));
        long epoch = (long) LONG.get(header, EPOCH);
        long seq = (long) LONG.get(header, SEQ);
        if (TYPES[type] == Type.RANGE) {
            return parseRange(header, streamId, epoch, seq);
        }
        boolean ours = header.length == NUMBERED_BYTES && areNumbers(epoch, seq, seq);
        return ours ? new RecordId(TYPES[type], streamId, epoch, seq, null) : null;
    }

    private static @Nullable RecordId parseRange(byte[] header, UUID streamId, long epoch, long fromSeq) {
        if (header.length != RANGE_BYTES) {
            return null;
        }
        long toSeq = (long) LONG.get(header, LAST_LOST_SEQ);
        int reason = header[REASON];
        boolean ours = areNumbers(epoch, fromSeq, toSeq) && reason >= 0 && reason < DropReason.COUNT;
        return ours ? range(streamId, new LostRange(DropReason.of(reason), epoch, fromSeq, toSeq)) : null;
    }

    /** One more than the highest number must be a number too: then nobody's arithmetic overflows. */
    private static boolean areNumbers(long epoch, long fromSeq, long toSeq) {
        return epoch >= 0 && fromSeq >= 0 && fromSeq <= toSeq && toSeq < Long.MAX_VALUE;
    }

    /**
     * Names the record once and for all, for instance as a document's id: {@code stream:epoch:seq}, and
     * {@code stream:epoch:from-to} for a RANGE.
     */
    @Override
    public String toString() {
        return streamId + ":" + epoch + ":" + seq + (lost == null ? "" : "-" + lost.toSeq());
    }
}
