package io.logferry.examples;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Directs the demo. Main thread only. */
public final class Demo {
    private static final int STEP_MILLIS = 100;
    private static final int PATIENCE_SECONDS = 60;
    private static final int FIRST_PORT = 20_000;
    private static final int LAST_PORT = 30_000;

    private final int steps;
    private final Path dir = Files.createTempDirectory("logferry-demo");
    private final Path ledger = dir.resolve("ledger");
    private final Path stored = dir.resolve("stored");
    private final int collectorPort = freePort();
    private final HttpClient http = HttpClient.newHttpClient();
    private final LoadGenerator load = new LoadGenerator();
    private final Screen screen;
    private final List<Child> collectors = new ArrayList<>();
    private final List<Child> shops = new ArrayList<>();
    private String collectorState = "";
    private Numbers stats = Numbers.NONE;
    private long ackedBefore;

    private Demo(int seconds) throws IOException {
        this.steps = seconds * 1_000 / STEP_MILLIS;
        this.screen = new Screen(steps, 1_000 / STEP_MILLIS);
    }

    /** Argument: for how many seconds there shall be load, 20 unless told. */
    public static void main(String[] args) throws Exception {
        System.exit(run(args.length == 0 ? 20 : Integer.parseInt(args[0])));
    }

    /** Runs the demo: 0 if the books balance. */
    static int run(int seconds) throws Exception {
        Demo demo = new Demo(seconds);
        try {
            Report report = demo.play();
            System.out.print(report.text());
            if (report.faults().isEmpty()) {
                demo.deleteFiles();
                return 0;
            }
        } catch (IOException | IllegalStateException | TimeoutException | ExecutionException e) {
            demo.screen.close();
            System.out.println("FAILED: " + e.getMessage());
        } finally {
            demo.killAll();
        }
        System.out.println("Ledger, spool and the collector's files are left in " + demo.dir);
        return 1;
    }

    private Report play() throws Exception {
        screen.show("starting");
        startCollector();
        startShop();
        awaitBoth();
        load.start();
        screen.say("the shop serves requests, the collector stores its log");
        goOn(0.2);

        killCollector();
        screen.say("collector killed: the shop goes on, its events go to disk");
        goOn(0.2);
        startCollector();
        awaitBoth();
        long accepted = stats.of("accepted");
        screen.say("collector back: the shop will find it and replay " + stats.of("onDisk") + " events from disk");
        await("the backlog of the outage is delivered", now -> now.of("acked") >= accepted);
        screen.say("caught up: whatever was logged in the outage is at the collector");
        goOn(0.2);

        killCollector();
        screen.say("collector killed again, so that something is on disk when the shop dies");
        goOn(0.1);
        last(shops).kill();
        Numbers killed = stats;
        screen.say("shop killed with SIGKILL: " + killed.of("onDisk") + " events on disk, load finds nobody");
        ackedBefore = killed.of("acked");
        startCollector();
        startShop();
        awaitBoth();
        screen.say("both back: the new shop found " + stats.of("carriedIn") + " events of the dead one on disk");
        await("the dead shop's backlog is delivered", now -> now.of("acked") >= now.of("carriedIn"));
        screen.say("the dead shop's backlog is at the collector");
        goOn(0.3);

        load.stop();
        await("nothing is left on disk", now -> now.of("onDisk") + now.of("inFlight") == 0);
        last(shops).end();
        last(collectors).end();
        screen.say(String.format(
                Locale.ROOT,
                "load stopped (%,d requests answered, %,d found the shop dead), shop and collector ended in order",
                load.answered(),
                load.failed()));
        screen.close();
        long repeats = collectors.stream()
                .mapToLong(collector -> collector.numbers().of("repeats"))
                .sum();
        return Report.of(Books.read(ledger, stored), killed, last(shops).numbers(), repeats);
    }

    private void startCollector() throws Exception {
        String port = String.valueOf(collectorPort);
        Child collector =
                Child.start("collector", screen::say, CollectorProcess.class.getName(), port, stored.toString());
        collectors.add(collector);
        collectorState = "collector up";
    }

    private void killCollector() throws InterruptedException {
        last(collectors).kill();
        collectorState = "collector down";
    }

    private void startShop() throws IOException {
        Child shop = Child.start(
                "shop",
                screen::say,
                "-Dcollector=127.0.0.1:" + collectorPort,
                "-Dspool=" + dir.resolve("spool"),
                ShopMain.class.getName(),
                ledger.toString(),
                String.valueOf(shops.size() + 1));
        shops.add(shop);
    }

    private void awaitBoth() throws Exception {
        last(collectors).port();
        load.aimAt(last(shops).port());
        look();
    }

    private void killAll() throws InterruptedException {
        for (Child child : collectors) {
            child.kill();
        }
        for (Child child : shops) {
            child.kill();
        }
    }

    /** Lets a share of the time pass. */
    private void goOn(double share) throws Exception {
        for (int i = 0; i < Math.round(steps * share); i++) {
            screen.step();
            Thread.sleep(STEP_MILLIS);
            look();
        }
    }

    private void await(String what, Predicate<Numbers> condition) throws Exception {
        long start = System.nanoTime();
        while (!condition.test(stats)) {
            if (System.nanoTime() - start > PATIENCE_SECONDS * 1_000_000_000L) {
                throw new TimeoutException("waited " + PATIENCE_SECONDS + " s in vain until " + what + ": " + stats);
            }
            Thread.sleep(STEP_MILLIS);
            look();
        }
    }

    /** Asks the shop for its appender's numbers and shows them. */
    private void look() throws Exception {
        URI page = URI.create("http://127.0.0.1:" + last(shops).port() + "/stats");
        HttpRequest request = HttpRequest.newBuilder(page)
                .timeout(Duration.ofSeconds(PATIENCE_SECONDS))
                .build();
        try {
            String answer = http.send(request, BodyHandlers.ofString()).body();
            stats = requireNonNull(Numbers.parse(answer), answer);
        } catch (IOException e) {
            throw new IOException(
                    "the shop does not answer, alive=" + last(shops).isAlive() + ": " + e, e);
        }
        screen.show(String.format(
                Locale.ROOT,
                "%s, acked %,d, on disk %,d",
                collectorState,
                ackedBefore + stats.of("acked"),
                stats.of("onDisk")));
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }

    /** A free port that no outgoing connection gets by chance, since it must still be free for the next collector. */
    private static int freePort() throws IOException {
        for (int port = FIRST_PORT + new Random().nextInt(1_000); port < LAST_PORT; port++) {
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (BindException taken) {
                // the next one then
            }
        }
        throw new IOException("no free port from " + FIRST_PORT + " to " + LAST_PORT);
    }

    private void deleteFiles() throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
