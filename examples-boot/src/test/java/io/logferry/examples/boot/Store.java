package io.logferry.examples.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.logferry.broker.CertificateAuthority;
import io.logferry.collector.Collector;
import io.logferry.collector.CollectorConfig;
import io.logferry.collector.CollectorStats;
import io.logferry.collector.StoredLine;
import io.logferry.collector.StoredStream;
import io.logferry.contract.Json;
import io.logferry.contract.jvm.Ports;
import io.logferry.tls.TlsConfig;
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

/** A collector that can be down at first, and the lines that it stored, in a folder of its own. One thread at a time. */
final class Store implements AutoCloseable {
    /** Who vouches for collectors with TLS. */
    final Path trustFile;

    private final InetSocketAddress address = Ports.free();
    private final Path lines;
    private final Path certificateFile;
    private final Path keyFile;
    private @Nullable Collector collector;

    Store(Path dir) throws IOException {
        lines = dir.resolve("stored");
        trustFile = dir.resolve("authority.pem");
        certificateFile = dir.resolve("collector.pem");
        keyFile = dir.resolve("collector.key");
        CertificateAuthority authority = new CertificateAuthority("the shop's");
        authority.writeTrustPem(trustFile);
        authority.issue("collector", "127.0.0.1").writePem(certificateFile, keyFile);
    }

    /** As the sink's endpoints name it. */
    String endpoint() {
        return "127.0.0.1:" + address.getPort();
    }

    Store open() throws IOException {
        collector = Collector.start(CollectorConfig.of(address, lines));
        return this;
    }

    /** With a certificate that the trustFile vouches for, and nobody else. */
    Store openTls() throws IOException {
        List<String> mistakes = new ArrayList<>();
        TlsConfig tls = TlsConfig.server(
                Map.of("certificateFile", certificateFile.toString(), "keyFile", keyFile.toString()),
                name -> name,
                mistakes);
        assertEquals(List.of(), mistakes);
        collector = Collector.start(CollectorConfig.of(address, lines).withTls(tls, null));
        return this;
    }

    CollectorStats stats() {
        if (collector == null) {
            throw new IllegalStateException("not open");
        }
        return collector.stats();
    }

    int streamCount() throws IOException {
        return StoredStream.list(lines).size();
    }

    /** The application's lines, as the default encoding wrote them, in order. */
    List<Map<String, @Nullable Object>> lines() throws IOException {
        if (!Files.exists(lines)) {
            return List.of();
        }
        List<StoredLine> all = new ArrayList<>();
        for (StoredStream stream : StoredStream.list(lines)) {
            stream.read(all::add);
        }
        return all.stream()
                .sorted(Comparator.comparingLong(StoredLine::epoch)
                        .thenComparingLong(StoredLine::seq)) // later starts later
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
