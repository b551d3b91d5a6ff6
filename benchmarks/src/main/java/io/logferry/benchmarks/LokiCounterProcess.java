package io.logferry.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;

/** Receives Loki's JSON by HTTP: a POST per batch. A process of its own. */
final class LokiCounterProcess {
    private static final int NO_CONTENT = 204;
    private static final int NO_BODY = -1;

    private LokiCounterProcess() {}

    public static void main(String[] args) throws IOException {
        AtomicLong events = new AtomicLong();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/", exchange -> receive(exchange, events));
        server.start();
        System.out.println("countPort=" + CountServer.start(events::get));
        System.out.println("port=" + server.getAddress().getPort());
    }

    private static void receive(HttpExchange exchange, AtomicLong events) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(NO_CONTENT, NO_BODY);
        exchange.close();
        events.addAndGet(eventsIn(body));
    }

    /** Each is an array that begins with its time as a string, and none of ours has another array in it. */
    private static long eventsIn(byte[] json) {
        long found = 0;
        for (int i = 1; i < json.length; i++) {
            found += json[i] == '"' && json[i - 1] == '[' ? 1 : 0;
        }
        return found;
    }
}
