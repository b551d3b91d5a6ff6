package io.logferry.collector;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how far a pair of files is whole. Storage thread only.
 *
 * <p>Every group was forced before the next began, so only the last one can be torn: it ends before its first entry that
 * is damaged or whose lines are. A damaged entry further up is not a crash's doing; the rest of its group is passed over
 * and nothing is cut there.
 */
final class Recovery {
    /** How much of a pair is whole, and when it began. */
    record Lengths(long logBytes, long indexBytes, long createdMillis) {}

    /**
     * What a pair says.
     *
     * @param lengths how far it is whole; null if it must not be appended to, because its lines were taken away
     */
    record Found(StreamState state, @Nullable Lengths lengths) {}

    private final UUID streamId;
    private final List<IndexEntry> group = new ArrayList<>();
    private StreamState groupState = StreamState.NEW;
    private long groupLogBytes;
    private long groupIndexBytes;

    private Recovery(UUID streamId) {
        this.streamId = streamId;
    }

    /** Reads a pair; null if the index has no header. Changes nothing. */
    static @Nullable Found read(StreamFiles files, long number) throws IOException {
        return new Recovery(files.streamId()).readPair(files.log(number), files.index(number));
    }

    private @Nullable Found readPair(Path log, Path index) throws IOException {
        long createdMillis;
        StreamState state;
        try (IndexReader reader = new IndexReader(index, streamId)) {
            if (reader.header == null) {
                return null;
            }
            createdMillis = reader.header.createdMillis();
            state = readEntries(reader, reader.header.state());
        }
        if (!Files.exists(log) || Files.size(log) < groupLogBytes) {
            return new Found(state, null); // what was forced is gone: an operator took it, no crash
        }
        return checkLastGroup(log, createdMillis);
    }

    private StreamState readEntries(IndexReader reader, StreamState first) throws IOException {
        StreamState state = first;
        long end = 0;
        boolean whole = true;
        startGroup(state, 0, reader.readBytes());
        while (reader.hasNext()) {
            long slotOffset = reader.readBytes();
            IndexEntry entry = reader.next();
            if (entry != null && entry.firstOfGroup() && entry.offset() >= end) {
                startGroup(state, entry.offset(), slotOffset);
                whole = true;
            } else if (entry == null || entry.offset() != end) {
                whole = false;
            }
            if (whole && entry != null) {
                group.add(entry);
                state = state.after(entry);
                end = entry.end();
            }
        }
        return state;
    }

    private void startGroup(StreamState state, long logBytes, long indexBytes) {
        group.clear();
        groupState = state;
        groupLogBytes = logBytes;
        groupIndexBytes = indexBytes;
    }

    private Found checkLastGroup(Path log, long createdMillis) throws IOException {
        StreamState state = groupState;
        long logBytes = groupLogBytes;
        long indexBytes = groupIndexBytes;
        try (FileChannel lines = FileChannel.open(log)) {
            for (IndexEntry entry : group) {
                if (readLines(lines, entry) == null) {
                    break;
                }
                state = state.after(entry);
                logBytes = entry.end();
                indexBytes += IndexEntry.BYTES;
            }
        }
        return new Found(state, new Lengths(logBytes, indexBytes, createdMillis));
    }

    /** An entry's lines; null if they are not all there or fail their checksum. */
    static byte @Nullable [] readLines(FileChannel log, IndexEntry entry) throws IOException {
        if (log.size() < entry.end()) {
            return null;
        }
        byte[] lines = new byte[entry.lengthBytes()];
        ByteBuffer data = ByteBuffer.wrap(lines);
        while (data.hasRemaining() && log.read(data, entry.offset() + data.position()) > 0) {}
        CRC32C crc = new CRC32C();
        crc.update(lines);
        return (int) crc.getValue() == entry.dataCrc() ? lines : null;
    }
}
