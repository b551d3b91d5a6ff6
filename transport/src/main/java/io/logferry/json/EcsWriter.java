package io.logferry.json;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes one event after the other as ECS JSON, each into a heap buffer between its position and its limit. Sender
 * thread only.
 *
 * <p>The calls for one event: {@link #begin}, {@link #message}, then what the event has of {@link #origin} (once),
 * {@code label}, {@link #tag}, {@link #error} (once), {@link #stackTrace} (in pieces), in this order, and {@link #end},
 * which moves the buffer's position. Any other order is an IllegalStateException.
 *
 * <p>An event that does not fit is a {@link java.nio.BufferOverflowException}: the buffer's position is where it was,
 * the bytes between it and the limit are undefined, and the event can be begun again in a larger buffer. {@link #begin}
 * is allowed at any time and forgets an event that was not ended.
 */
public final class EcsWriter {
    private static final String ECS_VERSION = "8.11";
    private static final byte[] MESSAGE = Ascii.bytes(",\"message\":\"");
    private static final byte[] ORIGIN_FILE = Ascii.bytes(",\"log.origin.file.name\":\"");
    private static final byte[] ORIGIN_LINE = Ascii.bytes(",\"log.origin.file.line\":");
    private static final byte[] ORIGIN_FUNCTION = Ascii.bytes(",\"log.origin.function\":\"");
    private static final byte[] LABELS = Ascii.bytes(",\"labels\":{");
    private static final byte[] TAGS = Ascii.bytes(",\"tags\":[");
    private static final byte[] ERROR_TYPE = Ascii.bytes(",\"error.type\":\"");
    private static final byte[] ERROR_MESSAGE = Ascii.bytes(",\"error.message\":\"");
    private static final byte[] STACK_TRACE = Ascii.bytes(",\"error.stack_trace\":\"");
    private static final byte[] NULL = Ascii.bytes("null");
    private static final byte[] TRUE = Ascii.bytes("true");
    private static final byte[] FALSE = Ascii.bytes("false");

    /** How far the current event is. */
    private enum Stage {
        IDLE,
        BEGUN,
        HEAD,
        ORIGIN,
        LABELS,
        /** No other label may follow, because their keys are not known. */
        FINISHED_LABELS,
        TAGS,
        ERROR,
        STACK_TRACE
    }

    private final byte[] versionAndService;
    private final Timestamp timestamp = new Timestamp();
    private final FragmentCache levels = FragmentCache.ofFields(",\"log.level\":\"", "\"");
    private final FragmentCache loggers = FragmentCache.ofFields(",\"log.logger\":\"", "\"");
    private final FragmentCache threads = FragmentCache.ofFields(",\"process.thread.name\":\"", "\"");
    private final FragmentCache labelKeys = FragmentCache.ofLabelKeys();
    private final FrameLines frameLines = new FrameLines();
    private final LabelKeys writtenKeys = new LabelKeys();
    private final JsonOut out = new JsonOut();

    private Stage stage = Stage.IDLE;
    private @Nullable ByteBuffer buffer;
    private @Nullable String logger;
    private @Nullable String thread;

    public EcsWriter(String serviceName) {
        String head = ",\"ecs.version\":\"" + ECS_VERSION + "\",\"service.name\":\"";
        byte[] bytes = new byte[head.length() + JsonOut.MAX_BYTES_PER_CHAR * serviceName.length() + 1];
        out.open(bytes, 0, bytes.length);
        out.raw(Ascii.bytes(head));
        out.text(serviceName);
        out.raw('"');
        versionAndService = Arrays.copyOf(bytes, out.at());
    }

    /**
     * Begins an event.
     *
     * @param into a heap buffer, not read-only
     * @param epochSecond a time outside the years 0000 to 9999 is written as the nearest inside
     * @param nanoOfSecond 0 to 999,999,999
     */
    public void begin(
            ByteBuffer into,
            long epochSecond,
            int nanoOfSecond,
            String level,
            @Nullable String logger,
            @Nullable String thread) {
        stage = Stage.IDLE;
        int base = into.arrayOffset();
        out.open(into.array(), base + into.position(), base + into.limit());
        timestamp.write(out, epochSecond, nanoOfSecond);
        levels.write(level, out);
        this.buffer = into;
        this.logger = logger;
        this.thread = thread;
        writtenKeys.clear();
        stage = Stage.BEGUN;
    }

    /** The event's formatted message; null leaves the field out. */
    public void message(@Nullable CharSequence message) {
        if (stage != Stage.BEGUN) {
            throw misuse("message()");
        }
        if (message != null) {
            string(MESSAGE, message);
        }
        out.raw(versionAndService);
        if (logger != null) {
            loggers.write(logger, out);
        }
        if (thread != null) {
            threads.write(thread, out);
        }
        stage = Stage.HEAD;
    }

    /** Where the event was logged; an unknown line is negative. */
    public void origin(@Nullable String file, int line, @Nullable String function) {
        advance(Stage.ORIGIN, "origin()");
        if (file != null) {
            string(ORIGIN_FILE, file);
        }
        if (line >= 0) {
            out.raw(ORIGIN_LINE);
            out.number(line);
        }
        if (function != null) {
            string(ORIGIN_FUNCTION, function);
        }
    }

    /**
     * A label. In its key '.', '*' and '\' become '_', because ECS allows no nested labels. Of labels with equal keys
     * the first is written; the others need the room of their key while it is compared. A null value is written as null.
     */
    public void label(String key, @Nullable String value) {
        if (!labelKey(key)) {
            return;
        }
        if (value == null) {
            out.raw(NULL);
        } else {
            out.raw('"');
            out.text(value);
            out.raw('"');
        }
    }

    /** As {@link #label(String, String)}. */
    public void label(String key, long value) {
        if (labelKey(key)) {
            out.number(value);
        }
    }

    /** As {@link #label(String, String)}; NaN and the infinities become strings. */
    public void label(String key, double value) {
        if (labelKey(key)) {
            out.number(value);
        }
    }

    /** As {@link #label(String, String)}. */
    public void label(String key, boolean value) {
        if (labelKey(key)) {
            out.raw(value ? TRUE : FALSE);
        }
    }

    /**
     * As {@link #label(String, String)}, for a value that {@link LabelValue#captured} gave: booleans and numbers are
     * written as such.
     */
    public void labelOf(String key, @Nullable Object value) {
        if (value instanceof Boolean flag) {
            label(key, flag.booleanValue());
        } else if (value instanceof Float number) {
            label(key, Double.parseDouble(number.toString())); // 0.1 and not 0.10000000149011612
        } else if (value instanceof Double number) {
            label(key, number.doubleValue());
        } else if (value instanceof Number number) {
            label(key, number.longValue());
        } else {
            label(key, value == null ? null : value.toString());
        }
    }

    boolean hasLabels() {
        return stage == Stage.LABELS;
    }

    /** All labels at once, as they were written before. */
    void labels(byte[] bytes, int length) {
        advance(Stage.FINISHED_LABELS, "labels()");
        out.raw(bytes, 0, length);
    }

    /** Where the event's next byte goes. */
    int at() {
        return out.at();
    }

    /** Copies what was written of this event. */
    void copyTo(byte[] bytes, int from, int length) {
        System.arraycopy(out.array(), from, bytes, 0, length);
    }

    private boolean labelKey(String key) {
        int before = out.at();
        if (stage == Stage.LABELS) {
            out.raw(',');
        } else {
            advance(Stage.LABELS, "label()");
            out.raw(LABELS);
        }
        int start = out.at();
        labelKeys.write(key, out);
        boolean isNew = writtenKeys.add(out.array(), start, out.at());
        if (!isNew) {
            out.rewind(before);
        }
        return isNew;
    }

    public void tag(String tag) {
        if (stage == Stage.TAGS) {
            out.raw(',');
        } else {
            advance(Stage.TAGS, "tag()");
            out.raw(TAGS);
        }
        out.raw('"');
        out.text(tag);
        out.raw('"');
    }

    public void error(String type, @Nullable String message) {
        advance(Stage.ERROR, "error()");
        string(ERROR_TYPE, type);
        if (message != null) {
            string(ERROR_MESSAGE, message);
        }
    }

    /** Appends to the error's stack trace; a surrogate pair must not be divided between two pieces. */
    public void stackTrace(CharSequence piece) {
        openStackTrace();
        out.text(piece);
    }

    /** Appends a number, such as a line number, to the error's stack trace. */
    public void stackTraceNumber(long number) {
        openStackTrace();
        out.number(number);
    }

    /** Appends a frame's line to the error's stack trace. */
    void stackFrame(StackTraceElement frame) {
        openStackTrace();
        frameLines.write(frame, out);
    }

    private void openStackTrace() {
        if (stage == Stage.STACK_TRACE) {
            return;
        }
        if (stage != Stage.ERROR) {
            throw misuse("stackTrace()");
        }
        out.raw(STACK_TRACE);
        stage = Stage.STACK_TRACE;
    }

    /** Completes the event: the buffer's position is behind its last byte. */
    public void end() {
        ByteBuffer into = buffer;
        if (stage.compareTo(Stage.HEAD) < 0 || into == null) {
            throw misuse("end()");
        }
        closeGroup();
        out.raw('}');
        into.position(out.at() - into.arrayOffset());
        stage = Stage.IDLE;
    }

    private void string(byte[] prefix, CharSequence value) {
        out.raw(prefix);
        out.text(value);
        out.raw('"');
    }

    private void advance(Stage next, String call) {
        if (stage.compareTo(Stage.HEAD) < 0 || stage.compareTo(next) >= 0) {
            throw misuse(call);
        }
        closeGroup();
        stage = next;
    }

    private void closeGroup() {
        switch (stage) {
            case LABELS, FINISHED_LABELS -> out.raw('}');
            case TAGS -> out.raw(']');
            case STACK_TRACE -> out.raw('"');
            default -> {}
        }
    }

    private IllegalStateException misuse(String call) {
        return new IllegalStateException(call + " is not allowed at stage=" + stage
                + "; the order is begin, message, origin, label, tag, error, stackTrace, end");
    }
}
