package io.logferry.tool;

import io.logferry.collector.Collector;
import io.logferry.collector.CollectorConfig;
import io.logferry.tls.TlsConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A real collector and what it stored. One thread at a time. */
final class Receiver implements AutoCloseable {
    private final Path dir;
    private final Collector collector;

    Receiver(Path dir) throws IOException {
        this(dir, null);
    }

    Receiver(Path dir, @Nullable TlsConfig tls) throws IOException {
        this.dir = dir;
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        collector = Collector.start(CollectorConfig.of(anyPort, dir).withTls(tls, null));
    }

    String endpoint() {
        return "127.0.0.1:" + collector.address().getPort();
    }

    long records() {
        return collector.stats().records();
    }

    /** The events of all streams of the application, markers left out. */
    List<String> events() throws IOException {
        return lines().stream().filter(line -> !line.contains("event.action")).toList();
    }

    List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> paths = Files.list(dir.resolve("my-app"))) {
            for (Path log : paths.filter(path -> path.toString().endsWith(".log"))
                    .sorted()
                    .toList()) {
                lines.addAll(Files.readAllLines(log));
            }
        }
        return lines;
    }

    @Override
    public void close() {
        collector.close();
    }
}
