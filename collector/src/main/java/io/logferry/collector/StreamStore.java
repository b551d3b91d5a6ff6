package io.logferry.collector;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One stream's durable side: its state and the pair of files that is appended to. Storage thread only. */
final class StreamStore {
    private static final System.Logger LOG = System.getLogger("io.logferry.collector");
    private static final String DAMAGED = ".damaged";

    private final StreamFiles files;
    private final CollectorConfig config;
    private StreamState state = StreamState.NEW;
    private boolean loaded;
    private @Nullable FilePair pair;
    private long number;
    private long newest;

    StreamStore(StreamFiles files, CollectorConfig config) {
        this.files = files;
        this.config = config;
    }

    /** The state up to the last durable entry; valid after {@link #begin}. */
    StreamState state() {
        return state;
    }

    /** Opens the files, unless they are open, and learns the state from them. */
    void load() throws IOException {
        if (loaded) {
            return;
        }
        state = StreamState.NEW;
        newest = 0;
        StreamFiles.Found all = files.find();
        number = all.highest();
        List<Long> indexes = all.indexes();
        for (int i = indexes.size() - 1; i >= 0; i--) {
            Recovery.Found found = Recovery.read(files, indexes.get(i));
            if (found != null) {
                state = found.state();
                newest = indexes.get(i);
                pair = found.lengths() == null ? null : FilePair.open(files, indexes.get(i), found.lengths());
                break;
            }
            putAside(indexes.get(i));
        }
        loaded = true;
    }

    /** A pair without a header: its creation was cut short, or, if there are lines, it was damaged later. */
    private void putAside(long without) throws IOException {
        Path log = files.log(without);
        Path index = files.index(without);
        if (Files.exists(log) && Files.size(log) > 0) {
            LOG.log(
                    Level.WARNING,
                    "index {0} has no header; set aside with its log, their names end in {1} now",
                    index,
                    DAMAGED);
            Files.move(log, log.resolveSibling(log.getFileName() + DAMAGED));
            Files.move(index, index.resolveSibling(index.getFileName() + DAMAGED));
        } else {
            Files.deleteIfExists(log);
            Files.delete(index);
        }
    }

    /** Makes the files ready for a group, and the group ready for them. */
    void begin(GroupBuffer group) throws IOException {
        load();
        group.begin(files.streamId(), state, ready().logBytes());
    }

    /** The pair that the next group goes to. */
    private FilePair ready() throws IOException {
        FilePair current = pair;
        boolean inPlace = current != null && current.isInPlace(); // an operator may have deleted or moved the files
        if (current != null && inPlace) {
            current.cutBack();
        }
        long nowMillis = System.currentTimeMillis();
        if (current != null && inPlace && !current.isOver(config.rollBytes(), config.rollMillis(), nowMillis)) {
            return current;
        }
        FilePair next = FilePair.create(files, number + 1, state, nowMillis);
        number++;
        newest = number;
        pair = next;
        if (current != null) {
            current.close();
        }
        return next;
    }

    /** Makes the group durable; if this throws, nothing of it counts. */
    void commit(GroupBuffer group) throws IOException {
        FilePair current = pair;
        if (current != null && !group.isEmpty()) {
            current.commit(group.lineBytes(), group.entryBytes());
            state = group.state();
        }
    }

    /**
     * Closes the files while nobody needs them. If they may hold more than is durable, they are made ready for the next
     * group first; while that fails they stay open, because only this object knows how much of them is durable.
     */
    void rest() throws IOException {
        if (pair != null && pair.isSuspect()) {
            ready();
        }
        close();
    }

    /** Closes the files; the state is learnt anew at the next use. */
    void close() throws IOException {
        FilePair current = pair;
        boolean contact = loaded;
        pair = null;
        loaded = false;
        try (current) {
            if (current != null) {
                current.cutBack();
            }
            if (contact) {
                touch();
            }
        }
    }

    /** The newest index's time of change is the time of the last contact. */
    private void touch() throws IOException {
        Path index = files.index(newest);
        if (newest > 0 && Files.exists(index)) {
            Files.setLastModifiedTime(index, FileTime.fromMillis(System.currentTimeMillis()));
        }
    }

    /** Tells whether the state is known and files may be open. */
    boolean isLoaded() {
        return loaded;
    }

    /**
     * The indexes that nobody needs any more. Those whose log an operator removed, but for the newest, which knows the
     * position; and after a time without contact the newest too, also if its log is empty.
     *
     * @param indexes all numbers, in order
     */
    static List<Long> unneeded(StreamFiles files, List<Long> indexes, long noContactSinceMillis) throws IOException {
        List<Long> unneeded = new ArrayList<>();
        for (long each : indexes) {
            Path log = files.log(each);
            boolean gone = !Files.exists(log);
            boolean isNewest = each == indexes.get(indexes.size() - 1);
            boolean old = Files.getLastModifiedTime(files.index(each)).toMillis() < noContactSinceMillis;
            if (gone ? old || !isNewest : old && Files.size(log) == 0) {
                unneeded.add(each);
            }
        }
        return unneeded;
    }

    /** Deletes indexes that nobody needs any more, and their empty logs. Does nothing while files are open. */
    void tidy(List<Long> indexes, long noContactSinceMillis) throws IOException {
        if (loaded) {
            return;
        }
        for (long each : unneeded(files, indexes, noContactSinceMillis)) {
            Files.deleteIfExists(files.log(each));
            Files.delete(files.index(each));
        }
    }
}
