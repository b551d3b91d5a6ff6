package io.logferry.collector;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
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
        number = Math.max(highest(StreamFiles.LOG), highest(StreamFiles.INDEX));
        number = Math.max(number, Math.max(highest(StreamFiles.LOG + DAMAGED), highest(StreamFiles.INDEX + DAMAGED)));
        List<Long> indexes = files.numbers(StreamFiles.INDEX);
        for (int i = indexes.size() - 1; i >= 0; i--) {
            Recovery.Found found = Recovery.read(files, indexes.get(i));
            if (found != null) {
                state = found.state();
                pair = found.lengths() == null ? null : FilePair.open(files, indexes.get(i), found.lengths());
                break;
            }
            putAside(indexes.get(i));
        }
        loaded = true;
    }

    private long highest(String end) throws IOException {
        List<Long> numbers = files.numbers(end);
        return numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1);
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
        FilePair current = pair;
        boolean inPlace = current != null && current.isInPlace(); // an operator may have deleted or moved the files
        if (current != null && inPlace) {
            current.cutBack();
        }
        long nowMillis = System.currentTimeMillis();
        if (current == null || !inPlace || current.isOver(config.rollBytes(), config.rollMillis(), nowMillis)) {
            FilePair next = FilePair.create(files, number + 1, state, nowMillis);
            number++;
            pair = next;
            if (current != null) {
                current.close();
            }
            current = next;
        }
        group.begin(files.streamId(), state, current.logBytes());
    }

    /** Makes the group durable; if this throws, nothing of it counts. */
    void commit(GroupBuffer group) throws IOException {
        FilePair current = pair;
        if (current != null && !group.isEmpty()) {
            current.commit(group.lineBytes(), group.entryBytes());
            state = group.state();
        }
    }

    /** Closes the files while nobody needs them, unless only this object knows how much of them is durable. */
    void rest() throws IOException {
        if (pair == null || !pair.isSuspect()) {
            close();
        }
    }

    /** Closes the files; the state is learnt anew at the next use. */
    void close() throws IOException {
        FilePair current = pair;
        pair = null;
        loaded = false;
        if (current != null) {
            try (current) {
                current.cutBack();
                touch();
            }
        }
    }

    /** The newest index's time of change is the time of the last contact. */
    private void touch() throws IOException {
        long newest = highest(StreamFiles.INDEX);
        if (newest > 0) {
            Files.setLastModifiedTime(files.index(newest), FileTime.fromMillis(System.currentTimeMillis()));
        }
    }

    /**
     * Deletes indexes whose log an operator removed: old ones at once, the newest, which knows the position, if there was
     * no contact since the given time. Does nothing while files are open.
     *
     * @return true if no index is left
     */
    boolean tidy(long noContactSinceMillis) throws IOException {
        if (loaded) {
            return false;
        }
        List<Long> indexes = files.numbers(StreamFiles.INDEX);
        int left = indexes.size();
        for (int i = 0; i < indexes.size(); i++) {
            Path index = files.index(indexes.get(i));
            boolean newest = i == indexes.size() - 1;
            boolean old = Files.getLastModifiedTime(index).toMillis() < noContactSinceMillis;
            if (!Files.exists(files.log(indexes.get(i))) && (!newest || old)) {
                Files.delete(index);
                left--;
            }
        }
        return left == 0;
    }
}
