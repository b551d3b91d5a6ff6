package io.logferry.benchmarks;

import io.logferry.collector.Collector;
import io.logferry.collector.CollectorConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** Our receiver: the real collector, which stores and forces before it acknowledges. Arguments: folder, port or 0. A process of its own. */
final class CollectorProcess {
    private CollectorProcess() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int port = Integer.parseInt(args[1]);
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try (Collector collector = Collector.start(CollectorConfig.of(address, Path.of(args[0])))) {
            System.out.println(
                    "countPort=" + CountServer.start(() -> collector.stats().records()));
            System.out.println("port=" + collector.address().getPort());
            Thread.currentThread().join(); // until the parent ends this process
        }
    }
}
