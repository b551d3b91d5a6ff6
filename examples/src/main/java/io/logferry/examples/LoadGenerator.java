package io.logferry.examples;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** The shop's customers: a fixed number of threads, each with a fixed number of requests per second. Any thread. */
final class LoadGenerator {
    private static final int CUSTOMERS = 8;
    private static final long PAUSE_NANOS = 8_000_000;
    private static final int ITEMS = 200;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final LongAdder answered = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final List<Thread> customers = new ArrayList<>();
    private volatile int port;
    private volatile boolean stopped;

    /** Where the shop is, from now on. */
    void aimAt(int port) {
        this.port = port;
    }

    void start() {
        for (int i = 0; i < CUSTOMERS; i++) {
            Random random = new Random(i);
            Thread customer = new Thread(() -> visit(random), "customer-" + i);
            customer.setDaemon(true);
            customer.start();
            customers.add(customer);
        }
    }

    private void visit(Random random) {
        long next = System.nanoTime();
        while (!stopped) {
            if (request(random)) {
                answered.increment();
                next += PAUSE_NANOS;
            } else {
                failed.increment();
                next = System.nanoTime() + 25 * PAUSE_NANOS; // the shop is dead: come back later
            }
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    private boolean request(Random random) {
        String item = "/shirt-" + random.nextInt(ITEMS);
        int dice = random.nextInt(100);
        String path = dice < 70 ? "/item" + item : dice < 99 ? "/order" + item : "/favicon.ico";
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(5));
        if (path.startsWith("/order")) {
            request.POST(HttpRequest.BodyPublishers.noBody());
        }
        try {
            http.send(request.build(), BodyHandlers.ofString());
            return true;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            stopped = true;
            return false;
        }
    }

    /** Sends the customers home and waits for the last one. */
    void stop() throws InterruptedException {
        stopped = true;
        for (Thread customer : customers) {
            customer.join();
        }
    }

    long answered() {
        return answered.sum();
    }

    long failed() {
        return failed.sum();
    }
}
