package io.logferry.json;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes context maps as labels, sorted by key, which maps are not: the same event is the same line, whatever the
 * framework. Sender thread only.
 *
 * <p>A thread's context mostly is that of its event before. So what a thread's last context held is kept, with the bytes
 * that it became. A map of the same size that has a value for each of its keys has the same keys; if the values are
 * the very same objects too, and immutable, its labels are the same bytes.
 *
 * <p>For one event: {@link #writeKnown}; only if that is false {@link #addKey} for each key, and {@link #write}.
 *
 * @param <M> the framework's map
 */
public final class ContextLabels<M> {
    /** How to ask a map. One that takes keys of another case for its own goes on with the case it had first. */
    @FunctionalInterface
    public interface Lookup<M> {
        /** The key's value; null if there is none, or it is null. What it throws comes before anything is written. */
        @Nullable Object get(M map, String key);
    }

    private static final int PLACES = 64;
    private static final int MAX_KEPT_KEYS = 16;
    private static final int MAX_KEPT_BYTES = 1_024;

    private final EcsWriter writer;
    private final Lookup<M> lookup;
    /** By the thread's name; of two threads at one place the last wins it. */
    private final Context[] places = new Context[PLACES];

    private Context context = new Context();

    private static final class Context {
        String[] keys = new String[MAX_KEPT_KEYS];

        @Nullable Object[] values = new @Nullable Object[MAX_KEPT_KEYS];

        int size;
        byte[] bytes = {};
        /** 0 = its bytes are not kept; else its keys are sorted, and complete. */
        int length;
    }

    /** Makes one that knows nothing yet. */
    public ContextLabels(EcsWriter writer, Lookup<M> lookup) {
        this.writer = writer;
        this.lookup = lookup;
        Arrays.setAll(places, i -> new Context());
    }

    /**
     * Writes the map's labels if it is empty or has the keys of the thread's last one.
     *
     * @return false if nothing was written
     */
    public boolean writeKnown(@Nullable String thread, M map, int mapSize) {
        if (mapSize == 0) {
            return true;
        }
        int hash = Objects.hashCode(thread);
        int place = (hash ^ (hash >>> 16)) & (PLACES - 1);
        context = places[place];
        if (context.length > 0 && context.size == mapSize && takeValues(map)) {
            writeTaken();
            return true;
        }
        clearKeys();
        return false;
    }

    /** Adds a key of the map; null is left out. */
    public void addKey(@Nullable String key) {
        if (key == null) { // no framework takes it from its users, but they may give a whole map
            return;
        }
        Context to = context;
        if (to.size == to.keys.length) {
            to.keys = Arrays.copyOf(to.keys, 2 * to.size);
            to.values = Arrays.copyOf(to.values, 2 * to.size);
        }
        to.keys[to.size++] = key;
    }

    /** Forgets the keys added so far. */
    public void clearKeys() {
        if (context.keys.length > MAX_KEPT_KEYS) {
            context.keys = new String[MAX_KEPT_KEYS];
            context.values = new @Nullable Object[MAX_KEPT_KEYS];
        }
        Arrays.fill(context.values, null);
        context.size = 0;
        context.length = 0;
    }

    /** Writes the map's labels for the keys that were added. */
    public void write(M map) {
        Arrays.sort(context.keys, 0, context.size);
        var unused = takeValues(map); // null is a value here
        writeTaken();
    }

    /** Tells whether there is a value for each key. */
    private boolean takeValues(M map) {
        Context to = context;
        boolean complete = true;
        for (int i = 0; i < to.size; i++) {
            Object value = lookup.get(map, to.keys[i]);
            if (to.values[i] != value) {
                to.values[i] = value;
                to.length = 0;
            }
            complete &= value != null;
        }
        return complete;
    }

    private void writeTaken() {
        Context of = context;
        boolean alone = !writer.hasLabels();
        if (alone && of.length > 0) {
            writer.labels(of.bytes, of.length);
            return;
        }
        boolean kept = of.length > 0;
        try {
            kept |= writeEach(of, alone && of.size <= MAX_KEPT_KEYS);
        } finally {
            if (!kept) { // values may be large, or change
                clearKeys();
            }
        }
    }

    /** Tells whether the bytes that it wrote are kept. */
    private boolean writeEach(Context of, boolean mayKeep) {
        boolean keeps = mayKeep;
        int start = writer.at();
        for (int i = 0; i < of.size; i++) {
            Object value = of.values[i];
            Object captured = LabelValue.captured(value);
            keeps &= captured == value;
            writer.labelOf(of.keys[i], captured);
        }
        int length = writer.at() - start;
        if (!keeps || length > MAX_KEPT_BYTES) {
            return false;
        }
        if (of.bytes.length < length) {
            of.bytes = new byte[length];
        }
        writer.copyTo(of.bytes, start, length);
        of.length = length;
        return true;
    }
}
