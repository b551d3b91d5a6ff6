package io.logferry.collector;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Reads what a collector stored of one stream, also while it runs: it then may see lines that are written but not yet
 * durable. Any thread.
 */
public final class StoredStream {
    private final StreamFiles files;

    private StoredStream(StreamFiles files) {
        this.files = files;
    }

    /** The streams below a collector's folder. */
    public static List<StoredStream> list(Path dir) throws IOException {
        return Streams.list(dir).keySet().stream().map(StoredStream::new).toList();
    }

    /** Its identity. */
    public UUID streamId() {
        return files.streamId();
    }

    /** The name of its folder. */
    public String source() {
        return String.valueOf(files.folder().getFileName());
    }

    /** Hands over all lines whose log and index are there, oldest first. */
    public void read(Consumer<StoredLine> consumer) throws IOException {
        for (long number : files.find().indexes()) {
            if (Files.exists(files.log(number))) {
                read(number, consumer);
            }
        }
    }

    private void read(long number, Consumer<StoredLine> consumer) throws IOException {
        try (IndexReader index = new IndexReader(files.index(number), files.streamId());
                FileChannel log = FileChannel.open(files.log(number))) {
            while (index.header != null && index.hasNext()) {
                IndexEntry entry = index.next();
                byte[] data = entry == null ? null : Recovery.readLines(log, entry);
                if (entry != null && data != null) {
                    split(entry, data, consumer);
                }
            }
        }
    }

    private static void split(IndexEntry entry, byte[] data, Consumer<StoredLine> consumer) {
        long seq = entry.firstSeq();
        int from = 0;
        for (int i = 0; i < data.length; i++) {
            if (data[i] == '\n') {
                String line = new String(data, from, i - from, StandardCharsets.UTF_8);
                consumer.accept(new StoredLine(entry.kind(), entry.epoch(), seq++, line));
                from = i + 1;
            }
        }
    }
}
