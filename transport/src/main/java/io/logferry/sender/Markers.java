package io.logferry.sender;

import io.logferry.frame.DropReason;
import io.logferry.frame.Level;
import io.logferry.frame.RecordEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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
        TOTALS("logferry.loss", "WARN"),
        END("logferry.end", "INFO");

        final String action;
        final String level;

        Kind(String action, String level) {
            this.action = action;
            this.level = level;
        }
    }

    private final UUID streamId;
    private final long epoch;
    private final String source;
    private final LongSupplier wallMillis;
    private final Ledger ledger;

    Markers(UUID streamId, long epoch, String source, LongSupplier wallMillis, Ledger ledger) {
        this.streamId = streamId;
        this.epoch = epoch;
        this.source = source;
        this.wallMillis = wallMillis;
        this.ledger = ledger;
    }

    @Override
    public long timeNanos(Kind kind) {
        return wallMillis.getAsLong() * 1_000_000;
    }

    @Override
    public Level level(Kind kind) {
        return kind == Kind.END ? Level.INFO : Level.WARN;
    }

    @Override
    public void encode(Kind kind, ByteBuffer into) {
        long[][] drops = ledger.drops();
        StringBuilder line = new StringBuilder(400);
        line.append("{\"@timestamp\":\"").append(Instant.ofEpochMilli(wallMillis.getAsLong()));
        line.append("\",\"log.level\":\"").append(kind.level);
        line.append("\",\"message\":\"logferry: ").append(ledger.dropped());
        line.append(kind == Kind.END ? " records lost in all, clean end" : " records lost so far");
        line.append("\",\"ecs.version\":\"8.11\",\"service.name\":\"");
        appendEscaped(line, source);
        line.append("\",\"event.action\":\"").append(kind.action);
        line.append("\",\"logferry.stream\":\"").append(streamId);
        line.append("\",\"logferry.epoch\":").append(epoch);
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

    private static void appendEscaped(StringBuilder line, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\' || c < ' ' || Character.isSurrogate(c)) {
                line.append(String.format("\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
    }
}
