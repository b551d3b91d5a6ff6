package io.logferry.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.Codec;
import io.logferry.frame.Position;
import io.logferry.sink.Nack;
import io.logferry.sink.tcp.SharedKey;
import io.logferry.sink.tcp.Wire;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
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

        Running(String classPath, List<String> options) throws IOException {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
            command.add(classPath);
            command.add(CollectorMain.class.getName());
            command.addAll(options);
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            out = process.inputReader(StandardCharsets.UTF_8);
        }

        InetSocketAddress address() throws IOException {
            return address(out.readLine());
        }

        static InetSocketAddress address(@Nullable String line) {
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
        return new Running(System.getProperty("java.class.path"), options);
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
    void overTlsItServesWhoHasACertificateAndTheKey(@TempDir Path files) throws Exception {
        Certificates certificates = new Certificates(files);
        String keyText = "the key of this test";
        Path key = Files.writeString(files.resolve("key"), keyText + "\n");
        try (Running collector = start(
                "--tls-certificate", certificates.certificateFile.toString(),
                "--tls-key", certificates.keyFile.toString(),
                "--tls-client-trust", certificates.trustFile.toString(),
                "--shared-key-file", key.toString())) {
            String line = collector.out.readLine();
            String terms = " over TLS with client certificates with a shared key";
            assertTrue(line != null && line.endsWith(terms), line);
            InetSocketAddress address = Running.address(line.replace(terms, ""));
            var own = certificates.authority.issue("shop");
            while (!isServed(
                    certificates.connect(address, own), SharedKey.of(keyText))) {} // a busy machine is too late
        }
        assertEquals(3, Stored.lines(dir).size());
    }

    @Test
    void aClientMayNotShakeHandsAgain(@TempDir Path files) throws Exception {
        Certificates certificates = new Certificates(files);
        try (Running collector = start(
                "--tls-certificate", certificates.certificateFile.toString(),
                "--tls-key", certificates.keyFile.toString())) {
            String line = String.valueOf(collector.out.readLine());
            InetSocketAddress address = Running.address(line.replace(" over TLS", ""));
            try (SSLSocket socket = certificates.connect(address, null, "TLSv1.2")) {
                socket.startHandshake();
                SSLException refused = assertThrows(
                        SSLException.class, () -> socket.getInputStream().read());
                assertTrue(String.valueOf(refused.getMessage()).contains("handshake_failure"), refused::toString);
            }
        }
    }

    private boolean isServed(Socket connected, SharedKey key) throws Exception {
        try (Client client = new Client(connected)) {
            client.hello(id, 7, key);
            Client.Message answer = client.read();
            if (answer == null || answer.type() != Wire.WELCOME) {
                return false;
            }
            client.send(frames.numbered(7, 0, 3));
            client.ackOf(new Position(7, 2));
            return true;
        }
    }

    @Test
    void halfOfTlsIsRefusedAndWhatIsMissingIsSaid(@TempDir Path files) throws Exception {
        Certificates certificates = new Certificates(files);
        String certificate = certificates.certificateFile.toString();
        String key = certificates.keyFile.toString();
        Path shortKey = Files.writeString(files.resolve("short"), "short");
        certificates.authority.issue("collector").writePkcs12(files.resolve("collector.p12"), "secret");
        assertMistake("--tls-certificate is missing", "--tls-key", key);
        assertMistake("--tls-certificate is missing", "--tls-client-trust", certificates.trustFile.toString());
        assertMistake(
                "--tls-certificate=" + certificate + " is PEM and needs --tls-key", "--tls-certificate", certificate);
        assertMistake(
                "--tls-certificate=" + files.resolve("collector.p12") + " is PKCS12 and needs --tls-key-password-file"
                        + System.lineSeparator(),
                "--tls-certificate",
                files.resolve("collector.p12").toString());
        assertMistake(
                "--tls-client-trust-password-file is given without --tls-client-trust",
                "--tls-certificate",
                certificate,
                "--tls-key",
                key,
                "--tls-client-trust-password-file",
                key);
        assertMistake(
                "--shared-key-file is given without --tls-certificate: a shared key is taken only over TLS",
                "--shared-key-file",
                shortKey.toString());
        assertMistake(
                "--shared-key-file: file=" + shortKey + ": the shared key has characters=5, allowed are at least 16",
                "--tls-certificate",
                certificate,
                "--tls-key",
                key,
                "--shared-key-file",
                shortKey.toString());
        assertMistake(
                "--tls-key=" + files.resolve("nowhere") + " does not exist",
                "--tls-certificate",
                certificate,
                "--tls-key",
                files.resolve("nowhere").toString());
    }

    private void assertMistake(String said, String... options) {
        List<String> all = new ArrayList<>(List.of("--listen", "127.0.0.1:0", "--dir", dir.toString()));
        all.addAll(List.of(options));
        StringWriter err = new StringWriter();
        assertEquals(2, run(err, all.toArray(String[]::new)), said);
        assertTrue(err.toString().contains(said), err.toString());
    }

    /** The class path of an application that embeds the collector and leaves zstd-jni out. */
    @Test
    void aFrameInACodecThatTheCollectorCanNotReadIsRefusedForNow() throws Exception {
        String without = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(jar -> !jar.contains("zstd-jni"))
                .collect(Collectors.joining(File.pathSeparator));
        try (Running collector = new Running(without, List.of("--listen", "127.0.0.1:0", "--dir", dir.toString()));
                Client client = new Client(collector.address())) {
            client.hello(id, 7, Position.NONE);
            client.welcome();
            client.send(frames.numbered(7, 0, 1));
            client.ackOf(new Position(7, 0));
            client.send(new Frames(id, Codec.ZSTD).of(7, 1, "compressible ".repeat(1_000)));
            Nack nack = client.nack();
            assertEquals(Nack.Code.STORAGE, nack.code());
            assertFalse(nack.permanent());
            assertTrue(nack.text().contains("zstd-jni"), nack.text());
            client.awaitEnd();
        }
        assertEquals(1, Stored.lines(dir).size());
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
