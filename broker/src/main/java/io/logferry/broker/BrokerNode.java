package io.logferry.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One node over all its lives. One thread at a time. */
final class BrokerNode {
    private static final List<String> JVM_OPTIONS = List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    private static final Set<Integer> GIVEN_PORTS = ConcurrentHashMap.newKeySet();

    final int id;
    final Path dir;
    final int clientPort = freePort();
    final int innerPort = freePort();
    final int controllerPort = freePort();
    private final ClusterOptions.Logging logging;
    private @Nullable Process process;
    private boolean paused;

    BrokerNode(int id, Path clusterDir, ClusterOptions.Logging logging) {
        this.id = id;
        this.logging = logging;
        this.dir = clusterDir.resolve("node-" + id);
    }

    Path data() {
        return dir.resolve("data");
    }

    Path log() {
        return dir.resolve("server.log");
    }

    /** Up and not paused: able to answer, now or soon. */
    boolean isUp() {
        return process != null && !paused;
    }

    void start(Map<String, String> serverProperties, List<String> formatArgs) throws IOException {
        if (process != null) {
            throw new IllegalStateException("node=" + id + " is up: kill or stop it before it is started again");
        }
        Files.createDirectories(dir);
        Path file = dir.resolve("server.properties");
        Properties properties = new Properties();
        properties.putAll(serverProperties);
        try (var out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
        }
        List<String> args = new ArrayList<>();
        args.add(data().resolve("meta.properties").toString());
        args.add(file.toString());
        args.addAll(List.of("format", "-c", file.toString()));
        args.addAll(formatArgs);
        List<String> options = new ArrayList<>(JVM_OPTIONS);
        options.addAll(logging.jvmOptions());
        process = new ProcessBuilder(BrokerJvm.command(logging.classPath(), options, NodeMain.class.getName(), args))
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    /** SIGKILL; returns when it is gone, which nothing can hold up. */
    void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly().onExit().join();
        }
        process = null;
        paused = false;
    }

    /** SIGTERM; returns when it is gone. */
    void stop() throws IOException, InterruptedException {
        Process running = process;
        if (running == null) {
            return;
        }
        running.toHandle().destroy(); // the Process's own would close its input, and the leash would halt it
        if (!running.waitFor(ClusterAdmin.DEADLINE_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("Kafka node=" + id + " did not stop within " + ClusterAdmin.DEADLINE_SECONDS + " s"
                    + BrokerJvm.endOf(log()));
        }
        process = null;
    }

    /** SIGSTOP or SIGCONT. */
    void pause(boolean pause) throws IOException, InterruptedException {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException("node=" + id + " is not up: only one that is up can be paused or resumed");
        }
        String signal = pause ? "-STOP" : "-CONT";
        int exit = new ProcessBuilder("kill", signal, Long.toString(running.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("kill " + signal + " for node=" + id + " failed: exit=" + exit);
        }
        paused = pause;
    }

    /** Throws if it ended without having been asked to. */
    void checkAlive() throws IOException {
        Process running = process;
        if (running != null && !running.isAlive()) {
            throw new IOException("Kafka node=" + id + " ended: exit=" + running.exitValue() + BrokerJvm.endOf(log()));
        }
    }

    /** Below the ports that clients are given: one of those could take it while the node is down. */
    private static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(10_000, 30_000);
            if (!GIVEN_PORTS.add(port)) {
                continue;
            }
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (IOException taken) {
                // another one then
            }
        }
    }
}
