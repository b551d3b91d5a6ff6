package io.logferry.collector;

import io.logferry.sink.Hello;
import io.logferry.sink.Nack;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The streams that are connected, or that know something which their files don't. A stream belongs to its source's
 * folder. Any thread.
 */
final class Streams {
    private static final System.Logger LOG = System.getLogger("io.logferry.collector");
    private static final long KEEP_MILLIS = 30L * 24 * 3_600_000;

    private final CollectorConfig config;
    private final Limits limits;
    private final StorageThreads threads;
    private final Counters counters;
    private final Map<StreamFiles, Stream> streams = new ConcurrentHashMap<>();

    Streams(CollectorConfig config, Limits limits, StorageThreads threads, Counters counters) {
        this.config = config;
        this.limits = limits;
        this.threads = threads;
        this.counters = counters;
    }

    /** The streams that have files below a folder, with the numbers of their indexes; folders that can't be read are not ours. */
    static Map<StreamFiles, List<Long>> list(Path dir) throws IOException {
        Map<StreamFiles, List<Long>> found = new LinkedHashMap<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(dir, Files::isDirectory)) {
            for (Path folder : folders) {
                if (Files.isReadable(folder)) {
                    addStreams(folder, found);
                }
            }
        }
        found.values().forEach(Collections::sort);
        return found;
    }

    private static void addStreams(Path folder, Map<StreamFiles, List<Long>> found) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                UUID id = StreamFiles.streamOf(file);
                if (id != null) {
                    List<Long> indexes = found.computeIfAbsent(new StreamFiles(folder, id), none -> new ArrayList<>());
                    String name = file.getFileName().toString();
                    if (name.endsWith(StreamFiles.INDEX)) {
                        indexes.add(StreamFiles.number(name).orElseThrow());
                    }
                }
            }
        }
    }

    private Stream newStream(StreamFiles files) {
        return new Stream(files, config, limits, threads, counters, this::forget);
    }

    private void forget(Stream idle) {
        streams.computeIfPresent(idle.files(), (same, stream) -> stream == idle && stream.isIdle() ? null : stream);
    }

    /** Lets a connection ask for its stream; null if there are too many, which the connection was told. */
    @Nullable Stream join(Connection from, Hello hello) {
        Path folder = config.dir().resolve(StreamFiles.folderName(hello.source()));
        return streams.compute(new StreamFiles(folder, hello.streamId()), (files, known) -> {
            if (known == null && streams.size() >= limits.streams()) {
                String text = "streams=" + limits.streams() + " are connected, allowed are at most as many";
                from.refuse(new Nack(Nack.Code.REFUSED, false, hello.epoch(), 0, 0, text));
                return null;
            }
            Stream stream = known == null ? newStream(files) : known;
            stream.join(from, hello);
            return stream;
        });
    }

    /** Deletes files that nobody needs any more. */
    void tidy() {
        streams.values().forEach(Stream::retryRest);
        long since = System.currentTimeMillis() - KEEP_MILLIS;
        try {
            for (Map.Entry<StreamFiles, List<Long>> each : list(config.dir()).entrySet()) {
                if (!StreamStore.unneeded(each.getKey(), each.getValue(), since).isEmpty()) {
                    tidy(each.getKey(), each.getValue(), since);
                }
            }
        } catch (IOException | DirectoryIteratorException failed) {
            LOG.log(Level.WARNING, "old files below {0} could not be looked for: {1}", config.dir(), failed);
        }
    }

    private void tidy(StreamFiles which, List<Long> indexes, long since) {
        streams.compute(which, (files, known) -> {
            Stream stream = known == null ? newStream(files) : known;
            stream.tidy(indexes, since);
            return stream;
        });
    }

    void close() {
        streams.values().forEach(Stream::close);
    }

    int size() {
        return streams.size();
    }
}
