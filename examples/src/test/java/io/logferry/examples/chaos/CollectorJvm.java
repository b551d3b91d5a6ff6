package io.logferry.examples.chaos;

import io.logferry.collector.Collector;
import io.logferry.collector.CollectorConfig;
import io.logferry.collector.CollectorMain;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A collector as its users start it, always on the same port and folder. One thread at a time. */
final class CollectorJvm implements AutoCloseable {
    private static final List<String> SILENT =
            List.of("-Dlogback.configurationFile=io/logferry/examples/chaos/silent.xml");

    final Path dir;
    final int port = freePort();
    private @Nullable Jvm jvm;

    CollectorJvm(Path dir) {
        this.dir = dir;
    }

    String endpoint() {
        return "127.0.0.1:" + port;
    }

    boolean isUp() {
        return jvm != null;
    }

    /** Returns when it listens. */
    void start() throws IOException, InterruptedException {
        Jvm started = new Jvm(SILENT, CollectorMain.class, "--listen", endpoint(), "--dir", dir.toString());
        jvm = started;
        started.await("logferry-collector listening on ");
    }

    void kill() throws InterruptedException {
        Jvm running = jvm;
        jvm = null;
        if (running != null) {
            running.kill();
        }
    }

    /** Bytes of all lines, durable or not. */
    long lineBytes() throws IOException {
        if (!Files.exists(dir)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(dir)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    /** A collector in this JVM, which has no configuration for what Netty logs but the demo's. */
    static Collector startHere(InetSocketAddress address, Path dir) throws IOException {
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        return Collector.start(CollectorConfig.of(address, dir));
    }

    /** Below the ports that clients are given: one of those could take it while the collector is down. */
    static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(10_000, 30_000);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (IOException taken) {
                // another one then
            }
        }
    }

    @Override
    public void close() {
        if (jvm != null) {
            jvm.close();
        }
    }
}
