package io.logferry.log4j2;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A throwable as it is written: what it has in common with the one before, and what was written already, are left out.
 * Both are found as Logback finds them, so that the same throwable is the same text. What can't be had of it is left
 * out as well: its methods may be the application's own. Immutable.
 */
final class Thrown {
    private static final StackTraceElement[] NO_FRAMES = {};
    /** The last of more is its name and message alone; causes without end would fill the stack. */
    private static final int MOST_THROWABLES = 1_000;

    private final String className;
    private final @Nullable String message;
    private final StackTraceElement[] frames;
    private final int commonFrames;
    private final boolean cyclic;
    private final @Nullable Thrown cause;
    private final List<Thrown> suppressed = new ArrayList<>(0);

    /**
     * Looks at a throwable, and first at its causes and then at what it suppressed.
     *
     * @param outer the frames of the one before
     * @param seen those that were looked at already
     */
    private Thrown(Throwable throwable, StackTraceElement[] outer, Set<Throwable> seen) {
        className = throwable.getClass().getName();
        message = messageOf(throwable);
        cyclic = !seen.add(throwable);
        boolean bare = cyclic || seen.size() >= MOST_THROWABLES;
        frames = bare ? NO_FRAMES : framesOf(throwable);
        commonFrames = commonFrames(frames, outer);
        Throwable next = bare ? null : causeOf(throwable);
        cause = next == null ? null : new Thrown(next, frames, seen);
        if (!bare) {
            for (Throwable other : throwable.getSuppressed()) {
                suppressed.add(new Thrown(other, frames, seen));
            }
        }
    }

    static Thrown of(Throwable throwable) {
        return new Thrown(throwable, NO_FRAMES, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static @Nullable String messageOf(Throwable throwable) {
        try {
            return throwable.getMessage();
        } catch (Throwable broken) { // an Error too: the event is worth having without it
            return "[getMessage() failed: " + broken.getClass().getName() + "]";
        }
    }

    private static StackTraceElement[] framesOf(Throwable throwable) {
        try {
            StackTraceElement[] frames = throwable.getStackTrace();
            return frames == null || Arrays.asList(frames).contains(null) ? NO_FRAMES : frames;
        } catch (Throwable broken) { // an Error too, as above
            return NO_FRAMES;
        }
    }

    private static @Nullable Throwable causeOf(Throwable throwable) {
        try {
            return throwable.getCause();
        } catch (Throwable broken) { // an Error too, as above
            return null;
        }
    }

    private static int commonFrames(StackTraceElement[] inner, StackTraceElement[] outer) {
        int count = 0;
        while (count < inner.length
                && count < outer.length
                && inner[inner.length - 1 - count].equals(outer[outer.length - 1 - count])) {
            count++;
        }
        return count;
    }

    String className() {
        return className;
    }

    @Nullable String message() {
        return message;
    }

    StackTraceElement[] frames() {
        return frames;
    }

    int commonFrames() {
        return commonFrames;
    }

    boolean isCyclic() {
        return cyclic;
    }

    @Nullable Thrown cause() {
        return cause;
    }

    List<Thrown> suppressed() {
        return suppressed;
    }
}
