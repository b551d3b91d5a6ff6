package io.logferry.json;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An event as plain data: can be written, and says what must be read back. */
record Event(
        Instant time,
        String level,
        @Nullable String logger,
        @Nullable String thread,
        @Nullable CharSequence message,
        @Nullable Origin origin,
        List<Label> labels,
        List<String> tags,
        @Nullable Failure failure) {

    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(9).toFormatter();

    record Origin(@Nullable String file, int line, @Nullable String function) {}

    /** Its value is a String, Long, Double, Boolean or null. */
    record Label(String key, @Nullable Object value) {}

    /** The stack trace's pieces are CharSequences and Longs. */
    record Failure(String type, @Nullable String message, List<Object> stackTrace) {}

    static Event of(Instant time, String message) {
        return new Event(time, "INFO", "com.acme.Shop", "main", message, null, List.of(), List.of(), null);
    }

    byte[] write(EcsWriter writer) {
        return write(writer, ByteBuffer.allocate(1 << 20));
    }

    byte[] write(EcsWriter writer, ByteBuffer into) {
        int from = into.position();
        writer.begin(into, time.getEpochSecond(), time.getNano(), level, logger, thread);
        writer.message(message);
        if (origin != null) {
            writer.origin(origin.file, origin.line, origin.function);
        }
        labels.forEach(label -> writeLabel(writer, label));
        tags.forEach(writer::tag);
        if (failure != null) {
            writer.error(failure.type, failure.message);
            failure.stackTrace.forEach(piece -> writePiece(writer, piece));
        }
        writer.end();
        return Arrays.copyOfRange(into.array(), into.arrayOffset() + from, into.arrayOffset() + into.position());
    }

    private static void writeLabel(EcsWriter writer, Label label) {
        if (label.value instanceof Long number) {
            writer.label(label.key, (long) number);
        } else if (label.value instanceof Double number) {
            writer.label(label.key, (double) number);
        } else if (label.value instanceof Boolean truth) {
            writer.label(label.key, (boolean) truth);
        } else {
            writer.label(label.key, (String) label.value);
        }
    }

    private static void writePiece(EcsWriter writer, Object piece) {
        if (piece instanceof Long number) {
            writer.stackTraceNumber(number);
        } else {
            writer.stackTrace((CharSequence) piece);
        }
    }

    /** What a JSON parser must find. */
    Map<String, @Nullable Object> expected(String serviceName) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("@timestamp", TIME.format(time));
        fields.put("log.level", wellFormed(level));
        putText(fields, "message", message);
        fields.put("ecs.version", "8.11");
        fields.put("service.name", wellFormed(serviceName));
        putText(fields, "log.logger", logger);
        putText(fields, "process.thread.name", thread);
        if (origin != null) {
            putText(fields, "log.origin.file.name", origin.file);
            if (origin.line >= 0) {
                fields.put("log.origin.file.line", (long) origin.line);
            }
            putText(fields, "log.origin.function", origin.function);
        }
        if (!labels.isEmpty()) {
            Map<String, @Nullable Object> expectedLabels = new LinkedHashMap<>();
            for (Label label : labels) {
                String key = expectedKey(label);
                if (!expectedLabels.containsKey(key)) {
                    expectedLabels.put(key, expectedValue(label.value));
                }
            }
            fields.put("labels", expectedLabels);
        }
        if (!tags.isEmpty()) {
            fields.put(
                    "tags", new ArrayList<>(tags.stream().map(Event::wellFormed).toList()));
        }
        if (failure != null) {
            putText(fields, "error.type", failure.type);
            putText(fields, "error.message", failure.message);
            if (!failure.stackTrace.isEmpty()) {
                StringBuilder text = new StringBuilder();
                failure.stackTrace.forEach(piece -> text.append(wellFormed(piece.toString())));
                fields.put("error.stack_trace", text.toString());
            }
        }
        return fields;
    }

    boolean repeatsLabels() {
        return labels.stream().map(Event::expectedKey).distinct().count() < labels.size();
    }

    private static String expectedKey(Label label) {
        return wellFormed(label.key).replaceAll("[.*\\\\]", "_");
    }

    private static void putText(Map<String, @Nullable Object> fields, String key, @Nullable CharSequence value) {
        if (value != null) {
            fields.put(key, wellFormed(value.toString()));
        }
    }

    private static @Nullable Object expectedValue(@Nullable Object value) {
        if (value instanceof String text) {
            return wellFormed(text);
        }
        return value instanceof Double number && !Double.isFinite(number) ? number.toString() : value;
    }

    /** The text with each lone surrogate replaced by U+FFFD, in the plainest way. */
    static String wellFormed(String text) {
        StringBuilder result = new StringBuilder();
        text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xfffd : c)
                .forEach(result::appendCodePoint);
        return result.toString();
    }
}
