package io.logferry.collector;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Says what became of clients that have no stream yet: anybody can be one, so that it must not fill the log. Any thread. */
final class StrangerLog {
    static final int LINES = 10;
    static final long PERIOD_NANOS = 10_000_000_000L;

    private static final System.Logger LOG = System.getLogger("io.logferry.collector");

    private long periodNanos;
    private int lines;
    private long leftOut;

    StrangerLog(long nowNanos) {
        periodNanos = nowNanos;
    }

    void log(Level level, String text) {
        String line = line(text, System.nanoTime());
        if (line != null) {
            LOG.log(level, line);
        }
    }

    /** The line to log; null if there were enough of them lately. */
    synchronized @Nullable String line(String text, long nowNanos) {
        if (nowNanos - periodNanos >= PERIOD_NANOS) {
            periodNanos = nowNanos;
            lines = 0;
        }
        if (lines == LINES) {
            leftOut++;
            return null;
        }
        lines++;
        String more = leftOut == 0 ? "" : " (and " + leftOut + " lines like this one before it were left out)";
        leftOut = 0;
        return text.replaceAll("\\p{Cc}", " ") + more;
    }
}
