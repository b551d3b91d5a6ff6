package io.logferry.sender;

import io.logferry.frame.DropReason;
import io.logferry.frame.Level;
import io.logferry.frame.MarkerLine;
import io.logferry.frame.RecordEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Writes the records that declare losses: TOTALS after drops and END at a clean stop, each one ECS JSON line with the
 * epoch's drops so far by reason and level. Sender thread only.
 */
final class Markers implements RecordEncoder<Markers.Kind> {
    /** Which marker. */
    enum Kind {
        TOTALS(MarkerLine.LOSS, Level.WARN),
        END("logferry.end", Level.INFO);

        final String action;
        final Level level;

        Kind(String action, Level level) {
            this.action = action;
            this.level = level;
        }
    }

    private final MarkerLine start;
    private final long epoch;
    private final LongSupplier wallMillis;
    private final Ledger ledger;

    Markers(UUID streamId, long epoch, String source, LongSupplier wallMillis, Ledger ledger) {
        this.start = new MarkerLine(streamId, source);
        this.epoch = epoch;
        this.wallMillis = wallMillis;
        this.ledger = ledger;
    }

    @Override
    public long timeNanos(Kind kind) {
        return wallMillis.getAsLong() * 1_000_000;
    }

    @Override
    public Level level(Kind kind) {
        return kind.level;
    }

    @Override
    public void encode(Kind kind, ByteBuffer into) {
        long[][] drops = ledger.drops();
        String what = kind == Kind.END ? " records lost in all, clean end" : " records lost so far";
        StringBuilder line = start.begin(
                wallMillis.getAsLong(), kind.level, kind.action, epoch, "logferry: " + ledger.dropped() + what);
        line.append(",\"logferry.dropped\":{");
        String separator = "";
        for (DropReason reason : DropReason.values()) {
            long[] row = drops[reason.ordinal()];
            if (Arrays.stream(row).sum() > 0) {
                appendRow(line.append(separator), reason, row);
                separator = ",";
            }
        }
        into.put(line.append("}}").toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void appendRow(StringBuilder line, DropReason reason, long[] row) {
        line.append('"').append(reason).append("\":{");
        String separator = "";
        for (int column = 0; column < row.length; column++) {
            if (row[column] > 0) {
                String level = column == Ledger.UNKNOWN_LEVEL
                        ? "UNKNOWN"
                        : Level.of(column).name();
                line.append(separator).append('"').append(level).append("\":").append(row[column]);
                separator = ",";
            }
        }
        line.append('}');
    }
}
