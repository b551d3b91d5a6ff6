package io.logferry.collector;

import io.logferry.frame.LostRange;
import io.logferry.frame.Position;
import io.logferry.json.EcsWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * Writes markers as lines: one ECS JSON object each. Immutable; any thread.
 *
 * @param source the application's name as it said HELLO
 */
record MarkerLines(String source, UUID streamId) {
    /** The longest source, each character as an escape, and as much for all else. */
    private static final int MOST_EVENT_BYTES = 4 << 10;

    /** Declares lost numbers. */
    void range(ByteBuffer out, LostRange range) {
        String message = "lost " + range.count() + " records " + range.epoch() + ":" + range.fromSeq() + " to "
                + range.epoch() + ":" + range.toSeq() + ", reason " + range.reason();
        String fields = number("epoch", range.epoch())
                + number("from", range.fromSeq())
                + number("to", range.toSeq())
                + text("logferry.reason", range.reason().name())
                + number("count", range.count());
        append(out, "logferry.loss", message, fields);
    }

    /** Says that the epoch of this position was followed by another one without an END. */
    void unclean(ByteBuffer out, Position last) {
        String message = "epoch " + last.epoch() + " ended uncleanly: what followed " + last + " is unknown";
        String fields = number("epoch", last.epoch())
                + number("from", last.seq() + 1)
                + text("logferry.reason", "UNKNOWN_TAIL");
        append(out, "logferry.loss", message, fields);
    }

    /** Says that records were settled by another collector. */
    void elsewhere(ByteBuffer out, Position last, Position base) {
        String message = "before base: records after " + last + " up to " + base + " were settled elsewhere";
        String fields = text("logferry.last", last.toString()) + text("logferry.base", base.toString());
        append(out, "logferry.elsewhere", message, fields);
    }

    private void append(ByteBuffer out, String action, String message, String fields) {
        ByteBuffer line = ByteBuffer.allocate(MOST_EVENT_BYTES);
        Instant now = Instant.now();
        EcsWriter json = new EcsWriter(source); // markers are rare: not worth keeping its caches
        json.begin(line, now.getEpochSecond(), now.getNano(), "WARN", null, null);
        json.message(message);
        json.end();
        line.flip().limit(line.limit() - 1); // without the closing brace: our fields go before it, flat
        String rest = text("event.action", action) + text("logferry.stream", streamId.toString()) + fields + "}\n";
        out.put(line).put(rest.getBytes(StandardCharsets.US_ASCII));
    }

    private static String number(String name, long value) {
        return ",\"logferry." + name + "\":" + value;
    }

    /** A field whose value needs no escapes: all of them are our own. */
    private static String text(String name, String value) {
        return ",\"" + name + "\":\"" + value + '"';
    }
}
