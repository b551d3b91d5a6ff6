package io.logferry.collector;

import io.logferry.sink.Hello;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** All streams that have files here. Any thread. */
final class Streams {
    private static final long KEEP_MILLIS = 30L * 24 * 3_600_000;

    private final CollectorConfig config;
    private final Limits limits;
    private final StorageThreads threads;
    private final Counters counters;
    private final Map<UUID, Stream> streams = new ConcurrentHashMap<>();

    Streams(CollectorConfig config, Limits limits, StorageThreads threads, Counters counters) {
        this.config = config;
        this.limits = limits;
        this.threads = threads;
        this.counters = counters;
    }

    /** Takes note of streams that have files; the files themselves are read when their stream comes. */
    void add(Set<StreamFiles> known) {
        known.forEach(files -> streams.put(files.streamId(), newStream(files)));
    }

    /** The streams that have files below a folder; folders that can't be read are not ours. */
    static Set<StreamFiles> list(Path dir) throws IOException {
        Set<StreamFiles> found = new LinkedHashSet<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(dir, Files::isDirectory)) {
            for (Path folder : folders) {
                if (Files.isReadable(folder)) {
                    addStreams(folder, found);
                }
            }
        }
        return found;
    }

    private static void addStreams(Path folder, Set<StreamFiles> found) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                UUID id = StreamFiles.streamOf(file);
                if (id != null) {
                    found.add(new StreamFiles(folder, id));
                }
            }
        }
    }

    private Stream newStream(StreamFiles files) {
        return new Stream(files, config, limits, threads, counters);
    }

    /** Lets a connection ask for its stream; a stream stays in the folder where it began. */
    Stream join(Connection from, Hello hello) {
        return streams.compute(hello.streamId(), (id, known) -> {
            Path folder = config.dir().resolve(StreamFiles.folderName(hello.source()));
            Stream stream = known == null ? newStream(new StreamFiles(folder, id)) : known;
            stream.join(from, hello);
            return stream;
        });
    }

    /** Deletes the files of streams that nobody needs any more. */
    void tidy() {
        long since = System.currentTimeMillis() - KEEP_MILLIS;
        streams.forEach((id, stream) -> stream.tidy(since, () -> forget(id)));
    }

    private void forget(UUID id) {
        streams.computeIfPresent(id, (same, stream) -> stream.isIdle() ? null : stream);
    }

    void close() {
        streams.values().forEach(Stream::close);
    }

    int size() {
        return streams.size();
    }
}
