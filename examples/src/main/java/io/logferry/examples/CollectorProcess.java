package io.logferry.examples;

import io.logferry.collector.Collector;
import io.logferry.collector.CollectorConfig;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** The collector's JVM. It ends in order when its standard input does, so it never outlives the demo. */
final class CollectorProcess {
    private static final long STATS_EVERY_MILLIS = 100;

    private CollectorProcess() {}

    /** Arguments: the port, the folder. */
    public static void main(String[] args) throws Exception {
        // what Netty has to say shall be seen: this class path's logback.xml is for silence
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        InetSocketAddress listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
        Collector collector = Collector.start(CollectorConfig.of(listen, Path.of(args[1])));
        System.out.println("listening=" + collector.address().getPort());
        Thread end = EndOfInput.watch();
        while (end.isAlive()) {
            System.out.println(collector.stats());
            end.join(STATS_EVERY_MILLIS);
        }
        collector.close();
        System.out.println(collector.stats());
    }
}
