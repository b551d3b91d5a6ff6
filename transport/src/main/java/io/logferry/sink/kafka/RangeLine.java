package io.logferry.sink.kafka;

import io.logferry.frame.Level;
import io.logferry.frame.LostRange;
import io.logferry.frame.MarkerLine;
import io.logferry.frame.Position;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The value of a RANGE marker's record: one ECS JSON line with the fields that the collector writes. Any thread. */
final class RangeLine {
    private RangeLine() {}

    /**
     * Writes it.
     *
     * @param source the application's name, any text
     */
    static byte[] of(LostRange range, UUID streamId, String source, long wallMillis) {
        Position first = new Position(range.epoch(), range.fromSeq());
        String message =
                "lost " + range.count() + " records " + first + " to " + range.last() + ", reason " + range.reason();
        StringBuilder line =
                new MarkerLine(streamId, source).begin(wallMillis, Level.WARN, MarkerLine.LOSS, range.epoch(), message);
        line.append(",\"logferry.from\":").append(range.fromSeq());
        line.append(",\"logferry.to\":").append(range.toSeq());
        line.append(",\"logferry.reason\":\"").append(range.reason());
        line.append("\",\"logferry.count\":").append(range.count());
        return line.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }
}
