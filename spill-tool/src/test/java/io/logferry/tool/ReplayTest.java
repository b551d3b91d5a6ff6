package io.logferry.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.Replay;
import io.logferry.broker.CertificateAuthority;
import io.logferry.frame.Codec;
import io.logferry.sink.tcp.TcpSinkConfig;
import io.logferry.spill.RealDisk;
import io.logferry.spill.Slot;
import io.logferry.spill.SlotName;
import io.logferry.tls.TlsConfig;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
    @TempDir
    Path dir;

    @TempDir
    Path received;

    private static void await(BooleanSupplier condition) {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadlineNanos, "not within 30 s");
            LockSupport.parkNanos(100_000);
        }
    }

    @Test
    void everyEventIsAtTheCollectorOnce_andTheSlotIsGone() throws Exception {
        Application.leave(dir, 0, 2_000, Codec.LZ4);
        Application.leave(dir, 2_000, 2_500, Codec.ZSTD);
        try (Receiver receiver = new Receiver(received)) {
            Tool replay = Tool.run("replay", dir, "--tcp", receiver.endpoint());
            assertEquals(ExitCode.OK, replay.exitCode(), replay.err());
            assertEquals(Application.SLOT + ": acked=2502 rejected=0 corrupt=0 left=0\n", replay.out());
            Folders.assertSame(Application.lines(0, 2_500), receiver.events());
            assertFalse(Files.exists(dir.resolve(Application.SLOT)));
            Tool again = Tool.run("replay", dir, "--tcp", receiver.endpoint());
            assertEquals(ExitCode.OK, again.exitCode());
            assertTrue(again.err().contains("no slot is left in DIR="), again.err());

            Application application = Application.start(dir, receiver.endpoint());
            application.log(2_500, 2_600);
            assertEquals(0, application.stop());
            assertEquals(2_600, receiver.events().stream().distinct().count());
            assertEquals(2_600, receiver.events().size());
        }
    }

    @Test
    void overTlsByTheNamesThatTheAppendersHave_withoutThemNothingIsTaken() throws Exception {
        Path files = Files.createDirectory(received.resolve("files"));
        CertificateAuthority authority = new CertificateAuthority("Test CA");
        Path certificate = files.resolve("server.pem");
        Path key = files.resolve("server.key");
        Path trust = files.resolve("ca.pem");
        authority.issue("collector", "127.0.0.1").writePem(certificate, key);
        authority.writeTrustPem(trust);
        List<String> mistakes = new ArrayList<>();
        TlsConfig tls = TlsConfig.server(
                Map.of("certificateFile", certificate.toString(), "keyFile", key.toString()), name -> name, mistakes);
        assertEquals(List.of(), mistakes);
        Application.leave(dir, 0, 100, Codec.LZ4);
        try (Receiver receiver = new Receiver(received.resolve("stored"), tls)) {
            Tool plain = Tool.run("replay", dir, "--tcp", receiver.endpoint(), "--timeout-seconds", "1");
            assertEquals(ExitCode.DAMAGE, plain.exitCode(), plain.out());
            Tool safe = Tool.run("replay", dir, "--tcp", receiver.endpoint(), "--tcp-option", "tls.trustFile=" + trust);
            assertEquals(ExitCode.OK, safe.exitCode(), safe.err());
            Folders.assertSame(Application.lines(0, 100), receiver.events());
        }
    }

    @Test
    void nobodyListening_itGivesUpAndEverythingStays() throws Exception {
        Application.leave(dir, 0, 300, Codec.LZ4);
        Tool replay = Tool.run("replay", dir, "--tcp", Application.NOBODY, "--timeout-seconds", "1", "--json");
        assertEquals(ExitCode.DAMAGE, replay.exitCode());
        assertEquals(301, replay.json().get("left").asInt());
        assertFalse(replay.json().get("drained").asBoolean());
        assertTrue(replay.err().contains("nothing was delivered for 1 s, given up"), replay.err());
        assertTrue(replay.err().contains("not connected to the sink"), replay.err());
        Folders.assertSame(Application.lines(0, 300), Tool.run("cat", dir).events());
        assertEquals(ExitCode.OK, Tool.run("verify", dir).exitCode());
    }

    @Test
    void interrupted_theApplicationOrTheNextRunDeliversTheRest() throws Exception {
        Application.leave(dir, 0, 20_000, Codec.NONE);
        try (Receiver receiver = new Receiver(received)) {
            Path folder = dir.resolve(Application.SLOT).toRealPath();
            SlotName name = Objects.requireNonNull(SlotName.parse(Application.SLOT));
            for (int run = 1; run <= 2; run++) {
                long before = receiver.records();
                Slot slot = Objects.requireNonNull(
                        Slot.claim(new RealDisk(), folder, name, System.currentTimeMillis(), System.err::println));
                Screen screen = new Screen(OutputStream.nullOutputStream(), System.err, false);
                Replay replay = Replay.of(slot, name, TcpSinkConfig.parse(receiver.endpoint()), new Said(screen));
                replay.start();
                await(() -> receiver.records() > before || replay.hasEnded());
                replay.stop();
                assertTrue(replay.awaitEnd(30_000));
            }
            assertTrue(receiver.records() > 0);
            Application application = Application.start(dir, receiver.endpoint());
            application.log(20_000, 20_100);
            await(() -> receiver.records() >= 20_101);
            assertEquals(0, application.stop());
            Tool.run("replay", dir, "--tcp", receiver.endpoint());
            assertEquals(20_100, receiver.events().size());
            assertEquals(20_100, receiver.events().stream().distinct().count());
        }
    }

    @Test
    void aSlotInWhichNothingIsLeftIsNotTouched() throws Exception {
        try (Receiver receiver = new Receiver(received)) {
            Application application = Application.start(dir, receiver.endpoint());
            application.log(0, 100);
            await(() -> application.hasDelivered(100));
            application.stop();
            Tool replay = Tool.run("replay", dir, "--tcp", receiver.endpoint());
            assertEquals(ExitCode.OK, replay.exitCode(), replay.err());
            assertEquals(100, receiver.events().size());
        }
    }

    @Test
    void aTerminalShowsABar() {
        Application.leave(dir, 0, 100, Codec.LZ4);
        for (String command : List.of("inspect", "verify", "repair")) {
            java.io.ByteArrayOutputStream err = new java.io.ByteArrayOutputStream();
            String[] args = {command, dir.toString()};
            assertEquals(ExitCode.OK, SpillMain.run(args, OutputStream.nullOutputStream(), new PrintStream(err), true));
            assertTrue(
                    err.toString(java.nio.charset.StandardCharsets.UTF_8).contains(command + " " + Application.SLOT));
        }
    }

    @Test
    void aWrongSinkIsRefusedInOneSentence() {
        Application.leave(dir, 0, 10, Codec.LZ4);
        assertRefused("exactly one of --tcp and --kafka is needed");
        assertRefused("exactly one of --tcp and --kafka is needed", "--tcp", "a:1", "--kafka", "b:2");
        assertRefused("--kafka needs --topic", "--kafka", "b:2");
        assertRefused("--topic and --producer-config go with --kafka", "--tcp", "a:1", "--topic", "t");
        assertRefused("--tcp-option tls.trustfile is not known", "--tcp", "a:1", "--tcp-option", "tls.trustfile=x");
        assertRefused("tcpSink.tls.trustFile is missing", "--tcp", "a:1", "--tcp-option", "tls.verifyHostname=true");
        assertRefused("it is used only over TLS", "--tcp", "a:1", "--tcp-option", "sharedKey=0123456789abcdef");
        assertRefused("endpoint=nonsense is none", "--tcp", "nonsense");
        assertRefused("kafkaSink.producerConfig.acks", "--kafka", "b:2", "--topic", "t", "--producer-config", "acks=0");
        assertRefused("--timeout-seconds=0 is not allowed", "--tcp", "a:1", "--timeout-seconds", "0");
    }

    private void assertRefused(String sentence, String... options) {
        Tool replay = Tool.run("replay", dir, options);
        assertEquals(ExitCode.USAGE, replay.exitCode(), replay.err());
        assertTrue(replay.err().contains(sentence), replay.err());
        assertEquals(1, replay.err().lines().count(), replay.err());
    }
}
