package io.logferry.frame;

import java.time.Instant;
import java.util.UUID;

/**
 * The fields that the line of every marker begins with: those of any ECS event, then what is declared and of which
 * stream. Written by hand: at most a line a second does not pay for more. Immutable.
 *
 * @param source the application's name, any text
 */
public record MarkerLine(UUID streamId, String source) {
    /** The action of markers that declare losses. */
    public static final String LOSS = "logferry.loss";

    /**
     * Begins the JSON object; the caller appends fields, each after a comma, and closes it. As UTF-8 it is valid: lone
     * surrogates become question marks there.
     *
     * @param message text without characters to escape
     */
    public StringBuilder begin(long wallMillis, Level level, String action, long epoch, String message) {
        StringBuilder line = new StringBuilder(400);
        line.append("{\"@timestamp\":\"").append(Instant.ofEpochMilli(wallMillis));
        line.append("\",\"log.level\":\"").append(level);
        line.append("\",\"message\":\"").append(message);
        line.append("\",\"ecs.version\":\"8.11\",\"service.name\":\"");
        appendEscaped(line, source);
        line.append("\",\"event.action\":\"").append(action);
        line.append("\",\"logferry.stream\":\"").append(streamId);
        return line.append("\",\"logferry.epoch\":").append(epoch);
    }

    private static void appendEscaped(StringBuilder line, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\' || Character.isISOControl(c)) {
                line.append(String.format("\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
    }
}
