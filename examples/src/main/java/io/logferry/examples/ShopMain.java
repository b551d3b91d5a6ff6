package io.logferry.examples;

import static java.util.Objects.requireNonNull;

import ch.qos.logback.classic.LoggerContext;
import io.logferry.PipelineStats;
import io.logferry.frame.DropReason;
import io.logferry.logback.LogferryAppender;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The shop's JVM. It ends in order when its standard input does, so it never outlives the demo. */
final class ShopMain {
    private static final String STATS_PATH = "/stats";

    private final MeasuredLog log;
    private final Hiccups hiccups = new Hiccups();
    private final LogferryAppender ferry;

    private ShopMain(MeasuredLog log, LogferryAppender ferry) {
        this.log = log;
        this.ferry = ferry;
    }

    /** Arguments: the ledger's file, the number of this run. */
    public static void main(String[] args) throws Exception {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        LogferryAppender ferry = (LogferryAppender)
                requireNonNull(context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("FERRY"));
        Ledger ledger = new Ledger(Path.of(args[0]), Integer.parseInt(args[1]));
        new MeasuredLog(ledger).info("shop opens"); // not measured with the others: it loads Logback's classes
        new ShopMain(new MeasuredLog(ledger), ferry).serve(context);
    }

    private void serve(LoggerContext context) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setRequestLog(this::access);
        server.setHandler(new Handler.Sequence(new StatsPage(), new Shop(log)));
        server.start();
        System.out.println("listening=" + connector.getLocalPort());
        System.in.transferTo(OutputStream.nullOutputStream());
        server.stop();
        log.info("shop closed");
        context.stop();
        System.out.println(stats());
    }

    private void access(Request request, Response response) {
        String path = request.getHttpURI().getPath();
        if (!STATS_PATH.equals(path)) {
            long micros = (System.nanoTime() - request.getBeginNanoTime()) / 1_000;
            MDC.put(Shop.REQUEST_ID, String.valueOf(request.getAttribute(Shop.REQUEST_ID)));
            log.info("{} {} -> {} in {} us", request.getMethod(), path, response.getStatus(), micros);
            MDC.remove(Shop.REQUEST_ID);
        }
    }

    /** The appender's own numbers, and the clock's, as one line. */
    private String stats() {
        PipelineStats stats = requireNonNull(ferry.stats());
        return "carriedIn=" + stats.carriedIn() + " accepted=" + stats.accepted() + " acked=" + stats.acked()
                + " dropped=" + stats.drops().total() + " inRing=" + stats.inRing() + " inBatch=" + stats.inBatch()
                + " inFlight=" + stats.inFlight() + " onDisk=" + stats.onDisk() + " spilled=" + stats.spilled()
                + " replayed=" + stats.replayed() + " markers=" + stats.markers()
                + " difference=" + stats.difference() + " settled=" + (stats.settled() ? 1 : 0)
                + " failed=" + stats.drops().of(DropReason.ENCODE_FAILED)
                + " stallWorstNanos=" + log.worstNanos() + " stallP999Nanos=" + log.nanosOf(0.999)
                + " hiccupWorstNanos=" + hiccups.worstNanos();
    }

    /** Answers {@code GET /stats}, without a word in the log. Any thread. */
    private final class StatsPage extends Handler.Abstract.NonBlocking {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            if (!STATS_PATH.equals(Request.getPathInContext(request))) {
                return false;
            }
            response.write(true, StandardCharsets.UTF_8.encode(stats()), callback);
            return true;
        }
    }
}
