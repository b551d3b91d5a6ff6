package io.logferry.examples.boot;

import io.logferry.collector.Collector;
import io.logferry.collector.CollectorConfig;
import io.logferry.collector.CollectorStats;
import io.logferry.collector.StoredLine;
import io.logferry.collector.StoredStream;
import io.logferry.contract.Json;
import io.logferry.contract.jvm.Ports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A collector that can be down at first, and the lines that it stored. One thread at a time. */
final class Store implements AutoCloseable {
    private final InetSocketAddress address = Ports.free();
    private final Path dir;
    private @Nullable Collector collector;

    Store(Path dir) {
        this.dir = dir;
    }

    /** As the sink's endpoints name it. */
    String endpoint() {
        return "127.0.0.1:" + address.getPort();
    }

    Store open() throws IOException {
        collector = Collector.start(CollectorConfig.of(address, dir));
        return this;
    }

    CollectorStats stats() {
        if (collector == null) {
            throw new IllegalStateException("not open");
        }
        return collector.stats();
    }

    int streamCount() throws IOException {
        return StoredStream.list(dir).size();
    }

    /** The application's lines, as the default encoding wrote them, in order. */
    List<Map<String, @Nullable Object>> lines() throws IOException {
        if (!Files.exists(dir)) {
            return List.of();
        }
        List<StoredLine> all = new ArrayList<>();
        for (StoredStream stream : StoredStream.list(dir)) {
            stream.read(all::add);
        }
        return all.stream()
                .sorted(Comparator.comparingLong(StoredLine::epoch)
                        .thenComparing(StoredLine::seq)) // later starts later
                .map(line -> Json.parse(line.line().getBytes(StandardCharsets.UTF_8)))
                .filter(line -> !line.containsKey("event.action"))
                .toList();
    }

    /** The same lines, as the application printed them. */
    List<String> events() throws IOException {
        return lines().stream().map(Store::event).toList();
    }

    private static String event(Map<String, @Nullable Object> line) {
        return "@@ [%s] %s %s - %s"
                .formatted(
                        line.get("process.thread.name"),
                        line.get("log.level"),
                        line.get("log.logger"),
                        line.get("message"));
    }

    @Override
    public void close() {
        if (collector != null) {
            collector.close();
        }
    }
}
