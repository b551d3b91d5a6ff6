package io.logferry.examples.log4j2;

import static java.util.Objects.requireNonNull;

import io.logferry.PipelineStats;
import io.logferry.collector.Collector;
import io.logferry.collector.CollectorConfig;
import io.logferry.collector.StoredLine;
import io.logferry.collector.StoredStream;
import io.logferry.log4j2.LogferryAppender;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;

/** Runs the shop beside a collector, and compares what the one logged with what the other stored. Main thread only. */
public final class ShopMain {
    private static final int CUSTOMERS = 300;

    private ShopMain() {}

    /** Exits with 0 if all is there. */
    public static void main(String[] args) throws IOException {
        // before anything logs: the collector's library would make Log4j read a configuration that does not hold yet
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        Path dir = Files.createTempDirectory("logferry-example");
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        int logged;
        PipelineStats stats;
        try (Collector collector = Collector.start(CollectorConfig.of(anyPort, dir.resolve("stored")))) {
            System.setProperty("collector", "127.0.0.1:" + collector.address().getPort());
            System.setProperty("spool", dir.resolve("spool").toString());
            logged = new Shop().serve(CUSTOMERS);
            stats = stop();
        }
        List<String> stored = stored(dir.resolve("stored"));
        System.out.println("logged " + logged + " events, stored " + stored.size() + " in " + dir);
        stored.stream().findFirst().ifPresent(line -> System.out.println("the first: " + line));
        System.out.println("the appender: accepted=" + stats.accepted() + " acked=" + stats.acked() + " dropped="
                + stats.drops().total() + " onDisk=" + stats.onDisk() + " difference=" + stats.difference());
        System.exit(stored.size() == logged && stats.difference() == 0 ? 0 : 1);
    }

    /** Stops Log4j as its exit hook would, which is too late here; with time to deliver, which shutdown() has not. */
    private static PipelineStats stop() {
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        LogferryAppender ferry = context.getConfiguration().getAppender("FERRY");
        context.stop(10, TimeUnit.SECONDS);
        return requireNonNull(ferry.stats());
    }

    /** The shop's own lines: the appender adds one at its end. */
    private static List<String> stored(Path dir) throws IOException {
        List<String> lines = new ArrayList<>();
        for (StoredStream stream : StoredStream.list(dir)) {
            stream.read(line -> add(line, lines));
        }
        return lines;
    }

    private static void add(StoredLine line, List<String> lines) {
        if (line.isRecord() && !line.line().contains("\"event.action\":\"logferry.")) {
            lines.add(line.line());
        }
    }
}
