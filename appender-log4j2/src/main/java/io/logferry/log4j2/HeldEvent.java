package io.logferry.log4j2;

import io.logferry.json.LabelValue;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.time.Instant;
import org.apache.logging.log4j.core.time.MutableInstant;
import org.apache.logging.log4j.message.MapMessage;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.ReusableMessage;
import org.apache.logging.log4j.util.ReadOnlyStringMap;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.apache.logging.log4j.util.StringMap;
import org.apache.logging.log4j.util.TriConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A copy of an event that is used again and again, and the event that layouts see. Owned by one thread at a time: see
 * the package.
 *
 * <p>It takes what is lazy or mutable from Log4j's event, and refers to what is not. Filled once, it allocates nothing
 * but what longer messages or more context data than before need.
 */
@SuppressWarnings("serial") // LogEvent is Serializable; this one never leaves the pipeline
final class HeldEvent implements LogEvent {
    private static final TriConsumer<String, Object, StringMap> COPY =
            (key, value, to) -> to.putValue(key, LabelValue.captured(value));

    private final MutableInstant instant = new MutableInstant();
    private final HeldMessage heldMessage = new HeldMessage();
    private final StringMap ownData = new SortedArrayStringMap();

    private @Nullable Encoding encoding;
    private @Nullable Throwable failure;

    private Level level = Level.OFF;
    private @Nullable String loggerName;
    private @Nullable String loggerFqcn;
    private @Nullable String threadName;
    private long threadId;
    private int threadPriority;
    private long nanoTime;
    private @Nullable Marker marker;
    private @Nullable Throwable thrown;
    private @Nullable StackTraceElement source;
    private Message message = heldMessage;
    private ReadOnlyStringMap contextData = ownData;
    private ThreadContext.ContextStack contextStack = ThreadContext.EMPTY_STACK;

    /**
     * Copies an event, on the thread that appends it. May throw what the event's own parts throw.
     *
     * @param includeSource whether to take the place in the code that logged, which is slow
     */
    void fill(LogEvent event, boolean includeSource, Encoding by) {
        encoding = by;
        level = event.getLevel();
        instant.initFrom(event.getInstant());
        nanoTime = event.getNanoTime();
        loggerName = event.getLoggerName();
        loggerFqcn = event.getLoggerFqcn();
        threadName = event.getThreadName();
        threadId = event.getThreadId();
        threadPriority = event.getThreadPriority();
        marker = event.getMarker();
        thrown = event.getThrown();
        source = includeSource ? event.getSource() : null;
        ThreadContext.ContextStack stack = event.getContextStack();
        contextStack = stack == null ? ThreadContext.EMPTY_STACK : stack;
        fillContextData(event.getContextData());
        if (by.needsMessageObject()) {
            fillForLayout(event.getMessage());
        } else {
            fillText(event.getMessage());
        }
    }

    private void fillContextData(@Nullable ReadOnlyStringMap data) {
        if (data instanceof StringMap map && map.isFrozen()) {
            contextData = data;
        } else {
            contextData = ownData;
            if (data != null) {
                data.forEach(COPY, ownData);
            }
        }
    }

    private void fillText(@Nullable Message of) {
        heldMessage.fillText(of);
        if (of instanceof MapMessage<?, ?> map) {
            if (contextData != ownData) {
                ownData.putAll(contextData);
                contextData = ownData;
            }
            map.forEach(COPY, ownData); // after the context: of equal keys the event's own counts
        }
    }

    /** Layouts look into messages: one that is not used again by Log4j is the event's to keep. */
    private void fillForLayout(@Nullable Message of) {
        if (of == null || of instanceof ReusableMessage) {
            heldMessage.fillText(of);
            heldMessage.fillParameters(of);
        } else {
            var unused = of.getFormattedMessage(); // which messages keep: their parameters may change
            message = of;
        }
    }

    /** Keeps the place of an event that could not be copied: encoding it fails. */
    void fail(Throwable thrownByIt) {
        failure = thrownByIt;
    }

    /** Forgets all that it refers to, and does not keep the room of a long message. Never throws. */
    void clear() {
        encoding = null;
        failure = null;
        level = Level.OFF;
        loggerName = null;
        loggerFqcn = null;
        threadName = null;
        marker = null;
        thrown = null;
        source = null;
        message = heldMessage;
        heldMessage.clear();
        ownData.clear();
        contextData = ownData;
        contextStack = ThreadContext.EMPTY_STACK;
    }

    @Nullable Encoding encoding() {
        return encoding;
    }

    @Nullable Throwable failure() {
        return failure;
    }

    /** The formatted message, without a String of it; null if the event has none. */
    @Nullable CharSequence text() {
        return heldMessage.text();
    }

    @Override
    public LogEvent toImmutable() {
        return Log4jLogEvent.createMemento(this);
    }

    @Override
    public Level getLevel() {
        return level;
    }

    @Override
    public Instant getInstant() {
        return instant;
    }

    @Override
    public long getTimeMillis() {
        return instant.getEpochMillisecond();
    }

    @Override
    public long getNanoTime() {
        return nanoTime;
    }

    @Override
    public @Nullable String getLoggerName() {
        return loggerName;
    }

    @Override
    public @Nullable String getLoggerFqcn() {
        return loggerFqcn;
    }

    @Override
    public @Nullable String getThreadName() {
        return threadName;
    }

    @Override
    public long getThreadId() {
        return threadId;
    }

    @Override
    public int getThreadPriority() {
        return threadPriority;
    }

    @Override
    public @Nullable Marker getMarker() {
        return marker;
    }

    @Override
    public @Nullable Throwable getThrown() {
        return thrown;
    }

    @Override
    @Deprecated
    @SuppressWarnings("deprecation") // some layouts ask for it
    public org.apache.logging.log4j.core.impl.@Nullable ThrowableProxy getThrownProxy() {
        return thrown == null ? null : new org.apache.logging.log4j.core.impl.ThrowableProxy(thrown);
    }

    /** Null unless it was taken: computed now it would be the sender thread's. */
    @Override
    public @Nullable StackTraceElement getSource() {
        return source;
    }

    @Override
    public boolean isIncludeLocation() {
        return source != null;
    }

    @Override
    public void setIncludeLocation(boolean locationRequired) {}

    @Override
    public Message getMessage() {
        return message;
    }

    @Override
    public ReadOnlyStringMap getContextData() {
        return contextData;
    }

    @Override
    @Deprecated
    public Map<String, String> getContextMap() {
        return contextData.toMap();
    }

    @Override
    public ThreadContext.ContextStack getContextStack() {
        return contextStack;
    }

    @Override
    public boolean isEndOfBatch() {
        return false;
    }

    @Override
    public void setEndOfBatch(boolean endOfBatch) {}
}
