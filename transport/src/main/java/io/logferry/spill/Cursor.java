package io.logferry.spill;

import io.logferry.frame.Position;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The file that says up to where a journal is settled. Sender thread only. */
final class Cursor implements AutoCloseable {
    static final String FILE_NAME = "cursor";

    static final int CONTENT_BYTES = 32;

    private final Path folder;
    private final Trouble writing;
    private final TwinFile file;
    private boolean isStale;
    private boolean isUnknown;

    /**
     * What it says.
     *
     * @param settled the position up to which every record is settled
     * @param ordinal records ever appended up to that position
     * @param highestSegment the highest number that any segment ever had
     */
    record State(Position settled, long ordinal, long highestSegment) {
        static final State NONE = new State(Position.NONE, 0, 0);

        /** What the file's content says; {@link #NONE} if that cannot be. */
        static State of(ByteBuffer in) {
            Position settled = new Position(in.getLong(0), in.getLong(8));
            State state = new State(settled, in.getLong(16), in.getLong(24));
            boolean isPlausible =
                    settled.compareTo(Position.NONE) >= 0 && state.ordinal >= 0 && state.highestSegment >= 0;
            return isPlausible ? state : NONE;
        }
    }

    Cursor(Disk disk, Path folder, Consumer<String> warn) {
        this.folder = folder;
        writing = new Trouble(warn);
        file = new TwinFile(disk, folder.resolve(FILE_NAME), CONTENT_BYTES);
    }

    /**
     * What the file says, or {@link State#NONE} if it is missing, bad, or cannot be read: then everything on disk is
     * sent again.
     */
    State read() {
        ByteBuffer in = tryRead();
        isUnknown = in == null;
        if (in == null) {
            isStale = true;
            return State.NONE;
        }
        return State.of(in);
    }

    private @Nullable ByteBuffer tryRead() {
        for (int attempt = 0; attempt < Recovery.ATTEMPTS; attempt++) {
            try {
                return file.read();
            } catch (IOException unreadable) {
                // once more
            }
        }
        return null;
    }

    /** The file is gone: it is made anew at the next write. */
    void forget() {
        file.discard();
        isStale = true;
        isUnknown = true;
    }

    /** What it says is not true any more. */
    void markStale() {
        isStale = true;
    }

    boolean isStale() {
        return isStale;
    }

    /** It could not be read, and was not replaced: it may say something else when it is readable again. */
    boolean isUnknown() {
        return isUnknown;
    }

    void write(State state) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(CONTENT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(state.settled.epoch()).putLong(state.settled.seq());
        out.putLong(state.ordinal).putLong(state.highestSegment);
        try {
            file.write(out.flip());
            isStale = false;
            isUnknown = false;
            writing.over();
        } catch (IOException failed) {
            failed(failed);
            throw failed;
        }
    }

    /** Forces what was written; if that fails, it is to be written again. */
    void force() {
        try {
            file.force();
        } catch (IOException failed) {
            isStale = true;
            failed(failed);
        }
    }

    private void failed(IOException failed) {
        writing.warn("spill cursor cannot be written, tried again: folder=" + folder + " error=" + failed);
    }

    @Override
    public void close() {
        file.close();
    }
}
