package io.logferry.examples;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.MDC;

/** The web shop: looks items up, takes orders, runs out of stock. Any thread. */
final class Shop extends Handler.Abstract.NonBlocking {
    /** In the MDC, and an attribute of the request for the access log, which is written outside of the handler. */
    static final String REQUEST_ID = "request";

    private static final int FULL_STOCK = 12;

    private final MeasuredLog log;
    private final AtomicLong requests = new AtomicLong();
    private final Map<String, Integer> stock = new ConcurrentHashMap<>();

    Shop(MeasuredLog log) {
        this.log = log;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        String id = "r" + requests.incrementAndGet();
        request.setAttribute(REQUEST_ID, id);
        MDC.put(REQUEST_ID, id);
        MDC.put("client", Request.getRemoteAddr(request));
        try {
            log.info("{} {} begins", request.getMethod(), path);
            answer(response, 200, serve(path), callback);
        } catch (IllegalArgumentException e) {
            log.warn("no such page: {}", path);
            answer(response, 404, "no such page", callback);
        } catch (IllegalStateException e) {
            log.error("{} failed", path, e);
            answer(response, 500, "try again later", callback);
        } finally {
            MDC.clear();
        }
        return true;
    }

    private String serve(String path) {
        String[] parts = path.split("/", 3);
        return switch (parts.length < 3 ? "" : parts[1]) {
            case "item" -> item(parts[2]);
            case "order" -> order(parts[2]);
            default -> throw new IllegalArgumentException("path=" + path + " is not /item/NAME or /order/NAME");
        };
    }

    private String item(String name) {
        int left = stock.getOrDefault(name, FULL_STOCK);
        log.info("item {} looked up, {} left", name, left);
        return name + ": " + left;
    }

    private String order(String name) {
        int left = stock.merge(name, FULL_STOCK - 1, (now, full) -> now - 1);
        log.info("item {} reserved, {} left", name, left);
        if (left < 0) {
            stock.put(name, FULL_STOCK);
            throw new IllegalStateException("item=" + name + " is sold out");
        }
        if (left == 0) {
            log.warn("item {} was the last one", name);
        }
        log.info("order of {} confirmed", name);
        return "ordered " + name;
    }

    private static void answer(Response response, int status, String text, Callback callback) {
        response.setStatus(status);
        response.write(true, StandardCharsets.UTF_8.encode(text + "\n"), callback);
    }
}
