package io.logferry.benchmarks.jmh;

import java.util.function.Consumer;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.time.MutableInstant;
import org.apache.logging.log4j.util.ReadOnlyStringMap;
import org.apache.logging.log4j.util.StringBuilderFormattable;
import org.jspecify.annotations.Nullable;

/**
 * The bare parts under Log4j, which uses its events again: message formatted, and the rest copied, into one of many that
 * each thread has made before; then one offer. Any thread.
 */
final class BareLog4jAppender extends AbstractAppender {
    /** Of each thread: as many as the queue holds, so that none is written again while it is in there. */
    private static final int COPIES = BareQueue.CAPACITY;

    private final ThreadLocal<Copies> copies = ThreadLocal.withInitial(Copies::new);
    private final Consumer<Object> next;

    BareLog4jAppender(Consumer<Object> next) {
        super("BARE", null, null, true, Property.EMPTY_ARRAY);
        this.next = next;
    }

    @Override
    public void append(LogEvent event) {
        Copy copy = copies.get().next();
        copy.fill(event);
        next.accept(copy);
    }

    /** Those of one thread. */
    private static final class Copies {
        private final Copy[] all = new Copy[COPIES];
        private int used;

        Copies() {
            for (int i = 0; i < COPIES; i++) {
                all[i] = new Copy();
            }
        }

        Copy next() {
            used = (used + 1) % COPIES;
            return all[used];
        }
    }

    /** What is taken of an event. */
    static final class Copy {
        private final StringBuilder text = new StringBuilder(128);
        private final MutableInstant instant = new MutableInstant();
        private @Nullable Level level;
        private @Nullable String loggerName;
        private @Nullable String threadName;
        private @Nullable ReadOnlyStringMap mdc;

        void fill(LogEvent event) {
            text.setLength(0);
            ((StringBuilderFormattable) event.getMessage()).formatTo(text);
            instant.initFrom(event.getInstant());
            level = event.getLevel();
            loggerName = event.getLoggerName();
            threadName = event.getThreadName();
            mdc = event.getContextData();
        }

        @Override
        public String toString() {
            return instant + " " + level + " " + loggerName + " " + threadName + " " + mdc + " " + text;
        }
    }
}
