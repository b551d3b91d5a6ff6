package io.logferry.sink.tcp;

import io.logferry.collector.Collector;
import io.logferry.collector.CollectorConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** A collector in this process, which is quicker to start than one of its own. One thread. */
final class LocalNode implements Node {
    private final Path dir;
    private final InetSocketAddress address;
    private Collector collector;

    LocalNode(Path dir) throws IOException {
        this.dir = dir;
        collector =
                Collector.start(CollectorConfig.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), dir));
        address = collector.address();
    }

    @Override
    public String endpoint() {
        return "127.0.0.1:" + address.getPort();
    }

    @Override
    public Path dir() {
        return dir;
    }

    @Override
    public void kill() {
        collector.close();
    }

    @Override
    public void startAgain() throws IOException {
        collector = Collector.start(CollectorConfig.of(address, dir));
    }

    @Override
    public void close() {
        collector.close();
    }
}
