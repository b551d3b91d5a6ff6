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

    private static final int MOST_KEPT_ENTRIES = 64;

    private final MutableInstant instant = new MutableInstant();
    private final HeldMessage heldMessage = new HeldMessage();
    private final @Nullable ReadOnlyStringMap[] places;
    private final int place;
    private StringMap ownData = new SortedArrayStringMap();

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
    /** Null if it is heldMessage. */
    private @Nullable Message message;

    private ThreadContext.ContextStack contextStack = ThreadContext.EMPTY_STACK;

    /**
     * Makes an empty one.
     *
     * @param places where context data are kept that are not its own
     * @param place which of them is its own
     */
    HeldEvent(@Nullable ReadOnlyStringMap[] places, int place) {
        this.places = places;
        this.place = place;
    }

    /**
     * Copies an event, on the thread that appends it. May throw what the event's own parts throw.
     *
     * @param includeSource whether to take the place in the code that logged, which is slow
     */
    void fill(LogEvent event, boolean includeSource, Encoding by) {
        fillLasting(event, by);
        instant.initFrom(event.getInstant());
        nanoTime = event.getNanoTime();
        threadId = event.getThreadId();
        threadPriority = event.getThreadPriority();
        Marker newMarker = event.getMarker();
        if (newMarker != null) {
            marker = newMarker;
        }
        Throwable newThrown = event.getThrown();
        if (newThrown != null) {
            thrown = newThrown;
        }
        if (includeSource) {
            source = event.getSource();
        }
        fillContextData(event.getContextData());
        if (by.needsMessageObject()) {
            fillForLayout(event.getMessage());
        } else {
            fillText(event.getMessage());
        }
    }

    /**
     * What mostly is the same as before, and therefore not forgotten meanwhile: a reference that is written into an old
     * object costs a fence and a card of the garbage collector's, one that is only compared does not.
     */
    @SuppressWarnings({"ReferenceEquality", "StringEquality"}) // the same object is what counts
    private void fillLasting(LogEvent event, Encoding by) {
        if (encoding != by) {
            encoding = by;
        }
        Level newLevel = event.getLevel();
        if (level != newLevel) {
            level = newLevel;
        }
        String newName = event.getLoggerName();
        if (loggerName != newName) {
            loggerName = newName;
        }
        String newFqcn = event.getLoggerFqcn();
        if (loggerFqcn != newFqcn) {
            loggerFqcn = newFqcn;
        }
        String newThread = event.getThreadName();
        if (threadName != newThread) {
            threadName = newThread;
        }
        ThreadContext.ContextStack stack = event.getContextStack();
        if (contextStack != stack) {
            contextStack = stack == null ? ThreadContext.EMPTY_STACK : stack;
        }
    }

    private void fillContextData(@Nullable ReadOnlyStringMap data) {
        if (data instanceof StringMap map && map.isFrozen()) {
            places[place] = data;
        } else if (data != null) {
            copy(data);
        }
    }

    private void copy(ReadOnlyStringMap data) {
        try {
            data.forEach(COPY, ownData);
        } catch (NullPointerException nullKey) { // a map that sorts when it is asked fails on it
            data.toMap().forEach(ownData::putValue);
        }
    }

    private void fillText(@Nullable Message of) {
        heldMessage.fillText(of);
        if (of instanceof MapMessage<?, ?> map) {
            ReadOnlyStringMap shared = places[place];
            if (shared != null) {
                copy(shared);
                places[place] = null;
            }
            map.forEach(COPY, ownData); // after the context: of equal keys the event's own counts
        }
    }

    /** Layouts look into messages: one that Log4j does not use again is kept as it is, and may be read later. */
    private void fillForLayout(@Nullable Message of) {
        if (of == null || of instanceof ReusableMessage) {
            heldMessage.fillText(of);
            heldMessage.fillParameters(of);
        } else {
            var unused = of.getFormattedMessage(); // most messages keep it: what it is made of may change
            message = of;
        }
    }

    /** Keeps the place of an event that could not be copied: encoding it fails. */
    void fail(Throwable thrownByIt) {
        failure = thrownByIt;
    }

    /**
     * Forgets what an application may want to be rid of, and does not keep the room of a long message or a large map.
     * Writes only where there is something: what the sender has not written, the next event's thread finds in its own
     * cache.
     */
    void clear() {
        if (failure != null) {
            failure = null;
        }
        if (marker != null) {
            marker = null;
        }
        if (thrown != null) {
            thrown = null;
        }
        if (source != null) {
            source = null;
        }
        if (message != null) {
            message = null;
        }
        heldMessage.clear();
        if (places[place] != null) {
            places[place] = null;
        }
        if (ownData.size() > MOST_KEPT_ENTRIES) {
            ownData = new SortedArrayStringMap();
        } else if (!ownData.isEmpty()) {
            ownData.clear();
        }
        if (contextStack != ThreadContext.EMPTY_STACK) {
            contextStack = ThreadContext.EMPTY_STACK;
        }
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
        return message == null ? heldMessage : message;
    }

    @Override
    public ReadOnlyStringMap getContextData() {
        ReadOnlyStringMap shared = places[place];
        return shared == null ? ownData : shared;
    }

    @Override
    @Deprecated
    @SuppressWarnings("InlineMeSuggester") // it is Log4j's to deprecate
    public Map<String, String> getContextMap() {
        return getContextData().toMap();
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
