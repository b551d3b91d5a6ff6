package io.logferry.examples;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** The TCP collector, in a JVM of its own. One thread at a time. */
final class CollectorReceiver implements Receiver {
    private static final int FIRST_PORT = 20_000;
    private static final int LAST_PORT = 30_000;

    private final int port = freePort();
    private final Path stored;
    private final Consumer<String> say;
    private final List<Child> lives = new ArrayList<>();

    CollectorReceiver(Path dir, Consumer<String> say) throws IOException {
        this.stored = dir.resolve("stored");
        this.say = say;
    }

    @Override
    public String name() {
        return "collector";
    }

    @Override
    public void start() throws Exception {
        String main = CollectorProcess.class.getName();
        lives.add(Child.start(name(), say, main, String.valueOf(port), stored.toString()));
        last().port();
    }

    @Override
    public void kill() {
        last().kill();
    }

    @Override
    public void end() throws Exception {
        last().end();
    }

    @Override
    public List<String> shopOptions() {
        return List.of("-Dlogback.configurationFile=shop-tcp.xml", "-Dcollector=127.0.0.1:" + port);
    }

    @Override
    public Path stored() {
        return stored;
    }

    @Override
    public Receipt receipt() {
        long repeats =
                lives.stream().mapToLong(life -> life.numbers().of("repeats")).sum();
        return new Receipt(name(), "the collector's files", repeats, List.of(), Map.of());
    }

    @Override
    public void close() {
        lives.forEach(Child::kill);
    }

    private Child last() {
        return lives.get(lives.size() - 1);
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
}
