package io.logferry.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.Position;
import io.logferry.sink.tcp.Wire;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The collector as its users start it: a process of its own. */
@Timeout(300)
final class ProcessTest {
    private static final int KILLS = Integer.getInteger("logferry.kills", 5);
    private static final String LISTENING = "logferry-collector listening on 127.0.0.1:";

    private final UUID id = UUID.randomUUID();
    private final Frames frames = new Frames(id);

    @TempDir
    Path dir;

    /** A collector's process. */
    private static final class Running implements Closeable {
        final Process process;
        final BufferedReader out;

        Running(String... options) throws IOException {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
            command.add(System.getProperty("java.class.path"));
            command.add(CollectorMain.class.getName());
            command.addAll(List.of(options));
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            out = process.inputReader(StandardCharsets.UTF_8);
        }

        InetSocketAddress address() throws IOException {
            String line = out.readLine();
            assertTrue(line != null && line.startsWith(LISTENING), "first line: " + line);
            int port = Integer.parseInt(line.substring(LISTENING.length()));
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        }

        int exit() throws InterruptedException {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the process did not end");
            return process.exitValue();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    private Running start(String... more) throws IOException {
        List<String> options = new ArrayList<>(List.of("--listen", "127.0.0.1:0", "--dir", dir.toString()));
        options.addAll(List.of(more));
        return new Running(options.toArray(String[]::new));
    }

    @Test
    void sigtermEndsItCleanlyWithALastStatusLine() throws Exception {
        try (Running collector = start("--status-seconds", "1")) {
            try (Client client = new Client(collector.address())) {
                client.hello(id, 7, Position.NONE);
                client.welcome();
                client.send(frames.numbered(7, 0, 3));
                client.ackOf(new Position(7, 2));
                assertTrue(collector.out.readLine().startsWith("logferry-collector connections="));
                collector.process.toHandle().destroy(); // process.destroy() would close its output
                client.awaitEnd();
            }
            List<String> rest = collector.out.lines().collect(Collectors.toList());
            String last = rest.get(rest.size() - 1);
            assertTrue(last.startsWith("logferry-collector stopped ") && last.contains("records=3"), last);
            assertEquals(0, collector.exit());
        }
        assertEquals(3, Stored.lines(dir).size());
    }

    @Test
    void aPortInUseIsOneSentenceAndExitCodeOne() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            StringWriter err = new StringWriter();
            String listen = "127.0.0.1:" + taken.getLocalPort();
            assertEquals(1, run(err, "--listen", listen, "--dir", dir.toString()));
            assertTrue(err.toString().contains("cannot listen on " + listen + ": "), err.toString());
            assertEquals(1, err.toString().lines().count());
        }
    }

    @Test
    void aFolderThatCantBeMadeIsOneSentenceAndExitCodeOne() throws Exception {
        Path file = Files.createFile(dir.resolve("file"));
        StringWriter err = new StringWriter();
        assertEquals(
                1,
                run(err, "--listen", "127.0.0.1:0", "--dir", file.resolve("x").toString()));
        assertTrue(err.toString().startsWith("logferry-collector: cannot use dir=" + file), err.toString());
        assertEquals(1, err.toString().lines().count());
    }

    @Test
    void tooLittleMemoryForStorageIsSaidAtStart() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:MaxDirectMemorySize=1m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CollectorMain.class.getName(),
                        "--listen=127.0.0.1:0",
                        "--dir=" + dir)
                .start();
        try {
            String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(said.contains("logferry-collector: cannot allocate directBytes="), said);
            assertEquals(1, process.waitFor());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void helpAndVersionAreShown() {
        StringWriter out = new StringWriter();
        assertEquals(0, CollectorMain.commandLine().setOut(new PrintWriter(out)).execute("--help"));
        assertTrue(out.toString().contains("--roll-bytes=SIZE"), out.toString());
        assertEquals(0, CollectorMain.commandLine().setOut(new PrintWriter(out)).execute("--version"));
    }

    @Test
    void wrongOptionsAreRefusedByNameWithExitCodeTwo() {
        for (String[] wrong : new String[][] {
            {"--nope"},
            {"--roll-bytes", "many"},
            {"--roll-hours", "0"},
            {"--status-seconds", "-1"},
            {"--listen", "here"},
            {"--listen", "here:99999"},
        }) {
            StringWriter err = new StringWriter();
            assertEquals(2, run(err, wrong), wrong[0]);
            assertTrue(err.toString().contains(wrong[0]), err.toString());
        }
        StringWriter err = new StringWriter();
        assertEquals(2, run(err));
        assertTrue(err.toString().contains("--listen") && err.toString().contains("--dir"), err.toString());
    }

    private static int run(StringWriter err, String... options) {
        return CollectorMain.commandLine().setErr(new PrintWriter(err, true)).execute(options);
    }

    @Test
    void killedAgainAndAgainUnderLoadItLosesAndRepeatsNothing() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long acked = -1;
        for (int kill = 0; kill < KILLS; kill++) {
            try (Running collector = start("--roll-bytes", "64KB")) {
                acked = load(collector, acked, acked + 20 + random.nextInt(2_000), random);
            }
        }
        long last;
        try (Running collector = start();
                Client client = new Client(collector.address())) {
            client.hello(id, 7, Position.NONE);
            last = client.welcome().last().seq();
        }
        assertTrue(last >= acked, "acked=" + acked + " stored=" + last + " seed=" + seed);
        List<StoredLine> stored = Stored.identified(dir);
        List<String> lines = Stored.lines(dir);
        assertEquals(last + 1, stored.size(), "seed=" + seed);
        for (int i = 0; i <= last; i++) {
            assertEquals(new StoredLine(EntryKind.DATA, 7, i, Frames.body(7, i)), stored.get(i), "seed=" + seed);
            assertEquals(Frames.body(7, i), lines.get(i), "seed=" + seed);
        }
        assertEquals(last + 1, lines.size(), "seed=" + seed);
    }

    /** Sends frames, eight in flight, until this number is acked, then kills; returns the last acked number. */
    private long load(Running collector, long ackedBefore, long killAt, Random random) throws Exception {
        long acked = ackedBefore;
        try (Client client = new Client(collector.address())) {
            client.hello(id, 7, Position.NONE);
            long next = client.welcome().last().seq() + 1;
            assertTrue(next > acked, "acked=" + acked + " but welcomed at " + next);
            acked = next - 1; // what is stored needs no ack: with too much of it nothing would be sent, and none come
            while (acked < killAt) {
                while (next - acked < 100) {
                    int count = 1 + random.nextInt(10);
                    client.send(frames.numbered(7, next, count));
                    next += count;
                }
                acked = Math.max(acked, client.ack().seq());
            }
            client.send(frames.numbered(7, next, 10));
            collector.process.destroyForcibly();
            for (Client.Message rest = client.read(); rest != null; rest = client.read()) {
                acked = rest.type() == Wire.ACK ? Wire.readAck(rest.body()).seq() : acked;
            }
        } catch (java.net.SocketException killedWhileSending) {
            return acked;
        }
        return acked;
    }
}
