package io.logferry.examples;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** What happens in the demo, step by step. Main thread only. */
final class Play implements AutoCloseable {
    static final int STEP_MILLIS = 100;
    private static final int PATIENCE_SECONDS = 60;

    private final int steps;
    private final Path dir;
    private final Receiver receiver;
    private final Screen screen;
    private final HttpClient http = HttpClient.newHttpClient();
    private final LoadGenerator load = new LoadGenerator();
    private final List<Child> shops = new ArrayList<>();
    private boolean receiverUp;
    /** Starts the receiver, while the main thread shows how the shop is without it. */
    private Thread starter = new Thread();

    private volatile CompletableFuture<Boolean> started = CompletableFuture.completedFuture(true);

    private Numbers stats = Numbers.NONE;
    private long ackedBefore;

    Play(int steps, Path dir, Receiver receiver, Screen screen) {
        this.steps = steps;
        this.dir = dir;
        this.receiver = receiver;
        this.screen = screen;
    }

    Report run() throws Exception {
        String name = receiver.name();
        screen.show("starting");
        startReceiver();
        startShop();
        load.start();
        screen.say("the shop serves requests, the " + name + " stores its log");
        goOn(0.2);

        killReceiver();
        screen.say(name + " killed: the shop goes on, its events go to disk");
        goOn(0.2);
        startReceiver();
        look();
        long accepted = stats.of("accepted");
        screen.say(name + " back: the shop will find it and replay " + stats.of("onDisk") + " events from disk");
        await("the backlog of the outage is delivered", now -> now.of("acked") >= accepted);
        screen.say("caught up: whatever was logged in the outage is at the " + name);
        goOn(0.2);

        killReceiver();
        screen.say(name + " killed again, so that something is on disk when the shop dies");
        goOn(0.1);
        shop().kill();
        Numbers killed = stats;
        screen.say("shop killed with SIGKILL: " + killed.of("onDisk") + " events on disk, load finds nobody");
        ackedBefore = killed.of("acked");
        startReceiver();
        startShop();
        screen.say("both back: the new shop found " + stats.of("carriedIn") + " events of the dead one on disk");
        await("the dead shop's backlog is delivered", now -> now.of("acked") >= now.of("carriedIn"));
        screen.say("the dead shop's backlog is at the " + name);
        goOn(0.3);

        load.stop();
        await("nothing is left on disk", now -> now.of("onDisk") + now.of("inFlight") == 0);
        shop().end();
        receiver.end();
        screen.say(String.format(
                Locale.ROOT,
                "load stopped (%,d requests answered, %,d found the shop dead), shop and %s ended in order",
                load.answered(),
                load.failed(),
                name));
        return Report.of(Books.read(ledger(), receiver.stored()), killed, shop().numbers(), receiver.receipt());
    }

    private void startReceiver() throws Exception {
        started = new CompletableFuture<>();
        starter = new Thread(this::start, "starter");
        starter.start();
        while (!started.isDone()) {
            Thread.sleep(STEP_MILLIS);
            if (!shops.isEmpty() && shop().isAlive()) {
                look();
            }
        }
        started.get();
        receiverUp = true;
    }

    /** Starter thread only. */
    private void start() {
        try {
            receiver.start();
            started.complete(true);
        } catch (Throwable e) { // all of it is the main thread's to judge
            started.completeExceptionally(e);
        }
    }

    private void killReceiver() {
        receiver.kill();
        receiverUp = false;
    }

    private void startShop() throws Exception {
        List<String> call = new ArrayList<>(receiver.shopOptions());
        call.addAll(List.of(
                "-Dspool=" + dir.resolve("spool"),
                ShopMain.class.getName(),
                ledger().toString(),
                String.valueOf(shops.size() + 1)));
        shops.add(Child.start("shop", screen::say, call.toArray(String[]::new)));
        load.aimAt(shop().port());
        look();
    }

    private Child shop() {
        return shops.get(shops.size() - 1);
    }

    private Path ledger() {
        return dir.resolve("ledger");
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
        URI page = URI.create("http://127.0.0.1:" + shop().port() + "/stats");
        HttpRequest request = HttpRequest.newBuilder(page)
                .timeout(Duration.ofSeconds(PATIENCE_SECONDS))
                .build();
        try {
            String answer = http.send(request, BodyHandlers.ofString()).body();
            stats = requireNonNull(Numbers.parse(answer), answer);
        } catch (IOException e) {
            throw new IOException("the shop does not answer, alive=" + shop().isAlive() + ": " + e, e);
        }
        screen.show(String.format(
                Locale.ROOT,
                "%s %s, acked %,d, on disk %,d",
                receiver.name(),
                receiverUp ? "up" : "down",
                ackedBefore + stats.of("acked"),
                stats.of("onDisk")));
    }

    /** Kills whatever is left. */
    @Override
    public void close() {
        starter.interrupt();
        started.handle((any, thrown) -> true).join(); // what it starts must be killed
        shops.forEach(Child::kill);
        receiver.close();
    }
}
